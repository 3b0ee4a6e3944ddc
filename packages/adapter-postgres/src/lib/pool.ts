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
 */
export function listenTo(pool: PostgresPool): PostgresPool {
  const count = users.get(pool) ?? 0;
  if (count === 0) pool.on("error", ignore);
  users.set(pool, count + 1);
  return pool;
}

export function stopListeningTo(pool: PostgresPool): void {
  const count = (users.get(pool) ?? 1) - 1;
  users.set(pool, count);
  if (count === 0) pool.removeListener("error", ignore);
}

export function ignore(): void {}

