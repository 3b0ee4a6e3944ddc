import {
  timeoutError,
  withDeadline,
  withRetries,
  type BoundStatement,
  type Row,
  type SqlExecutor,
} from "@latchkey/sql";
import { CompiledQuery, type Kysely } from "kysely";
import { checkDriver } from "./check-driver.ts";
import type { KyselyDatabase } from "./databases.ts";
import { withoutValues } from "./errors.ts";

type Results = readonly (readonly Row[])[];

/** So many steps may go on after their time limit. Then new ones are refused at once, so that no queue grows without end. */
const OVERDUE_LIMIT = 200;

/** Runs statements through Kysely: one on a connection, several in a transaction. The instance stays open. */
export function kyselyExecutor(db: Kysely<unknown>, database: KyselyDatabase): SqlExecutor {
  const { isRetryable, retries, lastTry } = database;
  let isChecked = false;
  let overdue = 0;

  async function attempt(list: readonly BoundStatement[], deadline: number, retry: number): Promise<Results> {
    // Each waits for its own check: where a request that goes away takes its promises along, others would hang.
    if (!isChecked) isChecked = await checkDriver(db, database).then(() => true);
    if (retry === retries && lastTry !== null) {
      const first = { statement: { name: null, sql: lastTry }, parameters: [] };
      return (await atomically(db, [first, ...list], deadline)).slice(1);
    }
    return list.length === 1 ? [await alone(db, list[0]!, deadline)] : atomically(db, list, deadline);
  }

  async function run(list: readonly BoundStatement[], deadline: number): Promise<Results> {
    if (overdue >= OVERDUE_LIMIT)
      throw new Error(`The database does not answer: ${OVERDUE_LIMIT} statements are overdue`);
    let isRunning = true;
    const running = withRetries((retry) => attempt(list, deadline, retry), isRetryable, deadline, retries).finally(
      () => {
        isRunning = false;
      },
    );
    try {
      return await withDeadline(deadline, running);
    } catch (error) {
      if (isRunning) {
        overdue++;
        void running.catch(() => {}).then(() => overdue--);
      }
      throw withoutValues(error);
    }
  }

  return {
    all: async (bound, deadline) => (await run([bound], deadline))[0]!,
    batch: run,
    close: async () => {},
  };
}

function alone(db: Kysely<unknown>, bound: BoundStatement, deadline: number): Promise<readonly Row[]> {
  return db.connection().execute((connection) => rowsOf(connection, bound, deadline));
}

async function atomically(db: Kysely<unknown>, list: readonly BoundStatement[], deadline: number): Promise<Results> {
  let failure: unknown;
  try {
    return await db.transaction().execute(async (transaction) => {
      try {
        const results: (readonly Row[])[] = [];
        for (const bound of list) results.push(await rowsOf(transaction, bound, deadline));
        checkTime(deadline);
        return results;
      } catch (error) {
        failure = error;
        throw error;
      }
    });
  } catch (error) {
    // A rollback that fails too would hide why there was one: SQLite has ended the transaction when the disk is full.
    throw failure ?? error;
  }
}

async function rowsOf(db: Kysely<unknown>, bound: BoundStatement, deadline: number): Promise<readonly Row[]> {
  checkTime(deadline);
  const { statement, parameters } = bound;
  return (await db.executeQuery<Row>(CompiledQuery.raw(statement.sql, [...parameters]))).rows;
}

/** What waited too long is not begun, and not committed: its caller has been told that it failed. */
function checkTime(deadline: number): void {
  if (performance.now() >= deadline) throw timeoutError();
}
