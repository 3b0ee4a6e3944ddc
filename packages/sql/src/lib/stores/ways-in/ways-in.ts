import type { FactorStore, PasskeyStore } from "@latchkey/core";
import type { DeferredQueries, Queries } from "../../statements/queries.ts";
import type { orNull, readInteger, readText } from "../../values/codecs.ts";
import type { bindNextSession, bindSession } from "../session-row.ts";
import type { StoreContext } from "../store-context.ts";
import type { bindCredentials, readUser } from "../user-row.ts";
import { factorStore } from "./factors.ts";
import { passkeyStore } from "./passkeys.ts";

/** What is handed to the code that is loaded on demand. If it imported that itself, bundles would get a third file. */
export interface Shared {
  readonly orNull: typeof orNull;
  readonly readInteger: typeof readInteger;
  readonly readText: typeof readText;
  readonly readUser: typeof readUser;
  readonly bindCredentials: typeof bindCredentials;
  readonly bindSession: typeof bindSession;
  readonly bindNextSession: typeof bindNextSession;
}

/** The context of passkeys and second factors. */
export interface WaysInContext extends StoreContext, Shared {
  readonly query: Queries & DeferredQueries;
}

/** The stores that are loaded together. */
export interface WaysIn {
  readonly passkeys: PasskeyStore;
  readonly factors: FactorStore;
}

export async function waysIn(context: StoreContext, shared: Shared): Promise<WaysIn> {
  const query = { ...context.query, ...(await context.loadDeferred()) };
  const own = { ...context, ...shared, query };
  return { passkeys: passkeyStore(own), factors: factorStore(own) };
}
