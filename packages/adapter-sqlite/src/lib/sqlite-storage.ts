import { isUnset, missingDatabase, sqlite, sqlStorage, type StorageOptions } from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { checkLocation } from "./database-file.ts";
import { readPath } from "./database-path.ts";
import { closeQuietly, openDatabase, type SqliteDatabase } from "./database.ts";
import { sqliteExecutor } from "./executor.ts";

/** The options of `sqliteStorage`. */
export interface SqliteStorageOptions extends StorageOptions {}

/**
 * Storage in a SQLite file, or in an open database of better-sqlite3, node:sqlite or bun:sqlite.
 *
 * A file is opened at first use, in WAL mode, so several processes may share it. `close()` closes it. A missing file is
 * created for its owner alone (mode 0600). An open database keeps its settings, and stays open.
 *
 * @param pathOrDatabase a path, `":memory:"`, a URL like `"file:auth.db"` or `"sqlite:///var/lib/app/auth.db"`, or an
 * open database. When it is not set (`undefined`, `null` or `""`), as in a build, every operation rejects with
 * `DATABASE_MISSING`.
 * @throws TypeError for anything else, for a folder that is missing or not writable, and for an option that is not
 * valid
 *
 * @example
 * const auth = createAuth({ storage: sqliteStorage("auth.db"), secret: process.env.AUTH_SECRET });
 *
 * @example
 * import { DatabaseSync } from "node:sqlite";
 *
 * const storage = sqliteStorage(new DatabaseSync("app.db"), { prefix: "accounts_" });
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
    const path = readPath(pathOrDatabase);
    checkLocation(path);
    const open = (deadline: number) => openDatabase(path, deadline);
    return sqliteExecutor({ open, close: (database) => database.close(), discard: closeQuietly });
  }
  if (typeof pathOrDatabase === "object" && typeof pathOrDatabase?.prepare === "function") {
    return sqliteExecutor({ open: async () => pathOrDatabase, close: () => {}, discard: () => {} });
  }
  throw new TypeError('sqliteStorage takes the path of a file, like "auth.db", or an open SQLite database');
}
