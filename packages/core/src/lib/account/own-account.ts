import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import type { AnyMetadata, NewMetadata, WithMetadata } from "../input/metadata-types.ts";
import type { JsonObject } from "../json.ts";
import { requireSession } from "../sessions/find.ts";
import { requireRecentProof, type Proof } from "../sign-in/require-recent-proof.ts";
import { presentUser, type User } from "../user.ts";
import { deleteUser } from "../users/manage.ts";
import { readUpdate, updateUser } from "../users/update.ts";

/** What users may do with their own account. */
export interface OwnAccount<Metadata = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /**
   * Replaces the metadata of the user as a whole.
   *
   * @param token the session token
   * @param metadata as the `metadata` schema takes it; `null` deletes it
   * @param client where the request comes from, for events
   * @returns the user, with the new metadata
   * @throws AuthError `unauthenticated`, `invalid_metadata` (with `field`), `not_found` (the session ended meanwhile),
   * `refused` (from a hook), `storage_unavailable`
   */
  updateMetadata(token: string, metadata: NewMetadata<MetadataInput>, client?: Client): Promise<User<Metadata>>;
  /**
   * Deletes the account with its sessions, API keys and identities. It takes a recent proof, because a device may have
   * been left signed in.
   *
   * @param token the session token
   * @param input `currentPassword`, which a session needs that was not proved in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @throws AuthError `unauthenticated`, `proof_required`, `invalid_password`, `password_too_long`,
   * `invalid_credentials`, `rate_limited` (from a guard, with `retryAfter` in seconds), `refused` (from a hook or
   * guard), `last_user` (the option `keepsLastUser`), `not_found` (the session ended meanwhile), `overloaded`,
   * `storage_unavailable`
   */
  delete(token: string, input?: { readonly currentPassword?: string | undefined }, client?: Client): Promise<void>;
}

/**
 * Lets users change their metadata and delete their account.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { ownAccount } from "@latchkey/core/own-account";
 *
 * const changed = await ownAccount(auth).updateMetadata(token, { theme: "dark" });
 * ```
 */
export function ownAccount<Metadata, MetadataInput extends WithMetadata>(
  auth: Auth<Metadata, JsonObject, MetadataInput>,
): OwnAccount<Metadata, MetadataInput> {
  const context = contextOf(auth);
  const companion: OwnAccount = {
    updateMetadata: (token, metadata, client = UNKNOWN_CLIENT) => updateMetadata(context, token, { metadata, client }),
    delete: async (token, { currentPassword } = {}, client = UNKNOWN_CLIENT) =>
      deleteOwn(context, token, { currentPassword, client }),
  };
  return companion as OwnAccount<Metadata, MetadataInput>;
}

async function updateMetadata(
  context: Context,
  token: string,
  { metadata, client }: { metadata: NewMetadata<AnyMetadata>; client: Client },
): Promise<User> {
  const { user, session } = await requireSession(context, token);
  const changes = await readUpdate(context, { metadata });
  return presentUser(await updateUser(context, user, { changes, sessionId: session.id, client }));
}

async function deleteOwn(context: Context, token: string, proof: Proof): Promise<void> {
  const live = await requireSession(context, token);
  await requireRecentProof(context, live, proof);
  const { id, sessionVersion } = live.user;
  await deleteUser(context, id, { sessionId: live.session.id, sessionVersion, client: proof.client });
}
