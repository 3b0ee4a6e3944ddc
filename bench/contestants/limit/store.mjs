/** The limit's statements: prepared once on SQLite; named, and one round trip an operation, on PostgreSQL. */

import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import pg from "pg";
import { openPool, openSqlite } from "../shared.mjs";

const columns = "id, email, email_verified, metadata, created_at, updated_at";
const alive = "select user_id from sessions where id = $1 and expires_at > $2";
const statements = {
  // With a join, SQLite would plan this again at each run.
  find: `select ${columns} from users where id = (${alive})`,
  findByEmail: `select ${columns}, password_hash from users where email = $1`,
  insertUser: `insert into users (id, email, password_hash, created_at, updated_at) values ($1, $2, $3, $4, $5)
    on conflict do nothing`,
  insertSession: "insert into sessions (id, user_id, created_at, expires_at) values ($1, $2, $3, $4)",
  extend: "update sessions set expires_at = $1 where id = $2 and expires_at > $3 returning user_id",
  list: `select id, created_at, expires_at from sessions where user_id = (${alive}) and expires_at > $3
    order by created_at desc limit 100`,
  end: "delete from sessions where id = $1",
};
const tables = (kind) => readFileSync(new URL(`${kind}.sql`, import.meta.url), "utf8");

// `get`, `all` and `run` take the name of a statement and its values. `insert` makes both rows or none, and says which.
// `date` turns milliseconds into what the database takes.
export const openStore = (database) => (database.kind === "sqlite" ? onSqlite(database) : onPostgres(database));

function onSqlite(location) {
  const db = openSqlite(Database, location, tables("sqlite"));
  db.pragma("foreign_keys = on");
  const prepare = (text) => db.prepare(text.replaceAll(/\$\d/g, "?"));
  const prepared = Object.fromEntries(Object.entries(statements).map(([name, text]) => [name, prepare(text)]));
  const [begin, commit, rollback] = ["begin immediate", "commit", "rollback"].map(prepare);
  return {
    date: (milliseconds) => milliseconds,
    get: (name, ...values) => prepared[name].get(...values),
    all: (name, ...values) => prepared[name].all(...values),
    run: (name, ...values) => prepared[name].run(...values),
    insert(user, session) {
      begin.run();
      try {
        const { changes } = prepared.insertUser.run(...user);
        if (changes === 1) prepared.insertSession.run(...session);
        commit.run();
        return changes === 1;
      } catch (error) {
        rollback.run();
        throw error;
      }
    },
  };
}

async function onPostgres(location) {
  const pool = await openPool(pg.Pool, location, tables("postgres"));
  const insertBoth = `with added as (${statements.insertUser} returning id)
    insert into sessions (id, user_id, created_at, expires_at) select $6, id, $7, $8 from added returning id`;
  const texts = { ...statements, insertBoth };
  const all = async (name, ...values) => (await pool.query({ name, text: texts[name], values })).rows;
  return {
    date: (milliseconds) => new Date(milliseconds),
    get: async (name, ...values) => (await all(name, ...values))[0],
    all,
    run: all,
    insert: async (user, [id, , createdAt, expiresAt]) =>
      (await all("insertBoth", ...user, id, createdAt, expiresAt)).length === 1,
  };
}
