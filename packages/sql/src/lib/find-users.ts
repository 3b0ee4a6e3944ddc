import type { Credentials, UserStore } from "@latchkey/core";
import { limitOf, readText } from "./codecs.ts";
import type { BoundStatement } from "./executor.ts";
import type { Sql } from "./sql.ts";
import { readUser } from "./user-row.ts";

/** Users as they are stored. */
export function findUsers({
  executor,
  codecs,
  query,
}: Sql): Pick<UserStore, "find" | "findByEmail" | "findByUsername" | "list"> {
  const one = async (bound: BoundStatement): Promise<Credentials | null> => {
    const [row] = await executor.all(bound);
    return row ? { user: readUser(codecs, row), passwordHash: readText(row.password_hash) } : null;
  };

  return {
    find: async (id) => one(query.find_credentials_by_id({ id: codecs.id.write(id) })),
    findByEmail: async (pool, email) => one(query.find_credentials({ pool, email })),
    findByUsername: async (pool, username) => one(query.find_credentials_by_username({ pool, username })),
    async list(pool, after, limit) {
      const page = { pool, limit: limitOf(limit) };
      const behind = after && { createdAt: codecs.moment.write(after.createdAt), id: codecs.id.write(after.id) };
      const rows = await executor.all(
        behind ? query.list_users_behind({ ...page, ...behind }) : query.list_users(page),
      );
      return rows.map((row) => readUser(codecs, row));
    },
  };
}
