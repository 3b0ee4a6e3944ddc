import type { Credentials, UserStore } from "@latchkey/core";
import type { Bound } from "./executor.ts";
import type { Sql } from "./sql.ts";
import { readUser } from "./user-row.ts";

/** Users as they are stored. */
export function findUsers({ executor, codecs, query }: Sql): Pick<UserStore, "find" | "findByEmail" | "findByUsername" | "list"> {
  const one = async (bound: Bound): Promise<Credentials | null> => {
    const [row] = await executor.all(bound);
    return row ? { user: readUser(codecs, row), passwordHash: row.password_hash as string } : null;
  };

  return {
    find: (id) => one(query.find_credentials_by_id({ id })),
    findByEmail: (pool, email) => one(query.find_credentials({ pool, email })),
    findByUsername: (pool, username) => one(query.find_credentials_by_username({ pool, username })),
    async list(pool, after, limit) {
      const behind = after && query.list_users_behind({ pool, limit, createdAt: codecs.moment.write(after.createdAt), id: after.id });
      const rows = await executor.all(behind ?? query.list_users({ pool, limit }));
      return rows.map((row) => readUser(codecs, row));
    },
  };
}
