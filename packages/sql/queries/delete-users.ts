import { sql, type DeleteQueryBuilder, type DeleteResult } from "kysely";
import type { Values, Writer } from "./query.ts";
import type { Tables } from "./tables.ts";

/**
 * A user with all that is theirs: a database that was handed in may have its foreign keys switched off. What was theirs
 * goes once the user is gone, so nothing goes where the user stays.
 */
export function deleteUsers({ db, table }: Writer) {
  const users = table("users");
  const isGone = (id: Values<"id">["id"]) =>
    sql<boolean>`not exists ${db.selectFrom(`${users} as u`).select("u.id").where("u.id", "=", id)}`;
  const orphans = <Name extends "sessions" | "tokens" | "api_keys">(name: Name, { id }: Values<"id">) =>
    (db.deleteFrom(table(name)) as DeleteQueryBuilder<Tables, "sessions" | "tokens" | "api_keys", DeleteResult>)
      .where("user_id", "=", id)
      .where(isGone(id));
  return {
    // The pool has had a user, and is to remember that.
    close_pool: (value: Values<"id">) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression((eb) =>
          eb.selectFrom(`${users} as u`).select(["u.pool", "u.id as claim"]).where("u.id", "=", value.id),
        )
        .onConflict((conflict) => conflict.doNothing()),
    delete_user: (value: Values<"id" | "version">) =>
      db
        .deleteFrom(users)
        .where("id", "=", value.id)
        .where(sql<boolean>`session_version = coalesce(${value.version}, session_version)`)
        .returning("id"),
    delete_sessions: (value: Values<"id">) => orphans("sessions", value),
    delete_tokens: (value: Values<"id">) => orphans("tokens", value),
    delete_keys: (value: Values<"id">) => orphans("api_keys", value),
  };
}
