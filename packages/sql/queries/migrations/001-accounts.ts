import { sql } from "kysely";
import type { Step } from "./step.ts";

const types = {
  sqlite: { uuid: "text", boolean: "integer", moment: "integer", json: "text", falsy: "0" },
  postgres: { uuid: "uuid", boolean: "boolean", moment: "timestamptz(3)", json: "jsonb", falsy: "false" },
};

/** Users, sessions, API keys, one-time tokens and counters. */
export const accounts: Step = {
  number: 1,
  name: "accounts",
  write({ schema }, table, dialect) {
    const own = types[dialect];
    const uuid = sql.raw(own.uuid);
    const boolean = sql.raw(own.boolean);
    const moment = sql.raw(own.moment);
    const json = sql.raw(own.json);
    const falsy = sql.raw(own.falsy);
    // One tree instead of two, for small rows that are found by their own key.
    const clustered = sql.raw(dialect === "sqlite" ? "without rowid" : "");

    return [
      schema
        .createTable(table("users"))
        .addColumn("id", uuid, (column) => column.primaryKey().notNull())
        .addColumn("pool", "text", (column) => column.notNull())
        .addColumn("email", "text", (column) => column.notNull())
        .addColumn("username", "text")
        .addColumn("email_verified", boolean, (column) => column.notNull().defaultTo(falsy))
        .addColumn("password_hash", "text", (column) => column.notNull())
        .addColumn("metadata", json)
        .addColumn("app_metadata", json)
        .addColumn("disabled", boolean, (column) => column.notNull().defaultTo(falsy))
        .addColumn("session_version", "integer", (column) => column.notNull().defaultTo(sql.raw("1")))
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("updated_at", moment, (column) => column.notNull())
        .addUniqueConstraint(table("users_pool_email"), ["pool", "email"])
        .addUniqueConstraint(table("users_pool_username"), ["pool", "username"]),
      schema.createIndex(table("users_pool_created_at")).on(table("users")).columns(["pool", "created_at", "id"]),
      // Pools that got a user by insertFirst, or that have lost a user: none of them gets a first user again.
      schema
        .createTable(table("pools"))
        .addColumn("pool", "text", (column) => column.primaryKey().notNull())
        .addColumn("claim", uuid, (column) => column.notNull())
        .modifyEnd(clustered),
      schema
        .createTable(table("sessions"))
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("user_id", uuid, (column) =>
          column
            .notNull()
            .references(`${table("users")}.id`)
            .onDelete("cascade"),
        )
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("expires_at", moment, (column) => column.notNull())
        .addColumn("ends_at", moment, (column) => column.notNull())
        .addColumn("last_used_at", moment, (column) => column.notNull())
        .addColumn("address", "text")
        .addColumn("agent", "text")
        .modifyEnd(clustered),
      schema.createIndex(table("sessions_user_id")).on(table("sessions")).columns(["user_id", "created_at"]),
      schema.createIndex(table("sessions_expires_at")).on(table("sessions")).column("expires_at"),
      schema
        .createTable(table("api_keys"))
        .addColumn("id", uuid, (column) => column.primaryKey().notNull())
        .addColumn("user_id", uuid, (column) =>
          column
            .notNull()
            .references(`${table("users")}.id`)
            .onDelete("cascade"),
        )
        .addColumn("hash", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("hint", "text", (column) => column.notNull())
        .addColumn("scopes", json, (column) => column.notNull())
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("expires_at", moment)
        .addColumn("last_used_at", moment)
        .addUniqueConstraint(table("api_keys_hash"), ["hash"]),
      schema.createIndex(table("api_keys_user_id")).on(table("api_keys")).columns(["user_id", "created_at"]),
      schema
        .createTable(table("tokens"))
        .addColumn("hash", "text", (column) => column.primaryKey().notNull())
        .addColumn("purpose", "text", (column) => column.notNull())
        .addColumn("pool", "text", (column) => column.notNull())
        .addColumn("user_id", uuid, (column) =>
          column
            .notNull()
            .references(`${table("users")}.id`)
            .onDelete("cascade"),
        )
        .addColumn("payload", json)
        .addColumn("expires_at", moment, (column) => column.notNull())
        .addUniqueConstraint(table("tokens_user_id_purpose"), ["user_id", "purpose"])
        .modifyEnd(clustered),
      schema.createIndex(table("tokens_expires_at")).on(table("tokens")).column("expires_at"),
      schema
        .createTable(table("counters"))
        .addColumn("key", "text", (column) => column.primaryKey().notNull())
        .addColumn("count", "integer", (column) => column.notNull())
        .addColumn("resets_at", moment, (column) => column.notNull())
        .modifyEnd(clustered),
      schema.createIndex(table("counters_resets_at")).on(table("counters")).column("resets_at"),
    ];
  },
};
