import { sql } from "kysely";
import type { Step } from "./step.ts";

const types = {
  sqlite: { uuid: "text", moment: "integer", epoch: "0", clustered: "without rowid" },
  postgres: { uuid: "uuid", moment: "timestamptz(3)", epoch: "'epoch'", clustered: "" },
};

/**
 * Accounts at providers, and how a session was opened. The defaults are for sessions that are there, and for those that
 * processes of the version before open meanwhile: all of them came by a password, at a time that was not kept.
 */
export const identities: Step = {
  number: 3,
  name: "identities",
  write({ schema }, table, dialect) {
    const own = types[dialect];
    const moment = sql.raw(own.moment);
    return [
      schema
        .alterTable(table("sessions"))
        .addColumn("proved_at", moment, (column) => column.notNull().defaultTo(sql.raw(own.epoch))),
      schema
        .alterTable(table("sessions"))
        .addColumn("methods", "text", (column) => column.notNull().defaultTo(sql.raw("'password'"))),
      schema
        .createTable(table("identities"))
        .addColumn("pool", "text", (column) => column.notNull())
        .addColumn("provider", "text", (column) => column.notNull())
        .addColumn("subject", "text", (column) => column.notNull())
        .addColumn("user_id", sql.raw(own.uuid), (column) =>
          column
            .notNull()
            .references(`${table("users")}.id`)
            .onDelete("cascade"),
        )
        .addColumn("email", "text")
        .addColumn("tokens", "text")
        .addColumn("created_at", moment, (column) => column.notNull())
        .addColumn("last_used_at", moment, (column) => column.notNull())
        .addPrimaryKeyConstraint(table("identities_name"), ["pool", "provider", "subject"])
        .modifyEnd(sql.raw(own.clustered)),
      schema.createIndex(table("identities_user_id")).on(table("identities")).columns(["user_id", "created_at"]),
    ];
  },
};
