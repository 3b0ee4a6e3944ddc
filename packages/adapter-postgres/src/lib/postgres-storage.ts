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

/** The options of `postgresStorage`. */
export interface PostgresStorageOptions extends StorageOptions {
  /**
   * The schema of the tables: 1 to 63 lower-case letters, digits or `_`. `migrate()` creates it if it is missing.
   * Default: the one that the role creates new tables in, which is the first of its `search_path` that exists.
   */
  readonly schema?: string | undefined;
  /**
   * Whether statements stay prepared on their connections. Default `true`. Use `false` with a pooler in transaction
   * mode that does not support prepared statements: PgBouncer before 1.21, or with `max_prepared_statements = 0`.
   */
  readonly prepare?: boolean | undefined;
}

/**
 * Storage in PostgreSQL.
 *
 * From a URL it opens a pool of 10 connections at first use, and `close()` ends it. A pool of the application stays
 * open. In Cloudflare Workers, where a socket ends with its request, each operation opens a connection of its own.
 *
 * @param poolOrUrl a `postgres://` URL or a `Pool` of pg. When it is not set (`undefined`, `null` or `""`), as in a
 * build, every operation rejects with `DATABASE_MISSING`.
 * @throws TypeError for anything else, for a pool in pipeline mode, and for an option that is not valid
 *
 * @example
 * const auth = createAuth({ storage: postgresStorage(process.env.DATABASE_URL), secret: process.env.AUTH_SECRET });
 *
 * @example
 * import pg from "pg";
 *
 * const storage = postgresStorage(new pg.Pool({ max: 20 }), { schema: "auth", migrations: "manual" });
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
    : postgresExecutor({ ...sourceOf(poolOrUrl, timeoutMs), prepare });
  return sqlStorage({ ...options, dialect: postgres, executor });
}

function sourceOf(poolOrUrl: PostgresPool | string, timeoutMs: number) {
  if (typeof poolOrUrl === "string" && /^postgres(?:ql)?:\/\//.test(poolOrUrl)) {
    const close = (pool: PostgresPool) => withDeadline(performance.now() + timeoutMs, pool.end()).catch(() => {});
    return { open: () => openPool(poolOrUrl, timeoutMs), close };
  }
  if (typeof poolOrUrl === "object" && typeof poolOrUrl?.connect === "function") {
    const pool = givenPool(poolOrUrl);
    const stopListening = listenTo(pool);
    return { open: async () => pool, close: async () => stopListening() };
  }
  throw new TypeError("postgresStorage takes a Pool of pg, or a URL that starts with postgres://");
}
