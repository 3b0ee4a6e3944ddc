import type { Values, Writer } from "./query.ts";

/** A user with all that is theirs: a database that was handed in may have its foreign keys switched off. */
export function deleteUsers({ db, table }: Writer) {
  const users = table("users");
  return {
    // The pool has had a user, and is to remember that.
    close_pool: (value: Values<"id">) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression((eb) => eb.selectFrom(`${users} as u`).select(["u.pool", "u.id as claim"]).where("u.id", "=", value.id))
        .onConflict((conflict) => conflict.doNothing()),
    delete_sessions: (value: Values<"id">) => db.deleteFrom(table("sessions")).where("user_id", "=", value.id),
    delete_tokens: (value: Values<"id">) => db.deleteFrom(table("tokens")).where("user_id", "=", value.id),
    delete_keys: (value: Values<"id">) => db.deleteFrom(table("api_keys")).where("user_id", "=", value.id),
    delete_user: (value: Values<"id">) => db.deleteFrom(users).where("id", "=", value.id).returning("id"),
  };
}
