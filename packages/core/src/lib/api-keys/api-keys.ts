import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { presentApiKey, type ApiKey, type CreatedApiKey } from "./api-key.ts";
import { readApiKeyOptions, type ApiKeyOptions, type Offer } from "./options.ts";
import { callStorage } from "../storage/call-storage.ts";
import { checkOwnPassword } from "../sign-in/check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { noSuchUser, requireUser } from "../users/find.ts";
import { keepApiKeysOnReset } from "../context/keep-api-keys.ts";
import { draftApiKey, type NewApiKey, type NewOwnApiKey } from "./new.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { requireSession } from "../sessions/require.ts";
import type { ApiKeyRecord, UserRecord } from "../storage/storage.ts";
import { isUuid } from "../encoding/uuid.ts";
import { verifyApiKey, type VerifiedApiKey } from "./verify.ts";

/**
 * Keys with which programs act for a user. Making, listing and deleting takes the user's session, and making one the
 * password as well, so a key makes no further keys. Everything may throw AuthError `storage_unavailable`.
 */
export interface ApiKeys<Metadata = JsonObject> {
  /**
   * @param input `name` and `currentPassword`, and optionally `scopes` and `expiresIn` in seconds
   * @throws AuthError `unauthenticated`, `invalid_input` (field `name`, `scopes` or `expiresIn`; a scope that is not
   * offered, too), `invalid_password`, `password_too_long`, `invalid_credentials` (the current password is wrong),
   * `overloaded`, `refused` (100 keys are the most), and what a guard throws
   */
  create(token: string, input: NewOwnApiKey, client?: Client): Promise<CreatedApiKey>;
  /** Newest first. @throws AuthError `unauthenticated` */
  list(token: string): Promise<readonly ApiKey[]>;
  /** @throws AuthError `unauthenticated`, `not_found`: the user has no such key */
  delete(token: string, id: string, client?: Client): Promise<void>;
  /** Who may do what with this key, or `null`. One storage read, and about once a minute a write. */
  verify(key: string | null | undefined): Promise<VerifiedApiKey<Metadata> | null>;
  /** The same for any user of the pool, for server code alone: it asks for nobody's password. @throws AuthError `not_found` */
  readonly admin: {
    create(userId: string, input: NewApiKey, client?: Client): Promise<CreatedApiKey>;
    list(userId: string): Promise<readonly ApiKey[]>;
    delete(userId: string, id: string, client?: Client): Promise<void>;
    /** Deletes every key of the user; returns how many went. */
    deleteAll(userId: string, client?: Client): Promise<number>;
  };
}

/** Whose keys, and in which session the owner is; `null`: it is the server that asks. */
interface Owner {
  readonly user: UserRecord;
  readonly sessionId: string | null;
}

const MAX_KEYS = 100;

/**
 * The API keys of an auth's users.
 *
 * @param options `scopes` that keys may have (default: none), and `keepOnReset` (default `false`: a new password deletes
 * the keys). Both hold for this auth: give the same options in every process that serves the pool, also where passwords
 * are set but no key is used.
 * @throws TypeError for anything that `createAuth` did not make, and for an option that is unknown or senseless
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
    create: async (token, input, client) => createOwn(context, offer, await byToken(token), input, client),
    list: async (token) => list(context, await byToken(token)),
    delete: async (token, id, client) => remove(context, await byToken(token), id, client),
    verify: (key) => verifyApiKey(context, offer, key),
    admin: {
      create: async (userId, input, client) => createFor(context, offer, await byId(userId), input, client),
      list: async (userId) => list(context, await byId(userId)),
      delete: async (userId, id, client) => remove(context, await byId(userId), id, client),
      deleteAll: async (userId, client) => removeAll(context, await byId(userId), client),
    },
  };
  return companion as ApiKeys<Metadata>;
}

async function createOwn(
  context: Context,
  offer: Offer,
  owner: Owner,
  input: NewOwnApiKey,
  client: Client = UNKNOWN_CLIENT,
): Promise<CreatedApiKey> {
  const { user } = owner;
  // What nobody offers, no client can choose.
  const draft = draftApiKey(user.id, input, offer ? among(offer, user) : () => false, context.now());
  const password = readPassword(input.currentPassword, context.passwordPolicy, "currentPassword");
  await runBeforeHook(context, "create_api_key", { userId: user.id, client });

  await checkOwnPassword(context, { userId: user.id, password, client });
  return insert(context, owner, draft, client);
}

async function createFor(
  context: Context,
  offer: Offer,
  owner: Owner,
  input: NewApiKey,
  client: Client = UNKNOWN_CLIENT,
): Promise<CreatedApiKey> {
  const draft = draftApiKey(owner.user.id, input, offer ? among(offer, owner.user) : () => true, context.now());
  await runBeforeHook(context, "create_api_key", { userId: owner.user.id, client });
  return insert(context, owner, draft, client);
}

function among(offer: NonNullable<Offer>, user: UserRecord): (scopes: readonly string[]) => boolean {
  return (scopes) => scopes.every(offer(user));
}

async function insert(
  context: Context,
  owner: Owner,
  { key, record }: { key: string; record: ApiKeyRecord },
  client: Client,
): Promise<CreatedApiKey> {
  const { user, sessionId } = owner;
  // What the list cannot show, nobody can revoke.
  if ((await list(context, owner)).length >= MAX_KEYS)
    throw new AuthError("refused", `${MAX_KEYS} API keys are the most, delete one first`);
  // Whoever was taken over meanwhile makes no key that outlives it.
  const isMade = await callStorage(() => context.storage.apiKeys.insert(record, user.sessionVersion));
  if (!isMade) throw sessionId === null ? noSuchUser() : new AuthError("unauthenticated", "Not signed in");
  await emitEvent(context, "api_key.created", { userId: user.id, sessionId, client });
  return { ...presentApiKey(record), key };
}

async function list(context: Context, { user }: Owner): Promise<readonly ApiKey[]> {
  return (await callStorage(() => context.storage.apiKeys.list(user.id))).map(presentApiKey);
}

async function remove(
  context: Context,
  { user, sessionId }: Owner,
  id: string,
  client: Client = UNKNOWN_CLIENT,
): Promise<void> {
  await runBeforeHook(context, "delete_api_key", { userId: user.id, client });
  const isDeleted = isUuid(id) && (await callStorage(() => context.storage.apiKeys.delete(id, user.id)));
  if (!isDeleted) throw new AuthError("not_found", "There is no such API key");
  await emitEvent(context, "api_key.deleted", { userId: user.id, sessionId, client });
}

async function removeAll(
  context: Context,
  { user, sessionId }: Owner,
  client: Client = UNKNOWN_CLIENT,
): Promise<number> {
  await runBeforeHook(context, "delete_api_key", { userId: user.id, client });
  const count = await callStorage(() => context.storage.apiKeys.deleteAll(user.id));
  if (count > 0) await emitEvent(context, "api_key.deleted", { userId: user.id, sessionId, client });
  return count;
}
