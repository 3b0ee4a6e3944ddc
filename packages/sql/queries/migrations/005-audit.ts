import { sql } from "kysely";
import type { Step } from "./step.ts";

const types = {
  sqlite: { uuid: "text", moment: "integer", seq: "integer", clustered: "without rowid" },
  postgres: { uuid: "uuid", moment: "timestamptz(3)", seq: "bigint", clustered: "" },
};

/** The audit log. No row refers to a user: it stays when the user is deleted. */
export const audit: Step = {
  number: 5,
  name: "audit",
  write({ schema }, table, dialect) {
    const own = types[dialect];
    const seq = sql.raw(own.seq);
    return [
      schema
        .createTable(table("audit_log"))
        .addColumn("pool", "text", (column) => column.notNull())
        .addColumn("seq", seq, (column) => column.notNull())
        .addColumn("at", sql.raw(own.moment), (column) => column.notNull())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("actor", "text")
        .addColumn("details", "text")
        .addColumn("user_id", sql.raw(own.uuid))
        .addColumn("person", "text")
        .addColumn("salt", "text")
        .addColumn("digest", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("mac", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint(table("audit_log_seq"), ["pool", "seq"])
        .modifyEnd(sql.raw(own.clustered)),
      schema.createIndex(table("audit_log_user_id")).on(table("audit_log")).columns(["pool", "user_id", "seq"]),
      schema
        .createTable(table("audit_heads"))
        .addColumn("pool", "text", (column) => column.notNull().primaryKey())
        .addColumn("seq", seq, (column) => column.notNull())
        .addColumn("mac", "text", (column) => column.notNull())
        .modifyEnd(sql.raw(own.clustered)),
    ];
  },
};
