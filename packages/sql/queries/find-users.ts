import { integer, text } from "./kinds.ts";
import { readUser, userColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { id, pool, email, created_at, password_hash } = tables.users;
const credentialColumns = { ...userColumns, password_hash };

export function findUsers({ db }: QueryContext) {
  const users = db.selectFrom(`${table("users")} as u`).select(readUser);
  const credentials = users.select("u.password_hash");
  const ordered = users.orderBy("u.created_at").orderBy("u.id");
  return {
    find_credentials_by_id: statement({ id }, credentialColumns, (value) => credentials.where("u.id", "=", value.id)),
    find_credentials: statement({ pool, email }, credentialColumns, (value) =>
      credentials.where("u.pool", "=", value.pool).where("u.email", "=", value.email),
    ),
    find_credentials_by_username: statement({ pool, username: text }, credentialColumns, (value) =>
      credentials.where("u.pool", "=", value.pool).where("u.username", "=", value.username),
    ),
    list_users: statement({ pool, limit: integer }, userColumns, (value) =>
      ordered.where("u.pool", "=", value.pool).limit(value.limit),
    ),
    list_users_after: statement({ pool, createdAt: created_at, id, limit: integer }, userColumns, (value) =>
      ordered
        .where("u.pool", "=", value.pool)
        .where((eb) => eb(eb.refTuple("u.created_at", "u.id"), ">", eb.tuple(value.createdAt, value.id)))
        .limit(value.limit),
    ),
  };
}
