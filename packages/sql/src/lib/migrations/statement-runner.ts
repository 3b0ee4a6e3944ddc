import { withDeadline } from "../execution/deadline.ts";
import type { BoundStatement, More, Row } from "../execution/executor.ts";
import type { TypedStatement } from "../statements/queries.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";

type Results = readonly (readonly Row[])[];

/** Runs one atomic step within the time limit of the storage. */
export interface StatementRunner {
  /** The rows are what the statement promises: the codecs check every value as they read it. */
  all<TypedRow>(bound: TypedStatement<TypedRow>): Promise<readonly TypedRow[]>;
  batch(list: readonly BoundStatement[]): Promise<Results>;
  /** See `SqlExecutor`. `null`: the database has no such transactions. */
  readonly extend: ((list: readonly BoundStatement[], more: More) => Promise<Results>) | null;
}

const READ_COMMITTED: BoundStatement = {
  statement: { name: null, sql: "set transaction isolation level read committed" },
  parameters: [],
};

/**
 * Prepares the database before the first step, and before the next one when that failed: it creates missing tables, or
 * only finds out which schema they are in. Steps that start at the same time each prepare for themselves: in Cloudflare
 * Workers a request that is cancelled takes its promises along, and others that waited for them would hang.
 */
export function statementRunner(database: Database, migrations: "auto" | "manual"): StatementRunner {
  const { executor, dialect, timeoutMs } = database;
  let isPrepared = migrations === "manual" && dialect.schemas === null;

  async function prepareFirst<T>(run: (deadline: number) => Promise<T>): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    const work: Promise<unknown> = migrations === "auto" ? migrate(database) : dialect.schemas!.find(database, false);
    // A migration may take longer than a request: it goes on, and a later request finds it done.
    await withDeadline(
      deadline,
      work.then(() => (isPrepared = true)),
    );
    return run(deadline);
  }

  /**
   * Each statement of a batch must see what other transactions committed while the one before it waited for a lock. At
   * another isolation level it would read an older state: an API key would survive a new password.
   */
  async function runBatch(list: readonly BoundStatement[], deadline: number, more?: More): Promise<Results> {
    const first = database.needsReadCommitted ? [READ_COMMITTED] : [];
    const all = [...first, ...list];
    const results = more
      ? await executor.extend!(all, (rows) => more(rows.slice(first.length)), deadline)
      : await executor.batch(all, deadline);
    return results.slice(first.length);
  }

  const batch = (list: readonly BoundStatement[], more?: More): Promise<Results> =>
    isPrepared
      ? runBatch(list, performance.now() + timeoutMs, more)
      : prepareFirst((deadline) => runBatch(list, deadline, more));

  return {
    all<TypedRow>(bound: TypedStatement<TypedRow>) {
      const rows = isPrepared
        ? executor.all(bound, performance.now() + timeoutMs)
        : prepareFirst((deadline) => executor.all(bound, deadline));
      return rows as Promise<readonly TypedRow[]>;
    },
    batch,
    extend: executor.extend ? batch : null,
  };
}
