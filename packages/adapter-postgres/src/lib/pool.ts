/** A `Pool` of pg: the part of it that is used here. */
export interface PostgresPool {
  /** Takes a client out of the pool, or opens one. */
  connect(callback: (error: Error | undefined, client: PostgresClient | undefined) => void): void;
  /** Closes every client. */
  end(): Promise<void>;
  /** Listens for errors of idle clients. Without a listener, Node ends the process. */
  on(event: "error", listener: () => void): unknown;
  /** Removes such a listener. */
  removeListener(event: "error", listener: () => void): unknown;
}

/** A client of such a pool: the part of pg's `PoolClient` that is used here. */
export interface PostgresClient {
  /** Sends a statement. */
  query(query: any): unknown;
  /** Listens for a lost connection. */
  on(event: "error", listener: () => void): unknown;
  /** Removes such a listener. */
  removeListener(event: "error", listener: () => void): unknown;
  /** Gives the client back to the pool. With `true`, the pool closes it instead. */
  release(destroy?: boolean): void;
}

/** How many storages use a pool. */
const users = new WeakMap<PostgresPool, number>();

/**
 * Handles the errors of a pool: it emits one when the server ends an idle connection, and an error without a listener
 * would end the process. Storages that share a pool share one listener.
 *
 * @returns stops listening
 */
export function listenTo(pool: PostgresPool): () => void {
  let isListening = true;
  countUsers(pool, 1);
  return () => {
    if (isListening) countUsers(pool, -1);
    isListening = false;
  };
}

function countUsers(pool: PostgresPool, change: 1 | -1): void {
  const before = users.get(pool) ?? 0;
  users.set(pool, before + change);
  if (before === 0) pool.on("error", ignore);
  if (before + change === 0) pool.removeListener("error", ignore);
}

export function ignore(): void {}
