import { postgres, sqlStorage, type StorageOptions } from "@latchkey/adapter-kysely";
import type { Storage } from "@latchkey/core";
import { postgresExecutor, type PostgresPool } from "./executor.ts";

export interface PostgresStorageOptions extends StorageOptions {
  /**
   * The schema of the tables, which `migrate()` makes if it is missing. Default: the one that the role makes new tables
   * in, which is the first of its `search_path` that exists.
   */
  readonly schema?: string | undefined;
}

/** Milliseconds to wait for a connection, and for an answer. */
const PATIENCE = 5_000;

/**
 * Storage in PostgreSQL, given a `Pool` of pg or a `postgres://` URL. From a URL it makes a pool of 10 at first use,
 * which waits 5 seconds at the most, and which `close()` ends.
 */
export function postgresStorage(poolOrUrl: PostgresPool | string, options: PostgresStorageOptions = {}): Storage {
  const executor = executorFor(poolOrUrl, options.prefix ?? "auth_");
  return sqlStorage({ ...options, language: postgres, executor });
}

function executorFor(poolOrUrl: PostgresPool | string, prefix: string) {
  if (typeof poolOrUrl === "string" && /^postgres(?:ql)?:\/\//.test(poolOrUrl)) {
    return postgresExecutor(() => openPool(poolOrUrl), (pool) => pool.end(), prefix);
  }
  if (typeof poolOrUrl === "object" && typeof poolOrUrl?.connect === "function") {
    return postgresExecutor(async () => poolOrUrl, async () => {}, prefix);
  }
  throw new TypeError("postgresStorage takes a Pool of pg, or a URL that starts with postgres://");
}

async function openPool(connectionString: string): Promise<PostgresPool> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    statement_timeout: PATIENCE,
    keepAlive: true,
  });
  // An idle connection that the server ends is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => {});
  return pool as unknown as PostgresPool;
}
