import type { Credentials, UserStore } from "@latchkey/core";
import type { RowOf, TypedStatement } from "../statements/queries.ts";
import { checkLimit, readText } from "../values/codecs.ts";
import type { StoreContext } from "./store-context.ts";
import { readUser } from "./user-row.ts";

type FindUsers = Pick<UserStore, "find" | "findByEmail" | "findByUsername" | "list">;

export function findUsers({ executor, codecs, query }: StoreContext): FindUsers {
  const first = async (bound: TypedStatement<RowOf<"find_credentials">>): Promise<Credentials | null> => {
    const [row] = await executor.all(bound);
    return row ? { user: readUser(codecs, row), passwordHash: readText(row.password_hash) } : null;
  };

  return {
    find: async (id) => first(query.find_credentials_by_id({ id: codecs.id.write(id) })),
    findByEmail: async (pool, email) => first(query.find_credentials({ pool, email })),
    findByUsername: async (pool, username) => first(query.find_credentials_by_username({ pool, username })),
    async list(pool, after, limit) {
      const page = { pool, limit: checkLimit(limit) };
      const start = after && { createdAt: codecs.moment.write(after.createdAt), id: codecs.id.write(after.id) };
      const rows = await executor.all(start ? query.list_users_after({ ...page, ...start }) : query.list_users(page));
      return rows.map((row) => readUser(codecs, row));
    },
  };
}
