import { isUnset, missingDatabase, sqlite, sqlStorage, type StorageOptions } from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { closeQuietly, openDatabase, type SqliteDatabase } from "./database.ts";
import { sqliteExecutor } from "./executor.ts";
import { checkPlace } from "./file.ts";
import { pathOf } from "./path.ts";

export interface SqliteStorageOptions extends StorageOptions {}

/**
 * Storage in one SQLite file, or in a database that the application has open already (better-sqlite3, node:sqlite or
 * bun:sqlite), whose settings are left alone.
 *
 * A file is opened at first use in WAL mode, so several processes may share it; `close()` closes it. Where there is none,
 * one is made for its owner alone (0600).
 *
 * @param pathOrDatabase a path, `":memory:"`, a URL like `"file:auth.db"` or `"sqlite:///var/lib/app/auth.db"`, or a database
 * One that is not set (`undefined`, `""`), as in a build, is missed at the first use.
 *
 * @throws TypeError for anything else, and for a folder that is not there or may not be written
 */
export function sqliteStorage(
  pathOrDatabase: string | SqliteDatabase | undefined,
  options: SqliteStorageOptions = {},
): Storage {
  return sqlStorage({ ...options, dialect: sqlite, executor: executorFor(pathOrDatabase) });
}

function executorFor(pathOrDatabase: string | SqliteDatabase | undefined) {
  if (isUnset(pathOrDatabase)) {
    return missingDatabase(
      "sqliteStorage got no database: pass the path of a file or an open database, and see that its variable is set",
    );
  }
  if (typeof pathOrDatabase === "string") {
    const path = pathOf(pathOrDatabase);
    checkPlace(path);
    const open = (deadline: number) => openDatabase(path, deadline);
    return sqliteExecutor({ open, close: (database) => database.close(), discard: closeQuietly });
  }
  if (typeof pathOrDatabase === "object" && typeof pathOrDatabase?.prepare === "function") {
    return sqliteExecutor({ open: async () => pathOrDatabase, close: () => {}, discard: () => {} });
  }
  throw new TypeError('sqliteStorage takes the path of a file, like "auth.db", or an open SQLite database');
}
