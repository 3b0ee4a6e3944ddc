/** A database with as many sessions as one likes. Its rows are made here and stored as JSON, thousands at a time. */

import Database from "better-sqlite3";
import { statSync } from "node:fs";
import pg from "pg";
import { postgresStorage } from "../../packages/adapter-postgres/src/index.ts";
import { sqliteStorage } from "../../packages/adapter-sqlite/src/index.ts";
import { removeDatabase, testDatabase, type DatabaseKind, type DatabaseLocation } from "../lib/test-database.ts";
import { emailOf, isExpired, LIFETIME, ownerOf, PASSWORD_HASH, PER_USER, sessionId, userId } from "./population.ts";
import type { Population } from "./population.ts";

export type Run = (sql: string, parameter: string | number) => Promise<unknown[]>;

export const began = Date.now();
const sessions = "auth_sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)";
const users = "auth_users (id, pool, email, password_hash, created_at, updated_at)";
const values = "from json_array_elements($1::json) as value, to_timestamp((value ->> 2)::bigint / 1000.0) as at";
const texts = {
  sqlite: {
    users: `insert into ${users} select value ->> 0, 'users', value ->> 1, '${PASSWORD_HASH}', value ->> 2, value ->> 2
      from json_each(?)`,
    sessions: `insert into ${sessions} select value ->> 0, value ->> 1, 1, value ->> 2, (value ->> 2) + ${LIFETIME},
      (value ->> 2) + ${LIFETIME} * 4, value ->> 2 from json_each(?)`,
    expired: "expires_at < ?",
  },
  postgres: {
    users: `insert into ${users} select (value ->> 0)::uuid, 'users', value ->> 1, '${PASSWORD_HASH}', at, at
      ${values}`,
    sessions: `insert into ${sessions} select value ->> 0, (value ->> 1)::uuid, 1, at, at + interval '7 days',
      at + interval '28 days', at ${values}`,
    expired: "expires_at < to_timestamp($1::bigint / 1000.0)",
  },
};

const sessionRow = (number: number, at: number) => [sessionId(number), userId(ownerOf(number)), Math.floor(at)];

/** Makes the users and sessions from number `from` on, in the order in which the sessions were opened. */
export async function fill(run: Run, kind: DatabaseKind, from: number, population: Population): Promise<void> {
  const { size } = population;
  async function insert(sql: string, first: number, end: number, row: (number: number) => unknown[] | null) {
    for (let at = first; at < end; at += 10_000) {
      const rows = Array.from({ length: Math.min(10_000, end - at) }, (_, index) => row(at + index));
      await run(sql, JSON.stringify(rows.filter((one) => one !== null)));
    }
  }
  const user = (number: number) => [userId(number), emailOf(number), began - LIFETIME * 3];
  await insert(texts[kind].users, from / PER_USER, size / PER_USER, user);
  for (const isOver of [true, false]) {
    const at = (number: number) => began - LIFETIME * ((isOver ? 2 : 0.99) - (0.98 * (number - from)) / (size - from));
    const row = (number: number) => (isExpired(number, population) === isOver ? sessionRow(number, at(number)) : null);
    await insert(texts[kind].sessions, from, size, row);
  }
}

/** Storage as an application opens it, and SQL on another connection. `bulk` wraps work that makes many rows. */
export function open(location: DatabaseLocation) {
  if (location.kind === "postgres") {
    const pool = new pg.Pool({ connectionString: location.url, max: 10, idleTimeoutMillis: 0 });
    const run: Run = async (sql, parameter) => (await pool.query(sql, [parameter])).rows;
    const bulk = async (work: () => Promise<void>) => {
      await work();
      await pool.query("vacuum analyze auth_users, auth_sessions");
    };
    return { storage: postgresStorage(pool), run, bulk, close: () => pool.end() };
  }
  const storage = sqliteStorage(location.path);
  const side = new Database(location.path, { timeout: 60_000 });
  const run: Run = async (sql, parameter) => {
    const statement = side.prepare(sql);
    return statement.reader ? statement.all(parameter) : [statement.run(parameter)];
  };
  /** One transaction with a large cache: random keys go all over the file. */
  const bulk = async (work: () => Promise<void>) => {
    for (const pragma of ["synchronous = off", "cache_size = -4000000"]) side.pragma(pragma);
    side.exec("begin");
    await work();
    side.exec("commit; analyze");
    for (const pragma of ["wal_checkpoint(truncate)", "cache_size = -2000", "shrink_memory"]) side.pragma(pragma);
  };
  const close = async () => {
    side.close();
    await storage.close();
  };
  return { storage, run, bulk, close };
}

export type ScaleDatabase = Awaited<ReturnType<typeof scaleDatabase>>;

export async function scaleDatabase(kind: DatabaseKind, expired: number) {
  const location = await testDatabase(kind);
  const { bulk, close, ...opened } = open(location);
  const { run } = opened;
  await opened.storage.migrate();
  let madeExpired = 0;
  const made = {
    ...opened,
    location,
    population: { size: 0, expired },
    async growTo(size: number) {
      const from = made.population.size;
      made.population = { size, expired };
      await bulk(() => fill(run, kind, from, made.population));
    },
    addExpired(count: number) {
      const row = () => [sessionId(-++madeExpired), userId(0), began - LIFETIME * 2];
      return run(texts[kind].sessions, JSON.stringify(Array.from({ length: count }, row)));
    },
    /** All sessions, and those that had expired when the bench began. */
    async count() {
      const both = `count(*) as total, count(*) filter (where ${texts[kind].expired}) as expired`;
      const [row] = (await run(`select ${both} from auth_sessions`, began)) as [
        Record<"total" | "expired", number | string>,
      ];
      return { total: Number(row.total), expired: Number(row.expired) };
    },
    /** Bytes of tables and indexes. */
    async bytes() {
      if (location.kind === "sqlite") return statSync(location.path).size;
      const sum = `select sum(pg_total_relation_size(oid)) as bytes from pg_class
        where relkind = 'r' and relnamespace = $1::regnamespace`;
      return Number(((await run(sum, location.schema)) as [{ bytes: string }])[0].bytes);
    },
    async close() {
      await close();
      await removeDatabase(location);
    },
  };
  return made;
}
