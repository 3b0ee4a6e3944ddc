import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { keepApiKeysOnReset } from "../context/keep-api-keys.ts";
import { AuthError } from "../errors.ts";
import { presentApiKey, type ApiKey, type CreatedApiKey } from "../users/api-key.ts";
import { deleteApiKey, listApiKeys } from "../users/credentials.ts";
import type { JsonObject } from "../json.ts";
import { draftApiKey, type NewApiKey, type NewOwnApiKey } from "./new.ts";
import { readApiKeyOptions, type ApiKeyOptions, type Offer } from "./options.ts";
import { requireSession } from "../sessions/find.ts";
import type { Session } from "../sessions/session.ts";
import { requireRecentProof } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { ApiKeyRecord, UserRecord } from "../storage/storage.ts";
import { noSuchUser, requireUser } from "../users/find.ts";
import { verifyApiKey, type VerifiedApiKey } from "./verify.ts";

/**
 * API keys, with which programs act for a user. Creating, listing and deleting takes the session of the user, so a key
 * cannot create keys, and creating one takes a recent proof as well.
 */
export interface ApiKeys<Metadata = JsonObject> {
  /** The scopes that every user may give: the option `scopes`, if it is a list. Otherwise none. */
  readonly scopes: readonly string[];
  /**
   * Creates a key for the user of a session. A user can have at most 100 keys.
   *
   * @param token the session token
   * @param input `name`, and optionally `scopes`, `expiresIn` in seconds, and `currentPassword`, which a session needs
   * that was not proved in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @returns the key and its properties. The key itself is not stored.
   * @throws AuthError `unauthenticated`, `proof_required`, `invalid_input` (field `name`, `scopes` or `expiresIn`),
   * `invalid_password`, `password_too_long`, `invalid_credentials` (the current password is wrong), `rate_limited`
   * (from a guard, with `retryAfter` in seconds), `refused` (100 keys, or from a hook or guard), `overloaded`,
   * `storage_unavailable`
   */
  create(token: string, input: NewOwnApiKey, client?: Client): Promise<CreatedApiKey>;
  /**
   * Lists the keys of the user of a session, newest first.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `storage_unavailable`
   */
  list(token: string): Promise<readonly ApiKey[]>;
  /**
   * The same for a session that `auth.getSession` has just found: a page that needs both then reads the session once.
   * It checks no credential: never give it what a client sent.
   *
   * @param session the session that `auth.getSession` found
   * @throws AuthError `storage_unavailable`
   */
  listFor(session: Session): Promise<readonly ApiKey[]>;
  /**
   * Deletes a key of the user of a session.
   *
   * @param token the session token
   * @param id the id of the key
   * @param client where the request comes from, for events
   * @throws AuthError `unauthenticated`, `not_found` (the user has no such key), `refused` (from a hook),
   * `storage_unavailable`
   */
  delete(token: string, id: string, client?: Client): Promise<void>;
  /**
   * Finds the user of a key, and what the key may do. Reads storage once, and writes about once a minute.
   *
   * @param key the key, for example from an `Authorization` header
   * @returns `null` when the key is unknown, deleted or expired, or its user is disabled
   * @throws AuthError `storage_unavailable`
   */
  verify(key: string | null | undefined): Promise<VerifiedApiKey<Metadata> | null>;
  /** The same for any user of the pool, for server code: it asks for no session and no password. */
  readonly admin: {
    /**
     * Creates a key for a user.
     *
     * @param userId the id of the user
     * @param input `name`, and optionally `scopes` and `expiresIn` in seconds
     * @param client where the administrator is, for events
     * @throws AuthError `not_found`, `invalid_input` (field `name`, `scopes` or `expiresIn`), `refused` (100 keys, or
     * from a hook), `storage_unavailable`
     */
    create(userId: string, input: NewApiKey, client?: Client): Promise<CreatedApiKey>;
    /**
     * Lists the keys of a user, newest first.
     *
     * @param userId the id of the user
     * @throws AuthError `not_found`, `storage_unavailable`
     */
    list(userId: string): Promise<readonly ApiKey[]>;
    /**
     * Deletes a key of a user.
     *
     * @param userId the id of the user
     * @param id the id of the key
     * @param client where the administrator is, for events
     * @throws AuthError `not_found` (no such user, or the user has no such key), `refused` (from a hook),
     * `storage_unavailable`
     */
    delete(userId: string, id: string, client?: Client): Promise<void>;
    /**
     * Deletes every key of a user.
     *
     * @param userId the id of the user
     * @param client where the administrator is, for events
     * @returns how many keys were deleted
     * @throws AuthError `not_found`, `refused` (from a hook), `storage_unavailable`
     */
    deleteAll(userId: string, client?: Client): Promise<number>;
  };
}

/** The user whose keys it is about. */
interface Owner {
  readonly user: UserRecord;
  /** The session of the user. `null`: server code asks. */
  readonly sessionId: string | null;
}

const MAX_KEYS = 100;

