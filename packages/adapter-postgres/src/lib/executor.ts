import { withRetries, type BoundStatement, type More, type SqlExecutor, type Row, type Statement } from "@latchkey/sql";
import type { Query } from "./batch.ts";
import { isConflict, isLost, isStale, withoutValues } from "./errors.ts";
import type { PostgresPool } from "./pool.ts";
import { runOnce } from "./run-once.ts";
import { statementName } from "./statement-name.ts";

export interface ExecutorOptions {
  /** Called at first use. */
  readonly open: () => Promise<PostgresPool>;
  readonly close: (pool: PostgresPool) => Promise<void>;
  /** Whether statements stay prepared on their connections. */
  readonly prepare: boolean;
}

/** After so many lost statements there must be a pooler that does not support prepared ones: then none is prepared. */
const LOST_LIMIT = 3;

/**
 * The last retry runs at an isolation level that waits for conflicts instead. Each statement is correct at that level.
 */
const LAST_RETRY = 3;
const READ_COMMITTED: Query = { name: undefined, text: "set transaction isolation level read committed", values: [] };

interface Step {
  readonly list: readonly BoundStatement[];
  /** What follows from its rows, in the same transaction. */
  readonly more?: More;
}

/**
 * Runs statements on a pool. Each one is prepared once per connection, and a batch is one round trip. After a conflict
 * with another transaction, or when the server has lost a prepared statement, the step is run again with unnamed
 * statements.
 */
export function postgresExecutor({ open, close, prepare }: ExecutorOptions): SqlExecutor {
  const names = new Map<Statement, string>();
  let pool: PostgresPool | null = null;
  let opening: Promise<PostgresPool> | null = null;
  let lost = 0;

  // In Cloudflare Workers a request that is cancelled takes its promises along, so each call opens for itself. The
  // first pool is used by all, and any other has not connected to anything.
  const opened = () => (opening = open().then((fresh) => (pool ??= fresh)));

  function nameOf(statement: Statement): string | undefined {
    if (statement.name === null) return undefined;
    const known = names.get(statement);
    if (known !== undefined) return known;
    const name = statementName(statement.name, statement.sql);
    names.set(statement, name);
    return name;
  }

  async function attempt({ list, more }: Step, deadline: number, retry: number): Promise<Row[][]> {
    const isNamed = prepare && retry === 0 && lost < LOST_LIMIT;
    const bind = ({ statement, parameters }: BoundStatement): Query => {
      return { name: isNamed ? nameOf(statement) : undefined, text: statement.sql, values: parameters };
    };
    const first = retry < LAST_RETRY ? [] : [READ_COMMITTED];
    const queries = [...first, ...list.map(bind)];
    const current = pool ?? (await opened());
    const next = more && ((results: Row[][]) => more(results.slice(first.length)).map(bind));
    return (await runOnce(current, { queries, next }, deadline)).slice(first.length);
  }

  function isRetryable(error: unknown): boolean {
    if (isLost(error)) lost++;
    return isLost(error) || isStale(error) || isConflict(error);
  }

  const run = (step: Step, deadline: number) =>
    withRetries((retry) => attempt(step, deadline, retry), isRetryable, deadline).catch(withoutValues);

  return {
    all: async (bound, deadline) => (await run({ list: [bound] }, deadline))[0]!,
    batch: (list, deadline) => run({ list }, deadline),
    extend: (list, more, deadline) => run({ list, more }, deadline),
    async close() {
      const current = pool ?? (await opening?.catch(() => null));
      pool = opening = null;
      if (current) await close(current);
    },
  };
}
