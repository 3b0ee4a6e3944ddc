import type { BoundStatement, More, Row, SqlExecutor, Statement } from "@latchkey/sql";
import type { SqliteDatabase, SqliteStatement } from "./database.ts";
import { retryWhileBusy } from "./retry-while-busy.ts";

const BEGIN = command("begin immediate");
const COMMIT = command("commit");
const ROLLBACK = command("rollback");

/** Where the database comes from, and what happens to it at the end. */
export interface DatabaseSource {
  /** Called at first use, and again after a failure. `deadline` is in milliseconds of `performance.now()`. */
  readonly open: (deadline: number) => Promise<SqliteDatabase>;
  readonly close: (database: SqliteDatabase) => void;
  /** For a database that must not be used again. */
  readonly discard: (database: SqliteDatabase) => void;
}

interface Transaction {
  readonly list: readonly BoundStatement[];
  readonly more?: More;
}

/** Runs statements on a database. Each one is prepared once. */
export function sqliteExecutor({ open, close, discard }: DatabaseSource): SqlExecutor {
  const prepared = new Map<Statement, SqliteStatement>();
  let database: SqliteDatabase | null = null;
  let opening: Promise<SqliteDatabase> | null = null;

  const opened = (deadline: number) =>
    (opening ??= open(deadline).then(
      (result) => (database = result),
      (error: unknown) => {
        opening = null;
        throw error;
      },
    ));

  function run<Input, Output>(
    work: (db: SqliteDatabase, input: Input) => Output,
    input: Input,
    deadline: number,
  ): Promise<Output> {
    if (database) return retryWhileBusy(deadline, work, database, input);
    return opened(deadline).then((fresh) => retryWhileBusy(deadline, work, fresh, input));
  }

  function runStatement(db: SqliteDatabase, { statement, parameters }: BoundStatement): readonly Row[] {
    const known = prepared.get(statement) ?? prepare(db, statement);
    try {
      if (known.reader !== false) return known.all(...parameters) as Row[];
      known.run(...parameters);
      return [];
    } finally {
      if (statement.name === null) known.finalize?.();
    }
  }

  function prepare(db: SqliteDatabase, statement: Statement): SqliteStatement {
    const fresh = db.prepare(statement.sql);
    if (fresh.reader !== false) returnPlainRows(fresh);
    if (statement.name !== null) prepared.set(statement, fresh);
    return fresh;
  }

  /** Takes the write lock first, so that only `begin` can find the database locked. */
  function runTransaction(db: SqliteDatabase, { list, more }: Transaction): (readonly Row[])[] {
    runStatement(db, BEGIN);
    try {
      const results = list.map((bound) => runStatement(db, bound));
      if (more) for (const bound of more(results)) runStatement(db, bound);
      runStatement(db, COMMIT);
      return results;
    } catch (error) {
      rollBack(db);
      throw error;
    }
  }

  /** Never throws: the error before is the useful one. A database that cannot leave its transaction is opened anew. */
  function rollBack(db: SqliteDatabase): void {
    try {
      runStatement(db, ROLLBACK);
    } catch (error) {
      if (isOverAlready(error)) return;
      forget();
      discard(db);
    }
  }

  function forget(): void {
    for (const statement of prepared.values()) statement.finalize?.();
    prepared.clear();
    database = opening = null;
  }

  return {
    all: (bound, deadline) => run(runStatement, bound, deadline),
    batch: (list, deadline) => run(runTransaction, { list }, deadline),
    extend: (list, more, deadline) => run(runTransaction, { list, more }, deadline),
    async close() {
      const db = database ?? (await opening?.catch(() => null));
      forget();
      if (db) close(db);
    },
  };
}

/** Rows are objects with numbers, even if the application made its database return BigInts or arrays. */
function returnPlainRows(statement: SqliteStatement): void {
  statement.safeIntegers?.(false);
  statement.setReadBigInts?.(false);
  statement.setReturnArrays?.(false);
}

/** SQLite ends a transaction by itself after some errors, like a full disk. */
function isOverAlready(error: unknown): boolean {
  return /no transaction is active/.test((error as Error | null)?.message ?? "");
}

function command(sql: string): BoundStatement {
  return { statement: { name: sql, sql }, parameters: [] };
}
