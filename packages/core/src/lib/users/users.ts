import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import { runBeforeHook } from "../context/events.ts";
import type { ApiKey } from "./api-key.ts";
import { createUser, type NewUser } from "./create.ts";
import { deleteApiKey, listApiKeys, listIdentities, unlinkIdentity } from "./credentials.ts";
import type { ManagedFactor } from "./factor.ts";
import { exportUser, type PersonalData } from "./export.ts";
import { findUser, requireUser, type UserQuery } from "./find.ts";
import type { Identity } from "./identity.ts";
import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import type { JsonObject } from "../json.ts";
import { listUsers, type UserListQuery, type UserPage } from "./list.ts";
import { deleteUser, setDisabled, setPassword, unlockUser } from "./manage.ts";
import { presentManagedUser, type ManagedUser } from "./managed-user.ts";
import type { ManagedPasskey } from "./passkey.ts";
import { endSession, endSessions, listSessions, type ManagedSession } from "./sessions.ts";
import { readUpdate, updateUser, type UserUpdate } from "./update.ts";
import { deletePasskey, findFactor, listPasskeys, resetFactor } from "./ways-in.ts";

/**
 * What server code may do with the users of a pool. No method asks for a password, so call them only for
 * administrators. A user of another pool does not exist here. Every method may throw AuthError `storage_unavailable`,
 * and every method that changes something `refused` (from a hook).
 */
export interface Users<Metadata = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /**
   * Creates a user without a session, also when `signUps` is `false`.
   *
   * @param user `email`, and optionally `password`, `username`, `emailVerified`, `metadata` and `appMetadata`
   * @throws AuthError `invalid_email`, `invalid_username`, `invalid_password`, `password_too_short`,
   * `password_too_long`, `password_too_common`, `invalid_metadata` (with `field`), `user_exists`, `username_taken`,
   * `refused` (from a hook), `overloaded`, `storage_unavailable`
   * @throws TypeError for an unknown field
   */
  create(user: NewUser<MetadataInput>): Promise<ManagedUser<Metadata>>;
  /**
   * Creates the first user that the pool ever has, for example an administrator at setup. Of concurrent calls one
   * succeeds.
   *
   * @param user as `create` takes it
   * @throws AuthError `user_exists` (the pool has, or had, a user), and what `create` throws
   */
  createFirst(user: NewUser<MetadataInput>): Promise<ManagedUser<Metadata>>;
  /**
   * Finds a user.
   *
   * @param query `{ id }`, `{ email }` or `{ username }`. The case of a name does not matter.
   * @returns `null` when the pool has no such user
   * @throws AuthError `storage_unavailable`
   */
  find(query: UserQuery): Promise<ManagedUser<Metadata> | null>;
  /**
   * Lists users, oldest first. With `search` or `filter`: those that it finds, in the order of their addresses and user
   * names; then a page can have fewer users than `limit` while more follow, and `cursor` alone says whether they do.
   *
   * @param query `limit`: 1 to 1000, default 100; `cursor`: from the page before, default `null`, the first page;
   * `search`: an id, or how an address or a user name begins; `filter`: `disabled` and `emailVerified`
   * @throws AuthError `invalid_input` (field `limit`, `cursor`, `search` or `filter`), `storage_unavailable`
   */
  list(query?: UserListQuery): Promise<UserPage<Metadata>>;
  /**
   * Changes what is given and leaves the rest.
   *
   * @param id the id of the user
   * @param changes `email`, `emailVerified`, `username`, `metadata` or `appMetadata`
   * @throws AuthError `not_found`, `invalid_email`, `user_exists` (field `email`: another user has the address),
   * `invalid_username`, `username_taken`, `invalid_metadata` (with `field`), `refused` (from a hook),
   * `storage_unavailable`
   * @throws TypeError for a field that cannot be changed
   */
  update(id: string, changes: UserUpdate<MetadataInput>): Promise<ManagedUser<Metadata>>;
  /**
   * Sets a new password without asking for the old one. Every session ends, locks of `throttle()` end, and API keys are
   * deleted, unless `apiKeys(auth, { keepOnReset: true })` keeps them.
   *
   * @param id the id of the user
   * @param password the new password, which must meet the `passwordPolicy`
   * @throws AuthError `not_found`, `invalid_password`, `password_too_short`, `password_too_long`,
   * `password_too_common`, `refused` (from a hook), `overloaded`, `storage_unavailable`
   */
  setPassword(id: string, password: string): Promise<void>;
  /**
   * Ends every session of the user, and accepts no password and no API key until `enable`.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `last_user` (the option `keepsLastUser`), `refused` (from a hook),
   * `storage_unavailable`
   */
  disable(id: string): Promise<void>;
  /**
   * Accepts passwords and API keys of the user again. Ended sessions stay ended.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `refused` (from a hook), `storage_unavailable`
   */
  enable(id: string): Promise<void>;
  /**
   * Deletes the user with all sessions, mailed tokens, API keys, identities, passkeys and the second factor.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `last_user` (the option `keepsLastUser`), `refused` (from a hook),
   * `storage_unavailable`
   */
  delete(id: string): Promise<void>;
  /**
   * Lists the live sessions of a user, newest first, at most 100.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  sessions(id: string): Promise<readonly ManagedSession[]>;
  /**
   * Ends all sessions of a user.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `refused` (from a hook), `storage_unavailable`
   */
  endSessions(id: string): Promise<void>;
  /**
   * Ends one session of a user.
   *
   * @param id the id of the user
   * @param sessionId the id of the session
   * @throws AuthError `not_found` (no such user, or the user has no such session), `refused` (from a hook),
   * `storage_unavailable`
   */
  endSession(id: string, sessionId: string): Promise<void>;
  /**
   * Ends the locks that `throttle()` has put on a user.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `refused` (from a hook), `storage_unavailable`
   */
  unlock(id: string): Promise<void>;
  /**
   * Lists the API keys of a user, newest first.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  apiKeys(id: string): Promise<readonly ApiKey[]>;
  /**
   * Deletes an API key of a user.
   *
   * @param id the id of the user
   * @param keyId the id of the key
   * @throws AuthError `not_found` (no such user, or the user has no such key), `refused` (from a hook),
   * `storage_unavailable`
   */
  deleteApiKey(id: string, keyId: string): Promise<void>;
  /**
   * Lists the accounts at providers with which a user signs in, oldest first.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  identities(id: string): Promise<readonly Identity[]>;
  /**
   * Takes an account at a provider from a user, unless it is the last way in.
   *
   * @param id the id of the user
   * @param identity `provider` and `subject`
   * @throws AuthError `not_found` (no such user, or the user has no such identity), `last_way_in`, `refused` (from a
   * hook), `storage_unavailable`
   */
  unlinkIdentity(id: string, identity: Pick<Identity, "provider" | "subject">): Promise<void>;
  /**
   * Lists the passkeys of a user, oldest first, at most 100.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  passkeys(id: string): Promise<readonly ManagedPasskey[]>;
  /**
   * Deletes a passkey of a user, unless it is the last way in.
   *
   * @param id the id of the user
   * @param passkeyId the credential id
   * @throws AuthError `not_found` (no such user, or the user has no such passkey), `last_way_in`, `refused` (from a
   * hook), `storage_unavailable`
   */
  deletePasskey(id: string, passkeyId: string): Promise<void>;
  /**
   * The second factor of a user.
   *
   * @param id the id of the user
   * @returns `null` where the user has none
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  secondFactor(id: string): Promise<ManagedFactor | null>;
  /**
   * Turns the second factor of a user off, with its recovery codes and trusted devices: for somebody who has lost the
   * phone and the codes. Make sure who asks. Sessions go on. The event `second_factor.disabled` tells the owner.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `second_factor_disabled` (there is none), `refused` (from a hook),
   * `storage_unavailable`
   */
  resetSecondFactor(id: string): Promise<void>;
  /**
   * Everything that is stored about a user, to be handed out to that person (GDPR Article 15): no hash, no token and no
   * other secret is in it.
   *
   * @param id the id of the user
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  export(id: string): Promise<PersonalData<Metadata>>;
}

/**
 * Manages the users of a pool from server code.
 *
 * @param client where the administrator is, for events
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { users } from "@latchkey/core/users";
 *
 * const found = await users(auth).find({ email: "ada@example.com" });
 * if (found) await users(auth).update(found.id, { appMetadata: { role: "admin" } });
 * ```
 */
