import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { kyselyStorage, type KyselyStorageOptions } from "@latchkey/adapter-kysely";
import type { Storage } from "@latchkey/core";
import { createClient } from "@libsql/client";
import { LibsqlDialect } from "@libsql/kysely-libsql";
import BetterSqlite3 from "better-sqlite3";
import { CompiledQuery, Kysely, PGliteDialect, PostgresDialect, SqliteDialect, type Dialect } from "kysely";
import * as kysely028 from "kysely-0.28";
import { PostgresJSDialect } from "kysely-postgres-js";
import pg from "pg";
import postgres from "postgres";
import { TABLE_NAMES } from "../../../test/support/table-names.ts";

/** An application's instance over an empty place in a database, and a storage over it. */
export interface Opened {
  readonly db: Kysely<any>;
  readonly options: KyselyStorageOptions;
  readonly storage: Storage;
  /** Another instance with connections of its own to the same place, if it takes more than one. */
  readonly reopen: (() => Promise<Kysely<any>>) | null;
  /** Leaves nothing of it. */
  readonly close: () => Promise<void>;
}

export interface Kind {
  readonly name: string;
  readonly dialect: "sqlite" | "postgres";
  readonly open: () => Promise<Opened>;
}

type KyselyOf = { new (settings: { dialect: any }): unknown };

/** In memory where there is such a place: these tests ask much, and nothing about the disk. */
const FILES = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export const isBun = "Bun" in globalThis;

export function postgresUrl(): string {
  return process.env.TEST_POSTGRES_URL ?? "set TEST_POSTGRES_URL to a PostgreSQL server";
}

/** A prefix that no other suite has: all of them share one database. */
export function freshPrefix(): string {
  return `k${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}_`;
}

export async function dropTables(db: Kysely<any>, prefix: string): Promise<void> {
  const tables = TABLE_NAMES.map((name) => prefix + name).join(", ");
  await db.withoutPlugins().executeQuery(CompiledQuery.raw(`drop table if exists ${tables} cascade`));
}

/** A SQLite file of its own, which is gone afterwards. */
export function sqlite(
  name: string,
  open: (path: string) => Dialect | Promise<Dialect>,
  Class: KyselyOf = Kysely,
): Kind {
  return {
    name,
    dialect: "sqlite",
    async open() {
      const folder = mkdtempSync(join(FILES, "latchkey-kysely-"));
      const reopen = async () => new Class({ dialect: await open(join(folder, "app.db")) }) as Kysely<any>;
      const db = await reopen();
      const options = { dialect: "sqlite" } as const;
      return {
        db,
        options,
        reopen,
        storage: kyselyStorage(db, options),
        async close() {
          await db.destroy();
          rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
        },
      };
    },
  };
}

/** Tables of its own on the server of the tests. */
function onServer(name: string, open: () => Dialect, Class: KyselyOf = Kysely): Kind {
  return {
    name,
    dialect: "postgres",
    async open() {
      const reopen = async () => new Class({ dialect: open() }) as Kysely<any>;
      const db = await reopen();
      const options = { dialect: "postgres", prefix: freshPrefix() } as const;
      return {
        db,
        options,
        reopen,
        storage: kyselyStorage(db, options),
        async close() {
          await dropTables(db, options.prefix);
          await db.destroy();
        },
      };
    },
  };
}

/** A PostgreSQL in this process, with one session. */
function inProcess(name: string): Kind {
  return {
    name,
    dialect: "postgres",
    async open() {
      const db = new Kysely<any>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) });
      const options = { dialect: "postgres" } as const;
      return { db, options, storage: kyselyStorage(db, options), reopen: null, close: () => db.destroy() };
    },
  };
}

/** A pool whose idle connections may end without ending the process. */
export function openPool(settings: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: postgresUrl(), max: 10, ...settings });
  pool.on("error", () => {});
  return pool;
}

const quiet = { max: 10, onnotice: () => {} };

export function postgresJs(url: string): Dialect {
  return new PostgresJSDialect({ postgres: postgres(url, quiet) });
}

const pgDialect = (settings?: pg.PoolConfig) => new PostgresDialect({ pool: openPool(settings) });

