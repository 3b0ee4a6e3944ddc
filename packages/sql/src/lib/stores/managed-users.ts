import { checkLimit, orNull, readInteger, readText } from "../values/codecs.ts";
import type { Managing } from "./managing.ts";
import { readApiKey } from "./api-keys.ts";
import { readIdentity } from "./identities.ts";
import { readSession } from "./session-row.ts";
import type { Readers } from "./managing-context.ts";
import type { StoreContext } from "./store-context.ts";
import { readToken } from "./tokens.ts";
import { readUser } from "./user-row.ts";

const readers: Readers = {
  readUser,
  readSession,
  readApiKey,
  readIdentity,
  readToken,
  checkLimit,
  orNull,
  readInteger,
  readText,
};

/** The methods with which users are managed. Applications that do not manage users never load them. */
export function managedUsers(context: StoreContext): Managing {
  let loaded: Managing | null = null;
  // Each call waits for its own: in Cloudflare Workers a request that is cancelled takes its promises along.
  const load = async () => (loaded ??= await (await import("./deferred-stores.ts")).managing(context, readers));
  return {
    search: async (pool, search) => (await load()).search(pool, search),
    records: async (id) => (await load()).records(id),
    disableUnlessLast: async (id, at) => (await load()).disableUnlessLast(id, at),
    deleteUnlessLast: async (id, sessionVersion) => (await load()).deleteUnlessLast(id, sessionVersion),
  };
}