export function users<Metadata, MetadataInput extends WithMetadata>(
  auth: Auth<Metadata, JsonObject, MetadataInput>,
  client: Client = UNKNOWN_CLIENT,
): Users<Metadata, MetadataInput> {
  const context = contextOf(auth);
  const byServer = { sessionId: null, client };
  const withUser = async <T>(id: string, act: () => Promise<T>): Promise<T> => {
    await requireUser(context, id);
    return act();
  };
  const companion: Users = {
    create: async (user) => presentManagedUser(await createUser(context, user, { isFirst: false, client })),
    createFirst: async (user) => presentManagedUser(await createUser(context, user, { isFirst: true, client })),
    async find(query) {
      const found = await findUser(context, query);
      return found && presentManagedUser(found.user);
    },
    list: (query = {}) => listUsers(context, query),
    async update(id, input) {
      const changes = await readUpdate(context, input);
      const { user } = await requireUser(context, id);
      return presentManagedUser(await updateUser(context, user, { changes, sessionId: null, client }));
    },
    setPassword: (id, password) => setPassword(context, id, { password, client }),
    disable: (id) => withUser(id, () => setDisabled(context, id, { disabled: true, client })),
    enable: (id) => withUser(id, () => setDisabled(context, id, { disabled: false, client })),
    delete: (id) => withUser(id, () => deleteUser(context, id, { client })),
    sessions: (id) => withUser(id, () => listSessions(context, id)),
    endSessions: (id) => withUser(id, () => endSessions(context, id, client)),
    endSession: (id, sessionId) => withUser(id, () => endSession(context, { userId: id, sessionId, client })),
    unlock: async (id) => unlockUser(context, (await requireUser(context, id)).user, client),
    apiKeys: (id) => withUser(id, () => listApiKeys(context, id)),
    deleteApiKey: (id, keyId) => withUser(id, () => deleteApiKey(context, keyId, { ...byServer, userId: id })),
    identities: (id) => withUser(id, () => listIdentities(context, id)),
    unlinkIdentity: (id, identity) =>
      withUser(id, async () => {
        await runBeforeHook(context, "unlink_identity", { userId: id, client });
        await unlinkIdentity(context, identity, { ...byServer, userId: id });
      }),
    passkeys: (id) => withUser(id, () => listPasskeys(context, id)),
    deletePasskey: (id, passkeyId) =>
      withUser(id, async () => {
        await runBeforeHook(context, "delete_passkey", { userId: id, client });
        await deletePasskey(context, passkeyId, { userId: id, client });
      }),
    secondFactor: (id) => withUser(id, () => findFactor(context, id)),
    resetSecondFactor: (id) => withUser(id, () => resetFactor(context, { userId: id, client })),
    export: (id) => exportUser(context, id),
  };
  return companion as Users<Metadata, MetadataInput>;
}
