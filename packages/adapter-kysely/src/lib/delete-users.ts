import type { UserStore } from "@latchkey/core";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";

/** Removes users with all that is theirs: a database that was handed in may have its foreign keys switched off. */
export function deleteUsers({ db, table, executor }: Sql): Pick<UserStore, "delete"> {
  const users = table("users");
  // The pool has had a user, and is to remember that.
  const closePool = prepare<"id">("close_pool", (value) =>
    db
      .insertInto(table("pools"))
      .columns(["pool", "claim"])
      .expression((eb) => eb.selectFrom(`${users} as u`).select(["u.pool", "u.id as claim"]).where("u.id", "=", value.id))
      .onConflict((conflict) => conflict.doNothing()),
  );
  const deleteSessions = prepare<"id">("delete_sessions", (value) => db.deleteFrom(table("sessions")).where("user_id", "=", value.id));
  const deleteTokens = prepare<"id">("delete_tokens", (value) => db.deleteFrom(table("tokens")).where("user_id", "=", value.id));
  const deleteApiKeys = prepare<"id">("delete_keys", (value) => db.deleteFrom(table("api_keys")).where("user_id", "=", value.id));
  const deleteUser = prepare<"id">("delete_user", (value) => db.deleteFrom(users).where("id", "=", value.id).returning("id"));

  return {
    async delete(id) {
      const results = await executor.batch([closePool, deleteSessions, deleteTokens, deleteApiKeys, deleteUser].map((query) => query({ id })));
      return results.at(-1)!.length > 0;
    },
  };
}
