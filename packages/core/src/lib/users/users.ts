import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import { createUser, type NewUser } from "./create.ts";
import { findUser, requireUser, type UserQuery } from "./find.ts";
import { listUsers, type UserPage } from "./list.ts";
import { deleteUser, setDisabled, setPassword } from "./manage.ts";
import { endSession, endSessions, listSessions, type ManagedSession } from "./sessions.ts";
import { presentManagedUser, type ManagedUser } from "./managed-user.ts";
import { readUpdate, updateUser, type UserUpdate } from "./update.ts";

/**
 * The users of one pool, for server code alone: it asks for nobody's password, and a user of another pool does not
 * exist here. Every function may throw AuthError `storage_unavailable`, and `refused` or what else a hook throws.
 */
export interface Users<Metadata = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /**
   * Makes a user, signed in nowhere. Not held to `signUps`.
   *
   * @throws AuthError `invalid_email`, `invalid_username`, `invalid_password`, `password_too_short`, `password_too_long`,
   * `password_too_common`, `invalid_metadata`, `user_exists`, `username_taken`, `overloaded`
   */
  create(user: NewUser<MetadataInput>): Promise<ManagedUser<Metadata>>;
  /** The same for the first user that the pool ever has: of many at once, one succeeds. @throws AuthError `user_exists` when it had one */
  createFirst(user: NewUser<MetadataInput>): Promise<ManagedUser<Metadata>>;
  /** By `id`, `email` or `username`, in any case. `null`: nobody. */
  find(query: UserQuery): Promise<ManagedUser<Metadata> | null>;
  /**
   * A page of users, oldest first.
   *
   * @param page `limit`: 1 to 1000, default 100; `cursor`: from the page before
   * @throws AuthError `invalid_input`
   */
  list(page?: {
    readonly limit?: number | undefined;
    readonly cursor?: string | null | undefined;
  }): Promise<UserPage<Metadata>>;
  /** Changes what is given. @throws AuthError `not_found`, `invalid_username`, `username_taken`, `invalid_metadata` */
  update(id: string, changes: UserUpdate<MetadataInput>): Promise<ManagedUser<Metadata>>;
  /**
   * A new password, the end of every session and API key (`apiKeys(auth, { keepOnReset: true })` keeps the keys), and of a
   * lock by `throttle()`. The old password is not asked for.
   *
   * @throws AuthError `not_found`, `invalid_password`, `password_too_short`, `password_too_long`,
   * `password_too_common`, `overloaded`
   */
  setPassword(id: string, password: string): Promise<void>;
  /** Ends every session; API keys and passwords count for nothing until `enable`. @throws AuthError `not_found` */
  disable(id: string): Promise<void>;
  /** Passwords and API keys count again. Ended sessions stay ended. @throws AuthError `not_found` */
  enable(id: string): Promise<void>;
  /** Removes the user with sessions and API keys. @throws AuthError `not_found` */
  delete(id: string): Promise<void>;
  /** Those that are alive, newest first, at most 100. @throws AuthError `not_found` */
  sessions(id: string): Promise<readonly ManagedSession[]>;
  /** @throws AuthError `not_found` */
  endSessions(id: string): Promise<void>;
  /** @throws AuthError `not_found`: no such user, or no such session of his */
  endSession(id: string, sessionId: string): Promise<void>;
}

/**
 * The server's own hand on the users of an auth.
 *
 * @param client where the administrator is, for the events
 * @throws TypeError for anything that `createAuth` did not make
 */
export function users<Metadata, MetadataInput extends WithMetadata>(
  auth: Auth<Metadata, JsonObject, MetadataInput>,
  client: Client = UNKNOWN_CLIENT,
): Users<Metadata, MetadataInput> {
  const context = contextOf(auth);
  const withUser = async <T>(id: string, act: () => Promise<T>): Promise<T> => {
    await requireUser(context, id);
    return act();
  };
  const companion: Users = {
    create: async (user) => presentManagedUser(await createUser(context, user, false, client)),
    createFirst: async (user) => presentManagedUser(await createUser(context, user, true, client)),
    async find(query) {
      const found = await findUser(context, query);
      return found && presentManagedUser(found.user);
    },
    list: ({ limit = 100, cursor = null } = {}) => listUsers(context, limit, cursor),
    async update(id, changes) {
      const read = await readUpdate(context, changes);
      const { user } = await requireUser(context, id);
      return presentManagedUser(await updateUser(context, user, read, null, client));
    },
    setPassword: (id, password) => setPassword(context, id, password, client),
    disable: (id) => withUser(id, () => setDisabled(context, id, true, client)),
    enable: (id) => withUser(id, () => setDisabled(context, id, false, client)),
    delete: (id) => withUser(id, () => deleteUser(context, id, null, client)),
    sessions: (id) => withUser(id, () => listSessions(context, id)),
    endSessions: (id) => withUser(id, () => endSessions(context, id, client)),
    endSession: (id, sessionId) => withUser(id, () => endSession(context, id, sessionId, client)),
  };
  return companion as Users<Metadata, MetadataInput>;
}
