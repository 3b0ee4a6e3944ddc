import type { FactorStore, IdentityStore, OneTimeTokenStore, PasskeyStore, UserStore } from "@latchkey/core";
import { deleteUsers } from "../delete-users.ts";
import { identityStore } from "../identities.ts";
import { lastUsers } from "../last-users.ts";
import { searchUsers } from "../search-users.ts";
import type { StoreContext } from "../store-context.ts";
import { tokenStore } from "../tokens.ts";
import { userRecords } from "../user-records.ts";
import type { Shared } from "./context.ts";
import { factorStore } from "./factors.ts";
import { passkeyStore } from "./passkeys.ts";

/** What an application with passwords alone does not ask. */
export interface DeferredStores {
  readonly users: Pick<UserStore, "search" | "records" | "delete" | "disableUnlessLast" | "deleteUnlessLast">;
  readonly identities: IdentityStore;
  readonly passkeys: PasskeyStore;
  readonly factors: FactorStore;
  readonly tokens: OneTimeTokenStore;
}

/** These stores, with their statements. */
export async function loadStores(context: StoreContext, shared: Shared): Promise<DeferredStores> {
  const query = { ...context.query, ...(await context.loadDeferred()) };
  const own = { ...context, ...shared, query };
  return {
    users: { ...searchUsers(own), ...userRecords(own), ...deleteUsers(own), ...lastUsers(own) },
    identities: identityStore(own),
    passkeys: passkeyStore(own),
    factors: factorStore(own),
    tokens: tokenStore(own),
  };
}
