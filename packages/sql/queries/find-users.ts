import type { Values, Writer } from "./query.ts";
import { userColumns } from "./columns.ts";

export function findUsers({ db, table, dialect }: Writer) {
  const users = db.selectFrom(`${table("users")} as u`).select(userColumns(dialect));
  const credentials = users.select("u.password_hash");
  const ordered = users.orderBy("u.created_at").orderBy("u.id");
  return {
    find_credentials_by_id: (value: Values<"id">) => credentials.where("u.id", "=", value.id),
    find_credentials: (value: Values<"pool" | "email">) =>
      credentials.where("u.pool", "=", value.pool).where("u.email", "=", value.email),
    find_credentials_by_username: (value: Values<"pool" | "username">) =>
      credentials.where("u.pool", "=", value.pool).where("u.username", "=", value.username),
    list_users: (value: Values<"pool" | "limit">) => ordered.where("u.pool", "=", value.pool).limit(value.limit),
    list_users_behind: (value: Values<"pool" | "createdAt" | "id" | "limit">) =>
      ordered
        .where("u.pool", "=", value.pool)
        .where((eb) => eb(eb.refTuple("u.created_at", "u.id"), ">", eb.tuple(value.createdAt, value.id)))
        .limit(value.limit),
  };
}
