import type { BoundStatement, SqlExecutor, Row, Statement } from "@latchkey/sql";
import type { SqliteDatabase, SqliteStatement } from "./database.ts";
import { whenFree } from "./when-free.ts";

const BEGIN = word("begin immediate");
const COMMIT = word("commit");
const ROLLBACK = word("rollback");

/** A database, and what becomes of it. */
export interface Source {
  /** At first use, and again when that failed. */
  readonly open: (deadline: number) => Promise<SqliteDatabase>;
  readonly close: (database: SqliteDatabase) => void;
  /** For one that is of no more use. */
  readonly discard: (database: SqliteDatabase) => void;
}

/** Runs statements on a database, each prepared once. */
export function sqliteExecutor({ open, close, discard }: Source): SqlExecutor {
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
    if (database) return whenFree(deadline, work, database, input);
    return opened(deadline).then((fresh) => whenFree(deadline, work, fresh, input));
  }

  function rows(db: SqliteDatabase, { statement, parameters }: BoundStatement): readonly Row[] {
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
    if (fresh.reader !== false) plainly(fresh);
    if (statement.name !== null) prepared.set(statement, fresh);
    return fresh;
  }

  /** Takes the write lock at once, so that no statement of the batch can be the one that finds it taken. */
  function atomically(db: SqliteDatabase, list: readonly BoundStatement[]): (readonly Row[])[] {
    rows(db, BEGIN);
    try {
      const results = list.map((bound) => rows(db, bound));
      rows(db, COMMIT);
      return results;
    } catch (error) {
      rollBack(db);
      throw error;
    }
  }

  /** Throws nothing: the error before is the one to tell. A database that is stuck in its transaction is opened anew. */
  function rollBack(db: SqliteDatabase): void {
    try {
      rows(db, ROLLBACK);
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
    all: (bound, deadline) => run(rows, bound, deadline),
    batch: (list, deadline) => run(atomically, list, deadline),
    async close() {
      const db = database ?? (await opening?.catch(() => null));
      forget();
      if (db) close(db);
    },
  };
}

/** Numbers and objects, also where the application has told its database to hand out BigInts or arrays. */
function plainly(statement: SqliteStatement): void {
  statement.safeIntegers?.(false);
  statement.setReadBigInts?.(false);
  statement.setReturnArrays?.(false);
}

/** SQLite ends the transaction by itself when, for example, the disk is full. */
function isOverAlready(error: unknown): boolean {
  return /no transaction is active/.test((error as Error | null)?.message ?? "");
}

function word(sql: string): BoundStatement {
  return { statement: { name: sql, sql }, parameters: [] };
}
