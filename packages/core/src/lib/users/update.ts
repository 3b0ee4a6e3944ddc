import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { findUser, isUsernameTaken, noSuchUser } from "./find.ts";
import { readAppMetadata } from "../input/app-metadata.ts";
import { canonicalEmail } from "../input/email.ts";
import type { AnyMetadata, NewMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readMetadata } from "../input/metadata.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";
import { requireTokenFits } from "../sessions/new-session.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserChanges, UserRecord } from "../storage/storage.ts";

/** What `users(auth).update` changes. What is left out stays as it is. */
export interface UserUpdate<MetadataInput extends WithMetadata = AnyMetadata> {
  /** The new e-mail address. Links to reset the password that went to the old one become void. */
  readonly email?: string | undefined;
  /** Whether the address counts as verified. Default: as before, and `false` for another address. */
  readonly emailVerified?: boolean | undefined;
  /** The new user name. `null` removes it. */
  readonly username?: string | null | undefined;
  /** Replaces the user-written metadata as a whole, as the `metadata` schema takes it. `null` deletes it. */
  readonly metadata?: NewMetadata<MetadataInput> | undefined;
  /** Replaces the server-written metadata as a whole: a JSON object of at most 16 KiB. `null` deletes it. */
  readonly appMetadata?: Record<string, unknown> | null | undefined;
}

/**
 * @throws AuthError `invalid_email`, `invalid_username`, `invalid_metadata`
 * @throws TypeError for a field that cannot be changed
 */
export async function readUpdate(
  context: Context,
  { email, emailVerified, username, metadata, appMetadata, ...rest }: UserUpdate,
): Promise<UserChanges> {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`update does not change "${unknown}"`);
  if (emailVerified !== undefined && typeof emailVerified !== "boolean")
    throw new TypeError("emailVerified must be true or false");
  return {
    ...(email === undefined ? {} : { email: canonicalEmail(email) }),
    ...(emailVerified === undefined ? {} : { emailVerified }),
    ...(username === undefined ? {} : { username: username === null ? null : canonicalUsername(username) }),
    ...(metadata === undefined ? {} : { metadata: await readMetadata(metadata, context.metadata) }),
    ...(appMetadata === undefined ? {} : { appMetadata: await readAppMetadata(appMetadata) }),
  };
}

/**
 * Changes a user. Metadata that makes the session token too long is refused: the user could never sign in again.
 *
 * @param update `sessionId`: the session in which the user asks, or `null` if the server does
 * @throws AuthError `invalid_metadata`, `username_taken`, `user_exists`, `not_found`, `storage_unavailable`, and
 * what the hook throws
 */
export async function updateUser(
  context: Context,
  user: UserRecord,
  { changes: given, sessionId, client }: { changes: UserChanges; sessionId: string | null; client: Client },
): Promise<UserRecord> {
  const hasNewEmail = given.email !== undefined && given.email !== user.email;
  const changes = hasNewEmail ? { emailVerified: false, ...given } : given;
  const updatedAt = new Date(context.now());
  const next: UserRecord = { ...user, ...changes, updatedAt };
  requireTokenFits(context, next);
  await runBeforeHook(context, "update_user", { userId: user.id, client });

  // A session that was ended meanwhile changes nothing.
  const sessionVersion = sessionId === null ? undefined : user.sessionVersion;
  const about = { userId: user.id, sessionId, client };
  const { users } = await recording(context, ["user.updated"], { ...about, details: { fields: Object.keys(changes) } });
  const isChanged = await callStorage(() => users.update(user.id, changes, { at: updatedAt, sessionVersion }));
  if (!isChanged) {
    if (changes.username && (await isUsernameTaken(context, changes.username, user.id))) throw usernameTaken();
    const isTaken = hasNewEmail && (await findUser(context, { email: given.email! })) !== null;
    throw isTaken ? new AuthError("user_exists", "User already exists", { field: "email" }) : noSuchUser();
  }
  await emitEvent(context, "user.updated", about);
  return next;
}
