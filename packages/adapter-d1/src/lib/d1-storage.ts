import { isUnset, missingDatabase, sqlite, sqlStorage, type StorageOptions } from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { d1Executor, type D1Binding } from "./executor.ts";

/** The options of `d1Storage`. */
export interface D1StorageOptions extends StorageOptions {}

/**
 * Storage in a Cloudflare D1 database.
 *
 * Each isolate checks once whether tables are missing, which is one round trip. To save it, apply this package's
 * `migrations` folder with `wrangler d1 migrations apply` and pass `migrations: "manual"`.
 *
 * @param database the binding, like `env.DB`. When it is not set (`undefined`), as in a build, every operation rejects
 * with `DATABASE_MISSING`.
 * @throws TypeError for anything else, and for an option that is not valid
 *
 * @example
 * import { env } from "cloudflare:workers";
 *
 * const auth = createAuth({ storage: d1Storage(env.DB), secret: env.AUTH_SECRET });
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
