import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { keepsApiKeysOnReset } from "../context/keep-api-keys.ts";
import { admit } from "./new-session.ts";
import { presentSession, type SignedIn } from "./session.ts";
import type { Credentials, PasswordChange, PasswordChanged, SessionRecord, UserStore } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { presentUser } from "../user.ts";

/** Why all sessions of a user are replaced. */
export interface Replacement {
  /** The password hash from now on. It may be the stored one. */
  readonly passwordHash: string;
  /** Whether the user has proved to read mail at the address. */
  readonly provesEmail: boolean;
  readonly event: "password.changed" | "password.reset" | "email.verified";
  readonly client: Client;
  /** By what the user has proved to be the one: the new session says so. */
  readonly methods: readonly string[];
  /** When. Default: now. */
  readonly provedAt?: Date | undefined;
}

/**
 * Ends every session of a user and opens a new one, in one storage step (OWASP Session Management Cheat Sheet, "Renew
 * the Session ID After Any Privilege Level Change"). A new password deletes the API keys as well, unless
 * `apiKeys(auth, { keepOnReset: true })` keeps them. The first proof of the address always deletes them: somebody else
 * may have made the account.
 *
 * @param found the user, with the password hash that must still be stored
 * @returns `null` when the password has changed meanwhile
 * @throws AuthError `storage_unavailable`
 */
export async function replaceSessions(
  context: Context,
  found: Credentials,
  { passwordHash, provesEmail, event, client, methods, provedAt }: Replacement,
): Promise<SignedIn | null> {
  const { user: old } = found;
  const at = new Date(context.now());
  const isFirstProof = provesEmail && !old.emailVerified;
  const user = {
    ...old,
    emailVerified: old.emailVerified || provesEmail,
    sessionVersion: old.sessionVersion + 1,
    updatedAt: at,
  };
  const purpose = event === "password.reset" ? "sign_in" : "renewal";
  const { session, token } = await admit(context, user, { purpose, client, methods, provedAt });

  const deletesApiKeys = isFirstProof || (event !== "email.verified" && !keepsApiKeysOnReset(context));
  const change = {
    from: found.passwordHash,
    to: passwordHash,
    provesEmail,
    deletesApiKeys,
    // Whoever made the account may have linked an own one at a provider to it. Who confirms the address has made the
    // account (decisions/005), and may have no other way in.
    deletesIdentities: isFirstProof && event === "password.reset",
    at,
  };
  const subject = { userId: user.id, client };
  const opened = { ...subject, sessionId: session.id };
  const proofs = isFirstProof && event !== "email.verified" ? ([event, "email.verified"] as const) : [event];
  const { deletesIdentities } = change;
  const { users } = await recording(context, [...proofs, "sessions.ended", "session.opened"], {
    ...opened,
    details: { deletesApiKeys, deletesIdentities },
  });
  const changed = await setPassword(context, { users, change, session });
  if (!changed) return null;

  for (const proof of proofs) await emitEvent(context, proof, opened);
  if (changed.deletedApiKeys > 0) await emitEvent(context, "api_key.deleted", subject);
  if (changed.deletedIdentities > 0) await emitEvent(context, "identity.unlinked", subject);
  await emitEvent(context, "sessions.ended", subject);
  await emitEvent(context, "session.opened", opened);
  return { user: presentUser(user), session: presentSession(session), token };
}

/**
 * If the answer is lost, the new session tells whether the change was made: no other call has its id. How many API keys
 * and identities were deleted is then unknown.
 */
function setPassword(
  { storage }: Context,
  { users, change, session }: { users: UserStore; change: PasswordChange; session: SessionRecord },
): Promise<PasswordChanged | null> {
  const find = async () => (await storage.sessions.find(session.id)) && { deletedApiKeys: 0, deletedIdentities: 0 };
  return writeOrFind(storage, () => users.setPassword(session.userId, change, session), find);
}
