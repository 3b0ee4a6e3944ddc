/** A `Pool` of pg, as far as it is used here. */
export interface PostgresPool {
  connect(callback: (error: Error | undefined, client: PostgresClient | undefined) => void): void;
  end(): Promise<void>;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
}

export interface PostgresClient {
  query(query: any): unknown;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
  release(destroy?: boolean): void;
}

/** How many hold on to a pool, of those that were handed in. */
const users = new WeakMap<PostgresPool, number>();

/**
 * Listens to a pool: when the server ends an idle connection, the pool tells so, and unheard that ends the process. One
 * listener for a pool, however many storages share it.
 *
 * @returns what ends it
 */
export function listenTo(pool: PostgresPool): () => void {
  let isListening = true;
  count(pool, 1);
  return () => {
    if (isListening) count(pool, -1);
    isListening = false;
  };
}

function count(pool: PostgresPool, change: 1 | -1): void {
  const before = users.get(pool) ?? 0;
  users.set(pool, before + change);
  if (before === 0) pool.on("error", ignore);
  if (before + change === 0) pool.removeListener("error", ignore);
}

export function ignore(): void {}
