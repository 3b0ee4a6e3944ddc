import type { UserStore } from "@latchkey/core";
import { changeAccess } from "./change-access.ts";
import { changeIdentity } from "./change-identity.ts";
import { deleteUsers } from "./delete-users.ts";
import { findUsers } from "./find-users.ts";
import { insertUsers } from "./insert-users.ts";
import { managedUsers } from "./managed-users.ts";
import type { StoreContext } from "./store-context.ts";

export function userStore(context: StoreContext): UserStore {
  return {
    ...insertUsers(context),
    ...findUsers(context),
    ...changeIdentity(context),
    ...changeAccess(context),
    ...deleteUsers(context),
    ...managedUsers(context),
  };
}
