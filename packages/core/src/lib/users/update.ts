import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { isUsernameTaken, noSuchUser } from "./find.ts";
import { readAppMetadata } from "../input/app-metadata.ts";
import type { AnyMetadata, NewMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readMetadata } from "../input/metadata.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";
import { requireTokenFits } from "../sessions/new-session.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserChanges, UserRecord } from "../storage/storage.ts";

/** What `users(auth).update` changes. What is left out stays as it is. */
export interface UserUpdate<MetadataInput extends WithMetadata = AnyMetadata> {
  /** The new user name. `null` removes it. */
  readonly username?: string | null | undefined;
  /** Replaces the user-written metadata as a whole, as the `metadata` schema takes it. `null` deletes it. */
  readonly metadata?: NewMetadata<MetadataInput> | undefined;
  /** Replaces the server-written metadata as a whole: a JSON object of at most 16 KiB. `null` deletes it. */
  readonly appMetadata?: Record<string, unknown> | null | undefined;
}

/** @throws AuthError `invalid_username`, `invalid_metadata` @throws TypeError for a field that cannot be changed */
export async function readUpdate(
  context: Context,
  { username, metadata, appMetadata, ...rest }: UserUpdate,
): Promise<UserChanges> {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`update does not change "${unknown}"`);
  return {
    ...(username === undefined ? {} : { username: username === null ? null : canonicalUsername(username) }),
    ...(metadata === undefined ? {} : { metadata: await readMetadata(metadata, context.metadata) }),
    ...(appMetadata === undefined ? {} : { appMetadata: await readAppMetadata(appMetadata) }),
  };
}

/**
 * Changes a user. Metadata that makes the session token too long is refused: the user could never sign in again.
 *
 * @param update `sessionId`: the session in which the user asks, or `null` if the server does
 * @throws AuthError `invalid_metadata`, `username_taken`, `not_found`, `storage_unavailable`, and what the hook throws
 */
export async function updateUser(
  context: Context,
  user: UserRecord,
  { changes, sessionId, client }: { changes: UserChanges; sessionId: string | null; client: Client },
): Promise<UserRecord> {
  const updatedAt = new Date(context.now());
  const next: UserRecord = { ...user, ...changes, updatedAt };
  requireTokenFits(context, next);
  await runBeforeHook(context, "update_user", { userId: user.id, client });

  // A session that was ended meanwhile changes nothing.
  const sessionVersion = sessionId === null ? undefined : user.sessionVersion;
  const isChanged = await callStorage(() =>
    context.storage.users.update(user.id, changes, { at: updatedAt, sessionVersion }),
  );
  if (!isChanged) {
    const isTaken = changes.username && (await isUsernameTaken(context, changes.username, user.id));
    throw isTaken ? usernameTaken() : noSuchUser();
  }
  await emitEvent(context, "user.updated", { userId: user.id, sessionId, client });
  return next;
}
