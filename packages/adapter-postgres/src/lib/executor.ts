import type { Executor, Row } from "@latchkey/adapter-kysely";
import { Batch } from "./batch.ts";
import { columnTypes } from "./column-types.ts";

/** A `Pool` of pg, as far as it is used here. */
export interface PostgresPool {
  query(query: any): Promise<{ rows: any[] }>;
  connect(): Promise<PostgresClient>;
  end(): Promise<void>;
}

export interface PostgresClient {
  query(query: any): unknown;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
  release(destroy?: boolean): void;
}

/** Runs statements on a pool that `open` gives at first use: named prepared ones alone, a batch in one round trip. */
export function postgresExecutor(open: () => Promise<PostgresPool>, close: (pool: PostgresPool) => Promise<void>, prefix: string): Executor {
  let opening: Promise<PostgresPool> | null = null;
  let pool: PostgresPool | null = null;
  const opened = () => (opening ??= open().then((result) => (pool = result)));

  return {
    async all({ statement, parameters }) {
      const name = statement.name === null ? undefined : `latchkey_${prefix}${statement.name}`;
      const query = { name, text: statement.sql, values: parameters, types: columnTypes };
      return (await (pool ?? (await opened())).query(query).catch(withoutValues)).rows as Row[];
    },
    async batch(list) {
      const client = await (pool ?? (await opened())).connect();
      let isBroken = true;
      // A connection that breaks tells the batch; unheard, it would tell the process as well, and end it.
      client.on("error", ignore);
      try {
        const results = await new Promise<Row[][]>((resolve, reject) => {
          client.query(new Batch(list, (error, rows) => (error ? reject(error) : resolve(rows!))));
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

function ignore(): void {}

/** PostgreSQL quotes the values of a row in the detail of an error, and errors end up in logs. */
function withoutValues(error: unknown): never {
  if (error instanceof Error) {
    for (const property of ["detail", "where", "internalQuery"]) Reflect.deleteProperty(error, property);
  }
  throw error;
}
