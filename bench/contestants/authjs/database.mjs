/** Auth.js' tables in Kysely, as the adapter's documentation has them, and a column for the password that its own tables lack. */

import Database from "better-sqlite3";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import pg from "pg";

export async function connect(database) {
  const { dialect, timestamp } = database.kind === "postgres" ? onPostgres(database) : onSqlite(database);
  const db = new Kysely({ dialect });
  await createTables(db.schema, timestamp);
  return db;
}

function onPostgres({ url, schema }) {
  const pool = new pg.Pool({ connectionString: url, max: 10, options: `-c search_path=${schema}` });
  return { dialect: new PostgresDialect({ pool }), timestamp: "timestamptz" };
}

function onSqlite({ path }) {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = normal");
  return { dialect: new SqliteDialect({ database }), timestamp: "text" };
}

/** Accounts and verification tokens are for providers that nobody uses here. */
async function createTables(schema, timestamp) {
  const required = (column) => column.notNull();
  await schema
    .createTable("User")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text")
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("emailVerified", timestamp)
    .addColumn("image", "text")
    .addColumn("password", "text", required)
    .execute();
  // The adapter gives sessions no id, and looks them up by token alone.
  await schema
    .createTable("Session")
    .addColumn("sessionToken", "text", (column) => column.primaryKey())
    .addColumn("userId", "text", (column) => column.notNull().references("User.id").onDelete("cascade"))
    .addColumn("expires", timestamp, required)
    .execute();
  await schema.createIndex("Session_userId_index").on("Session").column("userId").execute();
}
