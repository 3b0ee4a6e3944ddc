import {
  timeoutError,
  withDeadline,
  withRetries,
  type BoundStatement,
  type More,
  type Row,
  type SqlExecutor,
} from "@latchkey/sql";
import { CompiledQuery, type Kysely } from "kysely";
import { checkDriver } from "./check-driver.ts";
import type { KyselyDatabase } from "./databases.ts";
import { isStuck, withoutValues } from "./errors.ts";

type Results = readonly (readonly Row[])[];

/** What runs as one. */
interface Step {
  readonly list: readonly BoundStatement[];
  /** What follows from its rows, in the same transaction. */
  readonly more?: More | undefined;
}

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

  async function attempt({ list, more }: Step, deadline: number, retry: number): Promise<Results> {
    if (!isChecked) {
      // Each call checks for itself: in Cloudflare Workers a request that is cancelled takes its promises along.
      await checkDriver(db, database, () => isChecked);
      isChecked = true;
    }
    if (!more && runsAlone(list) && retry < retries) return [await alone(db, list[0]!, deadline)];
    const isLast = retry === retries && lastTry !== null;
    const first = isLast ? [{ statement: { name: null, sql: lastTry }, parameters: [] }] : [];
    const all = { list: [...first, ...list], more: more && ((rows: Results) => more(rows.slice(first.length))) };
    const results = await atomically(db, all, deadline);
    isDoubtful = false;
    return results.slice(first.length);
  }

  async function run(step: Step, deadline: number): Promise<Results> {
    if (overdue >= OVERDUE_LIMIT)
      throw new Error(`The database does not answer: ${OVERDUE_LIMIT} statements are overdue`);
    let isRunning = true;
    const running = withRetries((retry) => attempt(step, deadline, retry), isRetryable, deadline, retries).finally(
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
    all: async (bound, deadline) => (await run({ list: [bound] }, deadline))[0]!,
    batch: (list, deadline) => run({ list }, deadline),
    extend: (list, more, deadline) => run({ list, more }, deadline),
    close: async () => {},
  };
}

function alone(db: Kysely<unknown>, bound: BoundStatement, deadline: number): Promise<readonly Row[]> {
  return db.connection().execute((connection) => rowsOf(connection, bound, deadline));
}

async function atomically(db: Kysely<unknown>, { list, more }: Step, deadline: number): Promise<Results> {
  let failure: unknown;
  try {
    return await db.transaction().execute(async (transaction) => {
      try {
        const results: (readonly Row[])[] = [];
        for (const bound of list) results.push(await rowsOf(transaction, bound, deadline));
        for (const bound of more?.(results) ?? []) await rowsOf(transaction, bound, deadline);
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
