import type { Credentials, UserStore } from "@latchkey/core";
import type { Bound } from "./executor.ts";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";
import { readUser, userColumns } from "./user-row.ts";

type Find = Pick<UserStore, "find" | "findByEmail" | "findByUsername" | "list">;

/** Users as they are stored. */
export function findUsers(sql: Sql): Find {
  const { executor, codecs } = sql;
  const statements = findStatements(sql);
  const one = async (bound: Bound): Promise<Credentials | null> => {
    const [row] = await executor.all(bound);
    return row ? { user: readUser(codecs, row), passwordHash: row.password_hash as string } : null;
  };

  return {
    find: (id) => one(statements.find({ id })),
    findByEmail: (pool, email) => one(statements.findByEmail({ pool, email })),
    findByUsername: (pool, username) => one(statements.findByUsername({ pool, username })),
    async list(pool, after, limit) {
      const values = { pool, limit };
      const behind = after && statements.listBehind({ ...values, createdAt: codecs.moment.write(after.createdAt), id: after.id });
      const rows = await executor.all(behind ?? statements.list(values));
      return rows.map((row) => readUser(codecs, row));
    },
  };
}

function findStatements({ db, table }: Sql) {
  const users = db.selectFrom(`${table("users")} as u`).select(userColumns);
  const credentials = users.select("u.password_hash");
  const ordered = users.orderBy("u.created_at").orderBy("u.id");
  return {
    find: prepare<"id">("find_credentials_by_id", (value) => credentials.where("u.id", "=", value.id)),
    findByEmail: prepare<"pool" | "email">("find_credentials", (value) =>
      credentials.where("u.pool", "=", value.pool).where("u.email", "=", value.email),
    ),
    findByUsername: prepare<"pool" | "username">("find_credentials_by_username", (value) =>
      credentials.where("u.pool", "=", value.pool).where("u.username", "=", value.username),
    ),
    list: prepare<"pool" | "limit">("list_users", (value) => ordered.where("u.pool", "=", value.pool).limit(value.limit)),
    listBehind: prepare<"pool" | "createdAt" | "id" | "limit">("list_users_behind", (value) =>
      ordered
        .where("u.pool", "=", value.pool)
        .where((eb) => eb(eb.refTuple("u.created_at", "u.id"), ">", eb.tuple(value.createdAt, value.id)))
        .limit(value.limit),
    ),
  };
}
