/** Lucia's tables, with the guide's columns for an e-mail address and a password hash, and the two statements that it leaves to the app. */

import { NodePostgresAdapter } from "@lucia-auth/adapter-postgresql";
import { BetterSqlite3Adapter } from "@lucia-auth/adapter-sqlite";
import Database from "better-sqlite3";
import pg from "pg";

const tables = { user: "auth_user", session: "user_session" };

const schemaFor = (timestamp) => `
  create table auth_user (
    id text not null primary key,
    email text not null unique,
    password_hash text not null
  );
  create table user_session (
    id text not null primary key,
    expires_at ${timestamp} not null,
    user_id text not null references auth_user (id)
  );
  create index user_session_user_id on user_session (user_id);
`;

export const connect = (database) => (database.kind === "postgres" ? onPostgres(database) : onSqlite(database));

async function onPostgres({ url, schema }) {
  const pool = new pg.Pool({ connectionString: url, max: 10, options: `-c search_path=${schema}` });
  await pool.query(schemaFor("timestamptz"));
  return {
    adapter: new NodePostgresAdapter(pool, tables),
    /** @returns {Promise<boolean>} whether the address was free */
    async addUser(...user) {
      const added = await pool.query(
        "insert into auth_user (id, email, password_hash) values ($1, $2, $3) on conflict do nothing",
        user,
      );
      return added.rowCount === 1;
    },
    findUser: async (email) =>
      (await pool.query("select id, password_hash from auth_user where email = $1", [email])).rows[0],
    close: () => pool.end(),
  };
}

async function onSqlite({ path }) {
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = normal");
  db.exec(schemaFor("integer"));
  const insert = db.prepare("insert into auth_user (id, email, password_hash) values (?, ?, ?) on conflict do nothing");
  const find = db.prepare("select id, password_hash from auth_user where email = ?");
  return {
    adapter: new BetterSqlite3Adapter(db, tables),
    addUser: async (...user) => insert.run(...user).changes === 1,
    findUser: async (email) => find.get(email),
    close: async () => db.close(),
  };
}
