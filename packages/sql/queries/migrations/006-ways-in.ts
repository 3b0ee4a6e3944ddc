import { sql } from "kysely";
import type { Step } from "./step.ts";

const types = {
  sqlite: {
    uuid: "text",
    moment: "integer",
    boolean: "integer",
    long: "integer",
    json: "text",
    clustered: "without rowid",
  },
  postgres: { uuid: "uuid", moment: "timestamptz(3)", boolean: "boolean", long: "bigint", json: "json", clustered: "" },
};

/** Passkeys, and second factors with their recovery codes. */
export const waysIn: Step = {
  number: 6,
  name: "ways_in",
  write({ schema }, table, dialect) {
    const own = types[dialect];
    const [uuid, moment, long] = [sql.raw(own.uuid), sql.raw(own.moment), sql.raw(own.long)];
    const boolean = sql.raw(own.boolean);
    const users = `${table("users")}.id`;
    return [
      schema
        .createTable(table("passkeys"))
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("user_id", uuid, (column) => column.notNull().references(users).onDelete("cascade"))
        .addColumn("public_key", "text", (column) => column.notNull())
        .addColumn("counter", long, (column) => column.notNull())
        .addColumn("transports", sql.raw(own.json), (column) => column.notNull())
        .addColumn("backup_eligible", boolean, (column) => column.notNull())
        .addColumn("backed_up", boolean, (column) => column.notNull())
        .addColumn("aaguid", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("last_used_at", moment),
      schema.createIndex(table("passkeys_user_id")).on(table("passkeys")).columns(["user_id", "created_at"]),
      schema
        .createTable(table("factors"))
        .addColumn("user_id", uuid, (column) => column.primaryKey().notNull().references(users).onDelete("cascade"))
        .addColumn("secret", "text", (column) => column.notNull())
        .addColumn("last_step", long, (column) => column.notNull())
        .addColumn("trusted_since", moment, (column) => column.notNull())
        .addColumn("created_at", moment, (column) => column.notNull())
        .modifyEnd(sql.raw(own.clustered)),
      schema
        .createTable(table("recovery_codes"))
        .addColumn("user_id", uuid, (column) => column.notNull().references(users).onDelete("cascade"))
        .addColumn("hash", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint(table("recovery_codes_hash"), ["user_id", "hash"])
        .modifyEnd(sql.raw(own.clustered)),
    ];
  },
};
