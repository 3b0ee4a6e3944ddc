import type { UserStore } from "@latchkey/core";
import { lastUsers } from "./last-users.ts";
import { searchUsers } from "./search-users.ts";
import type { Readers } from "./managing-context.ts";
import type { StoreContext } from "./store-context.ts";
import { userRecords } from "./user-records.ts";

/** The methods with which users are managed. */
export type Managing = Pick<UserStore, "search" | "records" | "disableUnlessLast" | "deleteUnlessLast">;

/** What only who manages users needs: its code and its statements are loaded at the first use. */
export async function managing(context: StoreContext, readers: Readers): Promise<Managing> {
  const query = { ...context.query, ...(await context.loadDeferred()) };
  const own = { ...context, ...readers, query };
  return { ...searchUsers(own), ...userRecords(own), ...lastUsers(own) };
}