/** As applications open one, but that it does not wait for the disk. */
export function betterSqlite3(path: string): BetterSqlite3.Database {
  const database = new BetterSqlite3(path, { timeout: 0 });
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = off");
  return database;
}

const betterDialect = (path: string) => new SqliteDialect({ database: betterSqlite3(path) });

/** bun:sqlite says by its columns whether rows come back. */
async function bunSqlite(path: string, settings = {}): Promise<Dialect> {
  const name = "bun:sqlite";
  const { Database } = (await import(name)) as { Database: new (path: string, settings: object) => BunDatabase };
  const database = new Database(path, { create: true, readwrite: true, ...settings });
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = database.prepare(sql);
        return {
          reader: statement.columnNames.length > 0,
          all: (parameters) => statement.all(...parameters),
          run: (parameters) => statement.run(...parameters),
          iterate: (parameters) => statement.iterate(...parameters),
        };
      },
    },
  });
}

/** Bun's own client of PostgreSQL, which looks like postgres.js. */
function bunSql(): Dialect {
  const { SQL } = (globalThis as unknown as { Bun: { SQL: new (url: string, settings: object) => postgres.Sql } }).Bun;
  return new PostgresJSDialect({ postgres: new SQL(postgresUrl(), { max: 10 }) });
}

interface BunDatabase {
  close(): void;
  prepare(sql: string): {
    readonly columnNames: readonly string[];
    all(...parameters: readonly unknown[]): unknown[];
    run(...parameters: readonly unknown[]): { changes: number; lastInsertRowid: number };
    iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  };
}

/** The drivers as they come. */
export const kinds: readonly Kind[] = [
  onServer("pg", pgDialect),
  onServer("postgres.js", () => postgresJs(postgresUrl())),
  inProcess("PGlite"),
  sqlite("better-sqlite3", betterDialect),
  sqlite("libSQL", (path) => new LibsqlDialect({ client: createClient({ url: `file:${path}` }) as never })),
  // In Deno it is a client for servers alone.
  ...("Deno" in globalThis
    ? []
    : [sqlite("libSQL, the client that its dialect brings", (path) => new LibsqlDialect({ url: `file:${path}` }))]),
  ...(isBun ? [sqlite("bun:sqlite", bunSqlite), onServer("Bun.SQL", bunSql)] : []),
];

/** The same, told to hand out values in another way, or by an older Kysely. */
export const oddKinds: readonly Kind[] = [
  onServer("pg, SERIALIZABLE, with BigInts and JSON as text", () =>
    pgDialect({
      options:
        "-c default_transaction_isolation=serializable -c datestyle=German " +
        "-c timezone=Asia/Kathmandu -c extra_float_digits=-15",
      types: {
        getTypeParser(oid: number, format?: "text" | "binary") {
          if (oid === 20 || oid === 23) return BigInt;
          return oid === 114 || oid === 3802 ? String : pg.types.getTypeParser(oid, format as "text");
        },
      } as pg.CustomTypesConfig,
    }),
  ),
  onServer("postgres.js, with BigInts and debugging", () => {
    const types = { bigint: postgres.BigInt };
    return new PostgresJSDialect({
      postgres: postgres(postgresUrl(), { ...quiet, types, debug: () => {} }),
    });
  }),
  sqlite("better-sqlite3, with BigInts and without foreign keys", (path) => {
    const database = betterSqlite3(path).defaultSafeIntegers(true);
    database.pragma("foreign_keys = off");
    return new SqliteDialect({ database });
  }),
  sqlite("libSQL, with BigInts", (path) => {
    return new LibsqlDialect({ client: createClient({ url: `file:${path}`, intMode: "bigint" }) as never });
  }),
  sqlite(
    "better-sqlite3 with Kysely 0.28.0",
    (path) => new kysely028.SqliteDialect({ database: betterSqlite3(path) }) as unknown as Dialect,
    kysely028.Kysely,
  ),
  onServer(
    "pg with Kysely 0.28.0",
    () => new kysely028.PostgresDialect({ pool: openPool() }) as unknown as Dialect,
    kysely028.Kysely,
  ),
  ...(isBun ? [sqlite("bun:sqlite, with BigInts", (path) => bunSqlite(path, { safeIntegers: true }))] : []),
];
