import { millisecondsUntil, timeoutError, type Row } from "@latchkey/sql";
import { Batch, type Query } from "./batch.ts";
import { cancel } from "./cancel.ts";
import { isOfStatement } from "./errors.ts";
import { ignore, type PostgresClient, type PostgresPool } from "./pool.ts";

/** So many may wait in vain for a connection; whoever comes then is refused at once, and no queue grows without end. */
const WAITING_LIMIT = 200;
const waitingInVain = new WeakMap<PostgresPool, number>();

/**
 * Runs a batch on a connection of the pool. At the deadline it rejects, wherever it is: a connection that comes later goes
 * back, and a statement that is under way is cancelled and its connection thrown away.
 */
export function runOnce(pool: PostgresPool, queries: readonly Query[], deadline: number): Promise<Row[][]> {
  return new Promise((resolve, reject) => {
    let client: PostgresClient | null = null;
    let isOver = false;

    const timer = setTimeout(() => {
      isOver = true;
      if (client) void cancel(client).then(() => giveBack(client!, true));
      else countInVain(pool, 1);
      reject(timeoutError());
    }, millisecondsUntil(deadline));

    const end = (destroy: boolean) => {
      isOver = true;
      clearTimeout(timer);
      if (client) giveBack(client, destroy);
    };

    if ((waitingInVain.get(pool) ?? 0) >= WAITING_LIMIT) {
      end(false);
      return reject(new Error(`The pool has no connection: ${WAITING_LIMIT} have waited for one in vain`));
    }

    // A promise would come too late: the pool stops listening to the connection as it calls back, and what the server
    // says next may be in the same packet. Unheard, an error would end the process.
    return pool.connect((error, connected) => {
      if (isOver) {
        countInVain(pool, -1);
        return connected?.release();
      }
      if (!connected) {
        end(false);
        return reject(error as Error);
      }
      client = connected;
      client.on("error", ignore);
      const batch = new Batch(queries, (failure, rows) => {
        if (isOver) return undefined;
        end(failure !== null && !isOfStatement(failure));
        return failure ? reject(failure) : resolve(rows!);
      });
      return client.query(batch);
    });
  });
}

function giveBack(client: PostgresClient, destroy: boolean): void {
  client.removeListener("error", ignore);
  client.release(destroy);
}

function countInVain(pool: PostgresPool, change: 1 | -1): void {
  waitingInVain.set(pool, (waitingInVain.get(pool) ?? 0) + change);
}
