import { sql, type Compilable, type Kysely } from "kysely";
import type { Step } from "./step.ts";

/** Several tokens of a user and purpose; JSON on PostgreSQL as text, which keeps the order of its keys. */
export const tokens: Step = {
  number: 2,
  name: "tokens",
  write: (db, table, dialect) => (dialect === "sqlite" ? onSqlite(db, table) : onPostgres(db, table)),
};

/**
 * SQLite cannot drop a constraint, so the table is made anew. No other table refers to it: foreign keys may stay on.
 */
function onSqlite(db: Kysely<any>, table: (name: string) => string): Compilable[] {
  const { schema } = db;
  const [old, next, users] = [table("tokens"), table("tokens_2"), table("users")];
  const columns = ["hash", "purpose", "pool", "user_id", "payload", "expires_at"];
  return [
    schema
      .createTable(next)
      .addColumn("hash", "text", (column) => column.primaryKey().notNull())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("pool", "text", (column) => column.notNull())
      .addColumn("user_id", "text", (column) => column.notNull().references(`${users}.id`).onDelete("cascade"))
      .addColumn("payload", "text")
      .addColumn("expires_at", "integer", (column) => column.notNull())
      .modifyEnd(sql.raw("without rowid")),
    // A database whose foreign keys were off may have tokens of users that are gone, which are of no use.
    db
      .insertInto(next)
      .columns(columns)
      .expression((eb) => eb.selectFrom(old).select(columns).where("user_id", "in", eb.selectFrom(users).select("id"))),
    schema.dropTable(old),
    schema.alterTable(next).renameTo(old),
    schema.createIndex(table("tokens_expires_at")).on(old).column("expires_at"),
    tokensByUser(db, table),
  ];
}

function onPostgres(db: Kysely<any>, table: (name: string) => string): Compilable[] {
  const { schema } = db;
  const json = sql.raw("json");
  return [
    schema.alterTable(table("tokens")).dropConstraint(table("tokens_user_id_purpose")),
    tokensByUser(db, table),
    schema.alterTable(table("tokens")).alterColumn("payload", (column) => column.setDataType(json)),
    // One statement, so that the table is rewritten once.
    schema
      .alterTable(table("users"))
      .alterColumn("metadata", (column) => column.setDataType(json))
      .alterColumn("app_metadata", (column) => column.setDataType(json)),
  ];
}

function tokensByUser({ schema }: Kysely<any>, table: (name: string) => string): Compilable {
  return schema.createIndex(table("tokens_user_id")).on(table("tokens")).columns(["user_id", "purpose", "expires_at"]);
}