/**
 * Gives the users of an auth API keys.
 *
 * @param options `scopes` and `keepOnReset`. Give the same options in every process that serves the pool, also where
 * passwords are set but no key is used.
 * @throws TypeError for anything that `createAuth` did not return, and for an option that is unknown or of the wrong
 * kind
 * @example
 * ```ts
 * import { apiKeys } from "@latchkey/core/api-keys";
 *
 * const keys = apiKeys(auth, { scopes: ["read", "write"] });
 * const { key } = await keys.create(token, {
 *   name: "backup",
 *   scopes: ["read"],
 *   currentPassword: "correct horse battery",
 * });
 * const verified = await keys.verify(key);
 * ```
 */
export function apiKeys<Metadata>(auth: Auth<Metadata>, options: ApiKeyOptions<Metadata> = {}): ApiKeys<Metadata> {
  const context = contextOf(auth);
  const offer = readApiKeyOptions(options as ApiKeyOptions);
  if (options.keepOnReset) keepApiKeysOnReset(context);
  const byToken = async (token: string): Promise<Owner> => {
    const { user, session } = await requireSession(context, token);
    return { user, sessionId: session.id };
  };
  const byId = async (userId: string): Promise<Owner> => ({
    user: (await requireUser(context, userId)).user,
    sessionId: null,
  });
  const companion: ApiKeys = {
    scopes: Array.isArray(options.scopes) ? [...options.scopes] : [],
    create: async (token, input, client = UNKNOWN_CLIENT) =>
      createOwn(context, await requireSession(context, token), { offer, input, client }),
    list: async (token) => listApiKeys(context, (await byToken(token)).user.id),
    listFor: ({ userId }) => listApiKeys(context, userId),
    delete: async (token, id, client = UNKNOWN_CLIENT) => remove(context, await byToken(token), { id, client }),
    verify: (key) => verifyApiKey(context, offer, key),
    admin: {
      create: async (userId, input, client = UNKNOWN_CLIENT) =>
        createFor(context, await byId(userId), { offer, input, client }),
      list: async (userId) => listApiKeys(context, (await byId(userId)).user.id),
      delete: async (userId, id, client = UNKNOWN_CLIENT) => remove(context, await byId(userId), { id, client }),
      deleteAll: async (userId, client = UNKNOWN_CLIENT) => removeAll(context, await byId(userId), client),
    },
  };
  return companion as ApiKeys<Metadata>;
}

interface Creation<Input> {
  readonly offer: Offer;
  readonly input: Input;
  readonly client: Client;
}

async function createOwn(
  context: Context,
  live: LiveSession,
  { offer, input, client }: Creation<NewOwnApiKey>,
): Promise<CreatedApiKey> {
  const { user, session } = live;
  // Where no scopes are offered, a user can choose none.
  const areOffered = offer ? among(offer, user) : () => false;
  const draft = draftApiKey(input, { userId: user.id, areOffered, now: context.now() });
  await runBeforeHook(context, "create_api_key", { userId: user.id, client });
  await requireRecentProof(context, live, { currentPassword: input.currentPassword, client });
  return insert(context, { user, sessionId: session.id }, { ...draft, client });
}

async function createFor(
  context: Context,
  owner: Owner,
  { offer, input, client }: Creation<NewApiKey>,
): Promise<CreatedApiKey> {
  const { user } = owner;
  const areOffered = offer ? among(offer, user) : () => true;
  const draft = draftApiKey(input, { userId: user.id, areOffered, now: context.now() });
  await runBeforeHook(context, "create_api_key", { userId: user.id, client });
  return insert(context, owner, { ...draft, client });
}

function among(offer: NonNullable<Offer>, user: UserRecord): (scopes: readonly string[]) => boolean {
  return (scopes) => scopes.every(offer(user));
}

async function insert(
  context: Context,
  owner: Owner,
  { key, record, client }: { key: string; record: ApiKeyRecord; client: Client },
): Promise<CreatedApiKey> {
  const { user, sessionId } = owner;
  // The list shows as many as this. A key that it does not show could not be revoked.
  if ((await listApiKeys(context, user.id)).length >= MAX_KEYS)
    throw new AuthError("refused", `You can have at most ${MAX_KEYS} API keys: delete one first`);
  // Creates no key if the sessions of the user were ended meanwhile.
  const about = { userId: user.id, sessionId, client };
  const stores = await recording(context, ["api_key.created"], { ...about, details: { id: record.id } });
  const isCreated = await callStorage(() => stores.apiKeys.insert(record, user.sessionVersion));
  if (!isCreated) throw sessionId === null ? noSuchUser() : new AuthError("unauthenticated", "Not signed in");
  await emitEvent(context, "api_key.created", about);
  return { ...presentApiKey(record), key };
}

function remove(
  context: Context,
  { user, sessionId }: Owner,
  { id, client }: { id: string; client: Client },
): Promise<void> {
  return deleteApiKey(context, id, { userId: user.id, sessionId, client });
}

async function removeAll(context: Context, { user, sessionId }: Owner, client: Client): Promise<number> {
  await runBeforeHook(context, "delete_api_key", { userId: user.id, client });
  const about = { userId: user.id, sessionId, client };
  const stores = await recording(context, ["api_key.deleted"], { ...about, details: { all: true } });
  const count = await callStorage(() => stores.apiKeys.deleteAll(user.id));
  if (count > 0) await emitEvent(context, "api_key.deleted", about);
  return count;
}
