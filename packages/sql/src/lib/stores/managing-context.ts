import type { DeferredQueries, Queries } from "../statements/queries.ts";
import type { checkLimit, orNull, readInteger, readText } from "../values/codecs.ts";
import type { readApiKey } from "./api-keys.ts";
import type { readIdentity } from "./identities.ts";
import type { readSession } from "./session-row.ts";
import type { StoreContext } from "./store-context.ts";
import type { readToken } from "./tokens.ts";
import type { readUser } from "./user-row.ts";

/** What is handed to the code that is loaded on demand. If it imported that itself, bundles would get a third file. */
export interface Readers {
  readonly readUser: typeof readUser;
  readonly readSession: typeof readSession;
  readonly readApiKey: typeof readApiKey;
  readonly readIdentity: typeof readIdentity;
  readonly readToken: typeof readToken;
  readonly checkLimit: typeof checkLimit;
  readonly orNull: typeof orNull;
  readonly readInteger: typeof readInteger;
  readonly readText: typeof readText;
}

/** The context where users are managed. */
export interface ManagingContext extends StoreContext, Readers {
  readonly query: Queries & DeferredQueries;
}
