import type { UserStore } from "@latchkey/core";
import { changeAccess } from "./change-access.ts";
import { changeIdentity } from "./change-identity.ts";
import type { DeferredStores } from "./deferred/stores.ts";
import { findUsers } from "./find-users.ts";
import { insertUsers } from "./insert-users.ts";
import type { StoreContext } from "./store-context.ts";

export function userStore(context: StoreContext, deferred: DeferredStores["users"]): UserStore {
  return {
    ...insertUsers(context),
    ...findUsers(context),
    ...changeIdentity(context),
    ...changeAccess(context),
    ...deferred,
  };
}
