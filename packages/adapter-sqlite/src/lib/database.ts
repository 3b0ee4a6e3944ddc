import { makePrivately } from "./file.ts";
import { findDriver } from "./find-driver.ts";
import { whenFree } from "./when-free.ts";

/** What better-sqlite3, node:sqlite and bun:sqlite have in common, as far as it is used here. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  close(): unknown;
}

export interface SqliteStatement {
  all(...parameters: any[]): unknown[];
  run(...parameters: any[]): unknown;
  /** better-sqlite3 says whether rows come back, and refuses `all` when none do. */
  readonly reader?: boolean | undefined;
  /** better-sqlite3 and bun:sqlite: numbers, not BigInts, whatever the database's default is. */
  readonly safeIntegers?: ((on: boolean) => unknown) | undefined;
  /** node:sqlite: the same. */
  readonly setReadBigInts?: ((on: boolean) => unknown) | undefined;
  /** node:sqlite: rows as objects, whatever the database's default is. */
  readonly setReturnArrays?: ((on: boolean) => unknown) | undefined;
  /** bun:sqlite: until then a closed database keeps its files open. */
  readonly finalize?: (() => unknown) | undefined;
}

type Constructor = new (path: string) => SqliteDatabase;

/**
 * Opens a file (or `":memory:"`) with the driver that fits: bun:sqlite in Bun, else better-sqlite3 where it is
 * installed, else the runtime's own node:sqlite.
 */
export async function openDatabase(path: string, deadline: number): Promise<SqliteDatabase> {
  const Database = (await findDriver()) as Constructor;
  try {
    return await whenFree(deadline, () => open(Database, path));
  } catch (cause) {
    throw new Error(`The SQLite database ${JSON.stringify(path)} cannot be opened: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function open(Database: Constructor, path: string): SqliteDatabase {
  makePrivately(path);
  const database = new Database(path);
  try {
    // Waiting for another process's lock is ours to do, and never on the event loop.
    database.exec("pragma busy_timeout = 0");
    database.exec("pragma journal_mode = wal");
    database.exec("pragma synchronous = normal");
    // Pages, 16 MB: a page that is written again and again goes to the file once in four times as long.
    database.exec("pragma wal_autocheckpoint = 4000");
    // As much of a large file as SQLite maps is read in place, instead of copied page by page from the system's cache.
    database.exec("pragma mmap_size = 2147418112");
    database.exec("pragma foreign_keys = on");
    return database;
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

/** For what is given up: the error before is the one to tell. */
export function closeQuietly(database: SqliteDatabase): void {
  try {
    database.close();
  } catch {
    // It is of no more use either way.
  }
}
