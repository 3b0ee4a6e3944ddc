import type { AnyMetadata, NewMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readAppMetadata } from "../input/app-metadata.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import type { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { findUser, noSuchUser } from "./find.ts";
import { readMetadata } from "../input/metadata.ts";
import { newSession } from "../sessions/session.ts";
import type { UserChanges, UserRecord } from "../storage/storage.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";

export interface UserUpdate<MetadataInput extends WithMetadata = AnyMetadata> {
  /** `null` takes the name away. */
  readonly username?: string | null | undefined;
  /** Replaces the whole; `null` leaves none. */
  readonly metadata?: NewMetadata<MetadataInput> | undefined;
  /** Replaces the whole; `null` leaves none. */
  readonly appMetadata?: Record<string, unknown> | null | undefined;
}

/** @throws AuthError `invalid_username`, `invalid_metadata` */
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
 * Changes what is given and leaves the rest. Metadata with which the session token could not be made is refused: its
 * user could never sign in again.
 *
 * @throws AuthError `invalid_metadata`, `username_taken`, `not_found`, `storage_unavailable`
 */
export async function updateUser(
  context: Context,
  user: UserRecord,
  changes: UserChanges,
  sessionId: string | null,
  client: Client,
): Promise<UserRecord> {
  const updatedAt = new Date(context.now());
  const next: UserRecord = { ...user, ...changes, updatedAt };
  newSession(context, next, client);
  await runBeforeHook(context, "update_user", { userId: user.id, client });

  // Who changes it with a session does so only while that is alive.
  const sessionVersion = sessionId === null ? undefined : user.sessionVersion;
  const isChanged = await callStorage(() =>
    context.storage.users.update(user.id, changes, { at: updatedAt, sessionVersion }),
  );
  if (!isChanged) throw await refusal(context, user.id, changes);
  await emitEvent(context, "user.updated", { userId: user.id, sessionId, client });
  return next;
}

async function refusal(context: Context, id: string, { username }: UserChanges): Promise<AuthError> {
  const owner = username ? await findUser(context, { username }) : null;
  return owner && owner.user.id !== id ? usernameTaken() : noSuchUser();
}
