import {
  checkTimeout,
  isUnset,
  missingDatabase,
  postgres,
  sqlStorage,
  withDeadline,
  type StorageOptions,
} from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { postgresExecutor } from "./executor.ts";
import { givenPool, openPool } from "./open-pool.ts";
import { listenTo, type PostgresPool } from "./pool.ts";

export interface PostgresStorageOptions extends StorageOptions {
  /**
   * The schema of the tables, which `migrate()` makes if it is missing. Default: the one that the role makes new tables
   * in, which is the first of its `search_path` that exists.
   */
  readonly schema?: string | undefined;
  /**
   * Whether statements stay prepared on their connections. Default `true`. `false` for a pooler in transaction mode that
   * knows nothing of prepared statements: PgBouncer before 1.21, or with `max_prepared_statements = 0`.
   */
  readonly prepare?: boolean | undefined;
}

/**
 * Storage in PostgreSQL, given a `postgres://` URL or a `Pool` of pg. From a URL it makes a pool of 10 at first use, which
 * `close()` ends; a pool that is handed in stays open. In Cloudflare Workers, where a socket ends with its request, each
 * operation has a connection of its own.
 *
 * One that is not set (`undefined`, `""`), as in a build, is missed at the first use.
 *
 * @throws TypeError for anything else, and for an option that is senseless
 */
export function postgresStorage(
  poolOrUrl: PostgresPool | string | undefined,
  options: PostgresStorageOptions = {},
): Storage {
  const { prepare = true } = options;
  if (typeof prepare !== "boolean") throw new TypeError("prepare must be true or false");
  const timeoutMs = checkTimeout(options.timeoutMs);
  const executor = isUnset(poolOrUrl)
    ? missingDatabase(
        "postgresStorage got no database: pass a Pool of pg or a postgres:// URL, and see that its variable is set",
      )
    : postgresExecutor({ ...poolOf(poolOrUrl, timeoutMs), prepare });
  return sqlStorage({ ...options, dialect: postgres, executor });
}

function poolOf(poolOrUrl: PostgresPool | string, limit: number) {
  if (typeof poolOrUrl === "string" && /^postgres(?:ql)?:\/\//.test(poolOrUrl)) {
    const close = (pool: PostgresPool) => withDeadline(performance.now() + limit, pool.end()).catch(() => {});
    return { open: () => openPool(poolOrUrl, limit), close };
  }
  if (typeof poolOrUrl === "object" && typeof poolOrUrl?.connect === "function") {
    const pool = givenPool(poolOrUrl);
    const stopListening = listenTo(pool);
    return { open: async () => pool, close: async () => stopListening() };
  }
  throw new TypeError("postgresStorage takes a Pool of pg, or a URL that starts with postgres://");
}
