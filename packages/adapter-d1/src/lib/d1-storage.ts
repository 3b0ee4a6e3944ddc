import { isUnset, missingDatabase, sqlite, sqlStorage, type StorageOptions } from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { d1Executor, type D1Binding } from "./executor.ts";

export interface D1StorageOptions extends StorageOptions {}

/**
 * Storage in a Cloudflare D1 database, given its binding (`env.DB`).
 *
 * One that is not set (`undefined`), as in a build, is missed at the first use.
 *
 * Looking whether tables are missing costs each isolate one round trip, once; `migrations: "manual"` together with
 * `wrangler d1 migrations apply` and this package's `migrations` folder saves it.
 */
export function d1Storage(database: D1Binding | undefined, options: D1StorageOptions = {}): Storage {
  if (isUnset(database)) {
    const executor = missingDatabase(
      "d1Storage got no database: pass its binding, like env.DB, and see that it is configured",
    );
    return sqlStorage({ ...options, dialect: sqlite, executor });
  }
  if (typeof database?.prepare !== "function") throw new TypeError("d1Storage takes a D1 binding, like env.DB");
  return sqlStorage({ ...options, dialect: sqlite, executor: d1Executor(database) });
}
