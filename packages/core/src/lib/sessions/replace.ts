import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { keepsApiKeysOnReset } from "../context/keep-api-keys.ts";
import { newSession, presentSession, type SignedIn } from "./session.ts";
import type { Credentials, PasswordChange, PasswordChanged, SessionRecord } from "../storage/storage.ts";
import { presentUser } from "../user.ts";
import { writeOrFind } from "../storage/write-or-find.ts";

export interface PasswordProof {
  /** The hash from now on; it may be the one that is stored. */
  readonly passwordHash: string;
  /** Whether the mailbox has been proved. */
  readonly provesEmail: boolean;
  readonly event: "password.changed" | "password.reset" | "email.verified";
}

/**
 * Ends every session of an account and opens a new one for who has just proved to be its owner, in one storage step
 * (OWASP Session Management Cheat Sheet, "Renew the Session ID After Any Privilege Level Change"). A new password ends the
 * API keys as well, unless `apiKeys(auth, { keepOnReset: true })` was said. The first proof of the address always ends
 * them: whoever made the account may have been somebody else.
 *
 * @returns `null` when the password was changed meanwhile
 * @throws AuthError `storage_unavailable`
 */
export async function replaceSessions(
  context: Context,
  found: Credentials,
  renewal: PasswordProof,
  client: Client,
): Promise<SignedIn | null> {
  const { provesEmail, passwordHash, event } = renewal;
  const at = new Date(context.now());
  const isTakenOver = provesEmail && !found.user.emailVerified;
  const { user: old } = found;
  const user = {
    ...old,
    emailVerified: old.emailVerified || provesEmail,
    sessionVersion: old.sessionVersion + 1,
    updatedAt: at,
  };
  const { session, token } = newSession(context, user, client);

  const deletesApiKeys = isTakenOver || (event !== "email.verified" && !keepsApiKeysOnReset(context));
  const change = { from: found.passwordHash, to: passwordHash, provesEmail, deletesApiKeys, at };
  const changed = await replace(context, user.id, change, session);
  if (!changed) return null;

  await emitEvent(context, event, { userId: user.id, sessionId: session.id, client });
  if (isTakenOver && event !== "email.verified")
    await emitEvent(context, "email.verified", { userId: user.id, sessionId: session.id, client });
  if (changed.deletedApiKeys > 0) await emitEvent(context, "api_key.deleted", { userId: user.id, client });
  await emitEvent(context, "sessions.ended", { userId: user.id, client });
  await emitEvent(context, "session.opened", { userId: user.id, sessionId: session.id, client });
  return { user: presentUser(user), session: presentSession(session), token };
}

/** The session's id is ours alone, so finding it tells that the change happened; then nobody knows how many keys went. */
function replace(
  context: Context,
  userId: string,
  change: PasswordChange,
  session: SessionRecord,
): Promise<PasswordChanged | null> {
  const { users, sessions } = context.storage;
  const find = async () => (await sessions.find(session.id)) && { deletedApiKeys: 0 };
  return writeOrFind(context.storage, () => users.setPassword(userId, change, session), find);
}
