import { sql } from "kysely";
import { keyColumns, userColumns } from "./columns.ts";
import type { Values, Writer } from "./query.ts";

type NewKey =
  | "id"
  | "userId"
  | "hash"
  | "name"
  | "hint"
  | "scopes"
  | "createdAt"
  | "expiresAt"
  | "lastUsedAt"
  | "sessionVersion";

export function apiKeys({ db, table, dialect }: Writer) {
  const keys = table("api_keys");
  return {
    /** On PostgreSQL the share lock makes it wait for a change of the user, and lose; or the change waits, and sees the key. */
    insert_api_key: (value: Values<NewKey>) =>
      db
        .insertInto(keys)
        .columns(["id", "user_id", "hash", "name", "hint", "scopes", "created_at", "expires_at", "last_used_at"])
        .expression((eb) =>
          eb
            .selectFrom(`${table("users")} as u`)
            .select([
              value.id.as("id"),
              "u.id as user_id",
              value.hash.as("hash"),
              value.name.as("name"),
              value.hint.as("hint"),
            ])
            .select([value.scopes.as("scopes"), value.createdAt.as("created_at"), value.expiresAt.as("expires_at")])
            .select(value.lastUsedAt.as("last_used_at"))
            .where("u.id", "=", value.userId)
            .where("u.session_version", "=", value.sessionVersion)
            .$if(dialect === "postgres", (query) => query.forShare()),
        )
        .returning("id"),
    find_api_key: (value: Values<"hash">) =>
      db
        .selectFrom(`${keys} as k`)
        .innerJoin(`${table("users")} as u`, "u.id", "k.user_id")
        .select([...userColumns(dialect), ...keyColumns(dialect)])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("k.hash", "=", sql<string>`(select ${value.hash})`),
    list_api_keys: (value: Values<"userId">) =>
      db
        .selectFrom(`${keys} as k`)
        .select(keyColumns(dialect))
        .where("k.user_id", "=", value.userId)
        .orderBy("k.created_at", "desc")
        .limit((eb) => eb.lit(100)),
    touch_api_key: (value: Values<"id" | "at">) =>
      db.updateTable(keys).set({ last_used_at: value.at }).where("id", "=", value.id),
    delete_api_key: (value: Values<"id" | "userId">) =>
      db.deleteFrom(keys).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
    delete_api_keys: (value: Values<"userId">) =>
      db.deleteFrom(keys).where("user_id", "=", value.userId).returning("id"),
    /** Behind a new password of the same batch: only if that was set. */
    delete_api_keys_behind: (value: Values<"userId" | "passwordHash">) =>
      db
        .deleteFrom(keys)
        .where("user_id", "=", (eb) =>
          eb
            .selectFrom(`${table("users")} as u`)
            .select("u.id")
            .where("u.id", "=", value.userId)
            .where("u.password_hash", "=", value.passwordHash),
        )
        .returning("id"),
  };
}
