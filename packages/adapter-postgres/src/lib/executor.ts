import type { Bound, Executor, Row } from "@latchkey/adapter-kysely";
import { Batch, type Query } from "./batch.ts";
import { columnTypes } from "./column-types.ts";

/** A `Pool` of pg, as far as it is used here. */
export interface PostgresPool {
  query(query: any): Promise<{ rows: any[] }>;
  connect(callback: (error: Error | undefined, client: PostgresClient | undefined) => void): void;
  end(): Promise<void>;
}

export interface PostgresClient {
  query(query: any): unknown;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
  release(destroy?: boolean): void;
}

/** Runs statements on a pool that `open` gives at first use: each prepared once a connection, a batch in one round trip. */
export function postgresExecutor(open: () => Promise<PostgresPool>, close: (pool: PostgresPool) => Promise<void>, prefix: string): Executor {
  let opening: Promise<PostgresPool> | null = null;
  let pool: PostgresPool | null = null;
  const opened = () => (opening ??= open().then((result) => (pool = result)));

  const queryOf = ({ statement: { name, sql: text }, parameters }: Bound): Query => {
    return { name: name === null ? undefined : `latchkey_${prefix}${name}`, text, values: parameters };
  };

  return {
    async all(bound) {
      const query = { ...queryOf(bound), types: columnTypes };
      return (await (pool ?? (await opened())).query(query).catch(withoutValues)).rows as Row[];
    },
    async batch(list) {
      const client = await checkOut(pool ?? (await opened()));
      let isBroken = true;
      try {
        const results = await new Promise<Row[][]>((resolve, reject) => {
          client.query(new Batch(list.map(queryOf), (error, rows) => (error ? reject(error) : resolve(rows!))));
        }).catch(withoutValues);
        isBroken = false;
        return results;
      } finally {
        client.removeListener("error", ignore);
        client.release(isBroken);
      }
    },
    async close() {
      const current = await opening;
      pool = opening = null;
      if (current) await close(current);
    },
  };
}

/**
 * A connection that breaks tells the batch; unheard, it would tell the process as well, and end it. The pool stops
 * listening as it calls back, and what the server says next may be in the same packet: a promise would come too late.
 */
function checkOut(pool: PostgresPool): Promise<PostgresClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(error as Error);
      client.on("error", ignore);
      return resolve(client);
    });
  });
}

function ignore(): void {}

/** PostgreSQL quotes the values of a row in the detail of an error, and errors end up in logs. */
function withoutValues(error: unknown): never {
  if (error instanceof Error) {
    for (const property of ["detail", "where", "internalQuery"]) Reflect.deleteProperty(error, property);
  }
  throw error;
}
