import { createPrivateFile } from "./database-file.ts";
import { findDriver } from "./find-driver.ts";
import { retryWhileBusy } from "./retry-while-busy.ts";

/** An open database of better-sqlite3, node:sqlite or bun:sqlite: what the three have in common and is used here. */
export interface SqliteDatabase {
  /** Makes a statement of an SQL text. */
  prepare(sql: string): SqliteStatement;
  /** Runs an SQL text that has no parameters and returns nothing. */
  exec(sql: string): unknown;
  /** Closes the file. */
  close(): unknown;
}

/** A prepared statement of such a database. */
export interface SqliteStatement {
  /** Runs the statement and returns its rows. */
  all(...parameters: any[]): unknown[];
  /** Runs the statement. */
  run(...parameters: any[]): unknown;
  /** better-sqlite3: whether the statement returns rows. If not, `all` throws. */
  readonly reader?: boolean | undefined;
  /**
   * better-sqlite3 and bun:sqlite: `false` returns numbers instead of BigInts, whatever the default of the database is.
   */
  readonly safeIntegers?: ((on: boolean) => unknown) | undefined;
  /** node:sqlite: the same. */
  readonly setReadBigInts?: ((on: boolean) => unknown) | undefined;
  /** node:sqlite: `false` returns rows as objects, whatever the default of the database is. */
  readonly setReturnArrays?: ((on: boolean) => unknown) | undefined;
  /** bun:sqlite: releases the statement. Until then a closed database keeps its files open. */
  readonly finalize?: (() => unknown) | undefined;
}

type Constructor = new (path: string) => SqliteDatabase;

/**
 * Opens a file, or `":memory:"`, with the driver of this runtime.
 *
 * @param deadline in milliseconds of `performance.now()`
 * @throws Error that names the path and has the driver's error as its cause
 */
export async function openDatabase(path: string, deadline: number): Promise<SqliteDatabase> {
  const Database = (await findDriver()) as Constructor;
  try {
    return await retryWhileBusy(deadline, () => open(Database, path));
  } catch (cause) {
    throw new Error(`The SQLite database ${JSON.stringify(path)} cannot be opened: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function open(Database: Constructor, path: string): SqliteDatabase {
  createPrivateFile(path);
  const database = new Database(path);
  try {
    // SQLite would wait for locks on the event loop. retryWhileBusy waits without blocking it.
    database.exec("pragma busy_timeout = 0");
    database.exec("pragma journal_mode = wal");
    database.exec("pragma synchronous = normal");
    // In pages, 16 MB: a page that changes often is written to the file once in four times as long.
    database.exec("pragma wal_autocheckpoint = 4000");
    // Bytes of the file that SQLite reads in place, instead of copying them from the system's cache.
    database.exec("pragma mmap_size = 2147418112");
    database.exec("pragma foreign_keys = on");
    return database;
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

/** Closes a database after an error. The first error is the useful one. */
export function closeQuietly(database: SqliteDatabase): void {
  try {
    database.close();
  } catch {
    // The database is not used again, closed or not.
  }
}
