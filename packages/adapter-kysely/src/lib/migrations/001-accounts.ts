import { sql } from "kysely";
import type { Step } from "./step.ts";

const types = {
  sqlite: { uuid: "text", boolean: "integer", moment: "integer", json: "text", falsy: "0" },
  postgres: { uuid: "uuid", boolean: "boolean", moment: "timestamptz", json: "jsonb", falsy: "false" },
};

/** Users, sessions, one-time tokens and counters. */
export const accounts: Step = {
  number: 1,
  name: "accounts",
  write(schema, table, language) {
    const own = types[language];
    const uuid = sql.raw(own.uuid);
    const boolean = sql.raw(own.boolean);
    const moment = sql.raw(own.moment);
    const json = sql.raw(own.json);
    const falsy = sql.raw(own.falsy);
    // One tree instead of two: a session is always looked up by its own id.
    const clustered = sql.raw(language === "sqlite" ? "without rowid" : "");

    return [
      schema
        .createTable(table("users"))
        .addColumn("id", uuid, (column) => column.primaryKey().notNull())
        .addColumn("pool", "text", (column) => column.notNull())
        .addColumn("email", "text", (column) => column.notNull())
        .addColumn("email_verified", boolean, (column) => column.notNull().defaultTo(falsy))
        .addColumn("password_hash", "text", (column) => column.notNull())
        .addColumn("metadata", json)
        .addColumn("disabled", boolean, (column) => column.notNull().defaultTo(falsy))
        .addColumn("session_version", "integer", (column) => column.notNull().defaultTo(sql.raw("1")))
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("updated_at", moment, (column) => column.notNull())
        .addUniqueConstraint(table("users_pool_email"), ["pool", "email"]),
      schema
        .createTable(table("sessions"))
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("user_id", uuid, (column) => column.notNull().references(`${table("users")}.id`).onDelete("cascade"))
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("expires_at", moment, (column) => column.notNull())
        .modifyEnd(clustered),
      schema.createIndex(table("sessions_user_id")).on(table("sessions")).column("user_id"),
      schema.createIndex(table("sessions_expires_at")).on(table("sessions")).column("expires_at"),
      schema
        .createTable(table("tokens"))
        .addColumn("hash", "text", (column) => column.primaryKey().notNull())
        .addColumn("purpose", "text", (column) => column.notNull())
        .addColumn("pool", "text", (column) => column.notNull())
        .addColumn("user_id", uuid, (column) => column.notNull().references(`${table("users")}.id`).onDelete("cascade"))
        .addColumn("payload", json)
        .addColumn("expires_at", moment, (column) => column.notNull())
        .addUniqueConstraint(table("tokens_user_id_purpose"), ["user_id", "purpose"]),
      schema.createIndex(table("tokens_expires_at")).on(table("tokens")).column("expires_at"),
      schema
        .createTable(table("counters"))
        .addColumn("key", "text", (column) => column.primaryKey().notNull())
        .addColumn("count", "integer", (column) => column.notNull())
        .addColumn("resets_at", moment, (column) => column.notNull()),
      schema.createIndex(table("counters_resets_at")).on(table("counters")).column("resets_at"),
    ];
  },
};
