import { postgresStorage, type PostgresClient, type PostgresPool } from "@latchkey/adapter-postgres";
import type { Storage } from "@latchkey/core";
import type pg from "pg";

/** Something that one asks of a storage. */
export type Act = (by: Storage) => Promise<unknown>;

interface Meeting {
  readonly done: unknown;
  readonly later: unknown;
  /** Whether the second waited for a lock of the first. */
  readonly hasWaited: boolean;
}

/**
 * Lets two acts meet on two connections.
 *
 * @param pool of at least three connections
 * @param prefix of the tables, which are there
 * @returns a function that begins `first` and leaves it open, sends `second` until it is done or waits for a lock, and
 * then commits
 */
export function meeting(pool: pg.Pool, prefix: string): (first: Act, second: Act) => Promise<Meeting> {
  const open = (own: PostgresPool) => postgresStorage(own, { prefix, schema: "public", migrations: "manual" });

  async function isAnybodyWaiting(): Promise<boolean> {
    const text = "select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.query like $1";
    const { rowCount } = await pool.query(text, [`%${prefix}%`]);
    return rowCount! > 0;
  }

  return async (first, second) => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      const done = await first(open(heldPool(client)));
      let isOver = false;
      const later = second(open(pool)).finally(() => (isOver = true));
      let hasWaited = false;
      while (!isOver && !hasWaited) hasWaited = await isAnybodyWaiting();
      await client.query("commit");
      return { done, later: await later, hasWaited };
    } finally {
      await client.query("rollback");
      client.release();
    }
  };
}

/** A pool of one client, whose transaction somebody else ends: a batch is part of it. */
function heldPool(client: pg.PoolClient): PostgresPool {
  const held: PostgresClient = {
    query: (query) => client.query(query),
    on: (event, listener) => client.on(event, listener),
    removeListener: (event, listener) => client.removeListener(event, listener),
    release: () => {},
  };
  return {
    connect: (callback) => callback(undefined, held),
    end: async () => {},
    on: () => {},
    removeListener: () => {},
  };
}
