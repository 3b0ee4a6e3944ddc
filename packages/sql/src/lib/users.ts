import type { UserStore } from "@latchkey/core";
import { changeAccess } from "./change-access.ts";
import { changeIdentity } from "./change-identity.ts";
import { deleteUsers } from "./delete-users.ts";
import { findUsers } from "./find-users.ts";
import { insertUsers } from "./insert-users.ts";
import type { Sql } from "./sql.ts";

export function userStore(sql: Sql): UserStore {
  return { ...insertUsers(sql), ...findUsers(sql), ...changeIdentity(sql), ...changeAccess(sql), ...deleteUsers(sql) };
}
