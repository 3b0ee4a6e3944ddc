import { sqlite, sqlStorage, type StorageOptions } from "@latchkey/adapter-kysely";
import type { Storage } from "@latchkey/core";
import { openDatabase, type SqliteDatabase } from "./database.ts";
import { sqliteExecutor } from "./executor.ts";

export interface SqliteStorageOptions extends StorageOptions {}

/**
 * Storage in one SQLite file, or in a database that the application has open already (better-sqlite3, node:sqlite or
 * bun:sqlite), whose settings are left alone.
 *
 * A file is opened at first use in WAL mode, so several processes may share it; `close()` closes it.
 */
export function sqliteStorage(pathOrDatabase: string | SqliteDatabase, options: SqliteStorageOptions = {}): Storage {
  return sqlStorage({ ...options, language: sqlite, executor: executorFor(pathOrDatabase) });
}

function executorFor(pathOrDatabase: string | SqliteDatabase) {
  if (typeof pathOrDatabase === "string" && pathOrDatabase !== "") {
    return sqliteExecutor((deadline) => openDatabase(pathOrDatabase, deadline), (database) => database.close());
  }
  if (typeof pathOrDatabase === "object" && typeof pathOrDatabase?.prepare === "function") {
    return sqliteExecutor(async () => pathOrDatabase, () => {});
  }
  throw new TypeError('sqliteStorage takes the path of a file, like "auth.db", or an open SQLite database');
}
