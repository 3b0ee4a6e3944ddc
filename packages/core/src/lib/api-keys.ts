import { presentApiKey, type ApiKey, type CreatedApiKey } from "./api-key.ts";
import { ask } from "./ask.ts";
import { UNKNOWN_CLIENT, type Client } from "./client.ts";
import { contextOf } from "./context-of.ts";
import type { Context } from "./context.ts";
import { AuthError } from "./errors.ts";
import { after, before } from "./events.ts";
import { noSuchUser, requireUser } from "./find-user.ts";
import { draftApiKey, type NewApiKey } from "./new-api-key.ts";
import { requireSession } from "./require-session.ts";
import { isUuid } from "./uuid.ts";
import { verifyApiKey, type VerifiedApiKey } from "./verify-api-key.ts";

/**
 * Keys with which programs act for a user. Making, listing and deleting takes the user's session, so a key makes no
 * further keys. Everything may throw AuthError `storage_unavailable`.
 */
export interface ApiKeys {
  /** @throws AuthError `unauthenticated`, `invalid_input`, `refused` (100 keys are the most) */
  create(token: string, input: NewApiKey, client?: Client): Promise<CreatedApiKey>;
  /** Newest first. @throws AuthError `unauthenticated` */
  list(token: string): Promise<readonly ApiKey[]>;
  /** @throws AuthError `unauthenticated`, `not_found`: the user has no such key */
  delete(token: string, id: string, client?: Client): Promise<void>;
  /** Who may do what with this key, or `null`. One storage read, and about once a minute a write. */
  verify(key: string | null | undefined): Promise<VerifiedApiKey | null>;
  /** The same for any user of the pool, for server code alone. @throws AuthError `not_found` */
  readonly admin: {
    create(userId: string, input: NewApiKey, client?: Client): Promise<CreatedApiKey>;
    list(userId: string): Promise<readonly ApiKey[]>;
    delete(userId: string, id: string, client?: Client): Promise<void>;
  };
}

/** Whose keys, and in which session the owner is; `null`: it is the server that asks. */
interface Owner {
  readonly userId: string;
  readonly sessionId: string | null;
  readonly sessionVersion: number;
}

const MAX_KEYS = 100;

/** @throws TypeError for anything that `createAuth` did not make */
export function apiKeys(auth: object): ApiKeys {
  const context = contextOf(auth);
  const byToken = async (token: string): Promise<Owner> => {
    const { user, session } = await requireSession(context, token);
    return { userId: user.id, sessionId: session.id, sessionVersion: user.sessionVersion };
  };
  const byId = async (userId: string): Promise<Owner> => {
    const { user } = await requireUser(context, userId);
    return { userId, sessionId: null, sessionVersion: user.sessionVersion };
  };
  return {
    create: async (token, input, client) => create(context, await byToken(token), input, client),
    list: async (token) => list(context, await byToken(token)),
    delete: async (token, id, client) => remove(context, await byToken(token), id, client),
    verify: (key) => verifyApiKey(context, key),
    admin: {
      create: async (userId, input, client) => create(context, await byId(userId), input, client),
      list: async (userId) => list(context, await byId(userId)),
      delete: async (userId, id, client) => remove(context, await byId(userId), id, client),
    },
  };
}

async function create(context: Context, owner: Owner, input: NewApiKey, client: Client = UNKNOWN_CLIENT): Promise<CreatedApiKey> {
  const { userId, sessionId, sessionVersion } = owner;
  const { key, record } = draftApiKey(userId, input, context.now());
  await before(context, "create_api_key", userId, client);
  // What the list cannot show, nobody can revoke.
  if ((await list(context, owner)).length >= MAX_KEYS) throw new AuthError("refused", `${MAX_KEYS} API keys are the most, delete one first`);
  // Whoever was taken over meanwhile makes no key that outlives it.
  const isMade = await ask(() => context.storage.apiKeys.insert(record, sessionVersion));
  if (!isMade) throw sessionId === null ? noSuchUser() : new AuthError("unauthenticated", "Not signed in");
  await after(context, "api_key.created", userId, sessionId, client);
  return { ...presentApiKey(record), key };
}

async function list(context: Context, { userId }: Owner): Promise<readonly ApiKey[]> {
  return (await ask(() => context.storage.apiKeys.list(userId))).map(presentApiKey);
}

async function remove(context: Context, { userId, sessionId }: Owner, id: string, client: Client = UNKNOWN_CLIENT): Promise<void> {
  await before(context, "delete_api_key", userId, client);
  const isDeleted = isUuid(id) && (await ask(() => context.storage.apiKeys.delete(id, userId)));
  if (!isDeleted) throw new AuthError("not_found", "There is no such API key");
  await after(context, "api_key.deleted", userId, sessionId, client);
}
