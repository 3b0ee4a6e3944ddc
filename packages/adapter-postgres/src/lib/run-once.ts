import { millisecondsUntil, timeoutError, type Row } from "@latchkey/sql";
import { Batch, type Query } from "./batch.ts";
import { cancel } from "./cancel.ts";
import { isOfStatement } from "./errors.ts";
import { ignore, type PostgresClient, type PostgresPool } from "./pool.ts";

/**
 * So many operations may time out and still wait in the pool. More are refused at once, so that its queue stays short.
 */
const OVERDUE_LIMIT = 200;
const overdue = new WeakMap<PostgresPool, number>();

const [BEGIN, COMMIT, ROLLBACK] = [command("begin"), command("commit"), command("rollback")];

type Finish = (failure: Error | null, rows?: Row[][], isBroken?: boolean) => void;

interface Work {
  readonly queries: readonly Query[];
  /** What follows from the rows of the queries, in the same transaction. */
  readonly next?: ((results: Row[][]) => readonly Query[]) | undefined;
}

interface Transaction extends Work {
  readonly next: NonNullable<Work["next"]>;
}

/**
 * Runs a batch on a connection of the pool, and rejects at the deadline at the latest. A connection that comes after
 * that is released, and a statement that is running is cancelled and its connection closed.
 *
 * @param deadline in milliseconds of `performance.now()`
 */
export function runOnce(pool: PostgresPool, { queries, next }: Work, deadline: number): Promise<Row[][]> {
  return new Promise((resolve, reject) => {
    let client: PostgresClient | null = null;
    let isOver = false;

    const timer = setTimeout(() => {
      isOver = true;
      if (client) void cancel(client).then(() => release(client!, true));
      else countOverdue(pool, 1);
      reject(timeoutError());
    }, millisecondsUntil(deadline));

    const end = (destroy: boolean) => {
      isOver = true;
      clearTimeout(timer);
      if (client) release(client, destroy);
    };

    if ((overdue.get(pool) ?? 0) >= OVERDUE_LIMIT) {
      end(false);
      return reject(
        new Error(`The pool has no connection: ${OVERDUE_LIMIT} operations have timed out and still wait for one`),
      );
    }

    // A callback, because a promise would be too late: the pool stops listening to the connection when it calls back,
    // and the server's next message may be in the same packet. An error without a listener would end the process.
    return pool.connect((error, connected) => {
      if (isOver) {
        countOverdue(pool, -1);
        return connected?.release();
      }
      if (!connected) {
        end(false);
        return reject(error as Error);
      }
      client = connected;
      client.on("error", ignore);
      const finish: Finish = (failure, rows, isBroken = failure !== null && !isOfStatement(failure)) => {
        if (isOver) return undefined;
        end(isBroken);
        return failure ? reject(failure) : resolve(rows!);
      };
      if (next) return runTransaction(client, { queries, next }, finish);
      return client.query(new Batch(queries, finish));
    });
  });
}

/** Two batches in one transaction: the second is made of the rows of the first. */
function runTransaction(client: PostgresClient, { queries, next }: Transaction, finish: Finish): void {
  const run = (list: readonly Query[], done: Batch["callback"]) => void client.query(new Batch(list, done));
  run([BEGIN, ...queries], (error, rows = []) => {
    const results = rows.slice(1);
    let failure = error;
    let last = [ROLLBACK];
    try {
      if (!failure) last = [...next(results), COMMIT];
    } catch (thrown) {
      failure = thrown as Error;
    }
    // When the second batch fails, the connection may still be in the transaction: nobody shall get it.
    run(last, (broken) => finish(failure ?? broken, results, broken !== null));
  });
}

function command(text: string): Query {
  return { name: undefined, text, values: [] };
}

function release(client: PostgresClient, destroy: boolean): void {
  client.removeListener("error", ignore);
  client.release(destroy);
}

function countOverdue(pool: PostgresPool, change: 1 | -1): void {
  overdue.set(pool, (overdue.get(pool) ?? 0) + change);
}
