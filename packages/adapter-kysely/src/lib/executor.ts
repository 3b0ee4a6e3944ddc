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
import { isStuck, withoutValues } from "./errors.ts";

type Results = readonly (readonly Row[])[];

/**
 * So many steps may go on after their time limit. Then new ones are refused at once, so that no queue grows without
 * end.
 */
const OVERDUE_LIMIT = 200;

/** Runs statements through Kysely: one on a connection, several in a transaction. The instance stays open. */
export function kyselyExecutor(db: Kysely<unknown>, database: KyselyDatabase): SqlExecutor {
  const { isRetryable, retries, commitsWrites, lastTry } = database;
  let isChecked = false;
  let isDoubtful = false;
  let overdue = 0;

  /** A read needs no commit, unless the connection may be stuck: then it would read an old state. */
  function runsAlone(list: readonly BoundStatement[]): boolean {
    return list.length === 1 && (!commitsWrites || (!isDoubtful && list[0]!.statement.sql.startsWith("select")));
  }

  async function attempt(list: readonly BoundStatement[], deadline: number, retry: number): Promise<Results> {
    if (!isChecked) {
      // Each call checks for itself: in Cloudflare Workers a request that is cancelled takes its promises along.
      await checkDriver(db, database, () => isChecked);
      isChecked = true;
    }
    if (runsAlone(list) && retry < retries) return [await alone(db, list[0]!, deadline)];
    const isLast = retry === retries && lastTry !== null;
    const first = isLast ? [{ statement: { name: null, sql: lastTry }, parameters: [] }] : [];
    const results = await atomically(db, [...first, ...list], deadline);
    isDoubtful = false;
    return results.slice(first.length);
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
      isDoubtful ||= isStuck(error);
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
