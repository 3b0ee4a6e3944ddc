import { listenTo, type PostgresPool } from "./pool.ts";
import { unpooled, type Client } from "./unpooled.ts";

/** What a pool of pg knows of itself. */
interface PoolDetails {
  readonly Client?: Client;
  readonly options?: { readonly pipeline?: unknown };
}

/**
 * Opens a pool of 10 connections. It sends no unusual settings to the server, so that any pooler can stand in between.
 */
export async function openPool(connectionString: string, timeoutMs: number): Promise<PostgresPool> {
  const { default: pg } = await import("pg");
  if (isInWorkers())
    return unpooled(pg.Client as unknown as Client, { connectionString, connectionTimeoutMillis: timeoutMs });
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
  }) as unknown as PostgresPool;
  // And never stops: a pool says that it has ended a little before its connections have.
  listenTo(pool);
  return pool;
}

/** The pool of an application, as it can be used here. @throws TypeError when it cannot */
export function givenPool(pool: PostgresPool): PostgresPool {
  const { Client, options } = pool as PoolDetails;
  if (options?.pipeline)
    throw new TypeError("postgresStorage takes no pool in pipeline mode: it sends its own batches. Leave pipeline out");
  if (!isInWorkers()) return pool;
  if (typeof Client === "function" && options) return unpooled(Client, options);
  throw new TypeError(
    "In Cloudflare Workers a socket ends with its request, so this pool cannot be kept: " +
      "pass the URL of the database, like env.HYPERDRIVE.connectionString",
  );
}

function isInWorkers(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}
