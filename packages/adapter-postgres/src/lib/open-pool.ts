import { ignore, listenTo, type PostgresClient, type PostgresPool } from "./pool.ts";

/** A connection of pg that belongs to nobody else. */
interface Connecting extends PostgresClient {
  connect(callback: (error: Error | null) => void): void;
  end(): Promise<void>;
}

type Client = new (config: any) => Connecting;

/** What a pool of pg tells of itself. */
interface Opened {
  readonly Client?: Client;
  readonly options?: { readonly pipeline?: unknown };
}

/** A pool of 10 for a URL. It says nothing unusual to the server, so that any pooler may stand in between. */
export async function openPool(connectionString: string, timeoutMs: number): Promise<PostgresPool> {
  const { default: pg } = await import("pg");
  if (isInWorkers())
    return connectionEach(pg.Client as unknown as Client, { connectionString, connectionTimeoutMillis: timeoutMs });
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
  }) as unknown as PostgresPool;
  // For good: a pool says that it has ended a little before its connections have.
  listenTo(pool);
  return pool;
}

/** A pool that was handed in, as it can be used here. @throws TypeError when it cannot */
export function givenPool(pool: PostgresPool): PostgresPool {
  const { Client, options } = pool as Opened;
  if (options?.pipeline)
    throw new TypeError("postgresStorage takes no pool in pipeline mode: it sends its own batches. Leave pipeline out");
  if (!isInWorkers()) return pool;
  if (typeof Client === "function" && options) return connectionEach(Client, options);
  throw new TypeError(
    "A socket ends with its request in Cloudflare Workers, so this pool cannot be kept: hand in the URL of the database, like env.HYPERDRIVE.connectionString",
  );
}

function isInWorkers(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

/** A pool that keeps nothing: each that asks gets a new connection, which ends when it is given back. */
function connectionEach(Client: Client, config: object): PostgresPool {
  return {
    connect(callback) {
      const client = new Client(config);
      client.release = () => void client.end().catch(() => {});
      client.connect((error) => {
        if (error) client.release();
        callback(error ?? undefined, error ? undefined : client);
      });
    },
    end: async () => {},
    on: ignore,
    removeListener: ignore,
  };
}
