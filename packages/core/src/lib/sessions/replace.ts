import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { keepsApiKeysOnReset } from "../context/keep-api-keys.ts";
import { admit } from "./new-session.ts";
import { presentSession, type SignedIn } from "./session.ts";
import type {
  Credentials,
  PasswordChange,
  PasswordChanged,
  SessionRecord,
  UserRecord,
  UserStore,
} from "../storage/storage.ts";
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
  /** Whether the user has a live session, in whose place the new one comes. */
  readonly renewsSession: boolean;
  /**
   * Whether nobody but the mailbox says who it is. Then the first proof of the address takes the account from whoever
   * made it. Default: who confirms the address has made the account (decisions/005), and may have no other way in.
   */
  readonly takesOver?: boolean | undefined;
}

/**
 * Ends every session of a user and opens a new one, in one storage step (OWASP Session Management Cheat Sheet, "Renew
 * the Session ID After Any Privilege Level Change"). A new password deletes the API keys as well, unless
 * `apiKeys(auth, { keepOnReset: true })` keeps them. The first proof of the address always deletes them: somebody else
 * may have made the account.
 *
 * @param found the user, with the password hash that must still be stored
 * @returns `null` when the password has changed meanwhile
 * @throws AuthError `storage_unavailable`; once all is done, what a guard holds the session back with
 */
export async function replaceSessions(
  context: Context,
  found: Credentials,
  { passwordHash, provesEmail, event, client, methods, provedAt, renewsSession, ...rest }: Replacement,
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
  // Whoever made the account may have linked an own one at a provider to it, added a passkey, or turned on a second
  // factor.
  const takesOver = isFirstProof && rest.takesOver === true;
  const purpose = renewsSession ? "renewal" : "sign_in";
  const { session, token, held } = await admit(context, user, { purpose, client, methods, provedAt, takesOver });

  const deletesApiKeys = isFirstProof || (event !== "email.verified" && !keepsApiKeysOnReset(context));
  const change = {
    from: found.passwordHash,
    to: passwordHash,
    provesEmail,
    deletesApiKeys,
    deletesWaysIn: takesOver,
    at,
  };
  const subject = { userId: user.id, client };
  const opened = { ...subject, sessionId: session?.id };
  const proofs = isFirstProof && event !== "email.verified" ? ([event, "email.verified"] as const) : [event];
  const { deletesWaysIn } = change;
  const ended = [...proofs, "sessions.ended"] as const;
  const { users } = await recording(context, session ? [...ended, "session.opened"] : ended, {
    ...opened,
    details: { deletesApiKeys, deletesWaysIn },
  });
  const changed = await setPassword(context, { users, user, change, session });
  if (!changed) return null;

  for (const proof of proofs) await emitEvent(context, proof, opened);
  if (changed.deletedApiKeys > 0) await emitEvent(context, "api_key.deleted", subject);
  if (changed.deletedIdentities > 0) await emitEvent(context, "identity.unlinked", subject);
  if (changed.deletedPasskeys > 0) await emitEvent(context, "passkey.deleted", subject);
  if (changed.deletedFactor) await emitEvent(context, "second_factor.disabled", subject);
  await emitEvent(context, "sessions.ended", subject);
  if (held) throw held;
  await emitEvent(context, "session.opened", opened);
  return { user: presentUser(user), session: presentSession(session), token };
}

interface Write {
  readonly users: UserStore;
  /** As it is then. */
  readonly user: UserRecord;
  readonly change: PasswordChange;
  readonly session: SessionRecord | null;
}

/**
 * If the answer is lost, the new session tells whether the change was made: no other call has its id. Without one, the
 * hash and the version tell. What was deleted is then unknown.
 */
function setPassword({ storage }: Context, { users, user, change, session }: Write): Promise<PasswordChanged | null> {
  const isMade = async () => {
    if (session) return (await storage.sessions.find(session.id)) !== null;
    const found = await storage.users.find(user.id);
    return found?.passwordHash === change.to && found.user.sessionVersion >= user.sessionVersion;
  };
  const unknown = { deletedApiKeys: 0, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false };
  const find = async () => ((await isMade()) ? unknown : null);
  return writeOrFind(storage, () => users.setPassword(user.id, change, session), find);
}
