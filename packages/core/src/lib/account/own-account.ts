import type { AnyMetadata, NewMetadata, WithMetadata } from "../input/metadata-types.ts";
import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { checkOwnPassword } from "../sign-in/check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { deleteUser } from "../users/manage.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { requireSession } from "../sessions/require.ts";
import { readUpdate, updateUser } from "../users/update.ts";
import { presentUser, type User } from "../user.ts";

/** What the owner of a session may do with the account. */
export interface OwnAccount<Metadata = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /**
   * Replaces the metadata, as a whole. `null` leaves none.
   *
   * @throws AuthError `unauthenticated`, `invalid_metadata`, `storage_unavailable`
   */
  updateMetadata(token: string, metadata: NewMetadata<MetadataInput>, client?: Client): Promise<User<Metadata>>;
  /**
   * Removes the account with its sessions and API keys, for the right password: a session somebody left open is not
   * enough.
   *
   * @throws AuthError `unauthenticated`, `invalid_password`, `password_too_long`, `invalid_credentials`, `overloaded`,
   * `storage_unavailable`, and what a guard throws
   */
  delete(token: string, input: { readonly currentPassword: string }, client?: Client): Promise<void>;
}

/** @throws TypeError for anything that `createAuth` did not make */
export function ownAccount<Metadata, MetadataInput extends WithMetadata>(
  auth: Auth<Metadata, JsonObject, MetadataInput>,
): OwnAccount<Metadata, MetadataInput> {
  const context = contextOf(auth);
  const companion: OwnAccount = {
    updateMetadata: (token, metadata, client) => updateMetadata(context, token, metadata, client),
    delete: async (token, { currentPassword }, client) => deleteOwn(context, token, currentPassword, client),
  };
  return companion as OwnAccount<Metadata, MetadataInput>;
}

async function updateMetadata(
  context: Context,
  token: string,
  metadata: NewMetadata<AnyMetadata>,
  client: Client = UNKNOWN_CLIENT,
): Promise<User> {
  const { user, session } = await requireSession(context, token);
  const changes = await readUpdate(context, { metadata });
  return presentUser(await updateUser(context, user, changes, session.id, client));
}

async function deleteOwn(
  context: Context,
  token: string,
  input: string,
  client: Client = UNKNOWN_CLIENT,
): Promise<void> {
  const { user, session } = await requireSession(context, token);
  const password = readPassword(input, context.passwordPolicy, "currentPassword");
  await checkOwnPassword(context, { userId: user.id, password, client });
  await deleteUser(context, user.id, session.id, client, user.sessionVersion);
}
