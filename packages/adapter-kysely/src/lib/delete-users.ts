import type { UserStore } from "@latchkey/core";
import type { Sql } from "./sql.ts";

/** Removes users with all that is theirs. */
export function deleteUsers({ executor, query }: Sql): Pick<UserStore, "delete"> {
  const steps = [query.close_pool, query.delete_sessions, query.delete_tokens, query.delete_keys, query.delete_user];
  return {
    async delete(id) {
      const results = await executor.batch(steps.map((step) => step({ id })));
      return results.at(-1)!.length > 0;
    },
  };
}
