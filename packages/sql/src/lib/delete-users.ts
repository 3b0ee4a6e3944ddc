import type { UserStore } from "@latchkey/core";
import type { Sql } from "./sql.ts";

/** Removes users with all that is theirs. */
export function deleteUsers({ codecs, executor, query }: Sql): Pick<UserStore, "delete"> {
  const orphans = [query.delete_sessions, query.delete_tokens, query.delete_keys];
  return {
    async delete(userId, sessionVersion) {
      const id = codecs.id.write(userId);
      const user = query.delete_user({ id, version: sessionVersion ?? null });
      const [, deleted] = await executor.batch([
        query.close_pool({ id }),
        user,
        ...orphans.map((orphan) => orphan({ id })),
      ]);
      return deleted!.length > 0;
    },
  };
}
