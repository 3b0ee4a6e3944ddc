import type { DeferredQueries, Queries } from "../../statements/queries.ts";
import type { checkLimit, orNull, readInteger, readText } from "../../values/codecs.ts";
import type { readApiKey } from "../api-keys.ts";
import type { bindNextSession, bindSession, readSession } from "../session-row.ts";
import type { StoreContext } from "../store-context.ts";
import type { bindCredentials, readUser } from "../user-row.ts";

/** What is handed to the code that is loaded on demand. If it imported that itself, bundles would get a third file. */
export interface Shared {
  readonly checkLimit: typeof checkLimit;
  readonly orNull: typeof orNull;
  readonly readInteger: typeof readInteger;
  readonly readText: typeof readText;
  readonly readUser: typeof readUser;
  readonly readSession: typeof readSession;
  readonly readApiKey: typeof readApiKey;
  readonly bindCredentials: typeof bindCredentials;
  readonly bindSession: typeof bindSession;
  readonly bindNextSession: typeof bindNextSession;
}

/** The context of what is loaded on demand. */
export interface DeferredContext extends StoreContext, Shared {
  readonly query: Queries & DeferredQueries;
}
