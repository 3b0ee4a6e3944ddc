import type { Bound, Executor, Row, Statement } from "@latchkey/adapter-kysely";
import type { SqliteDatabase, SqliteStatement } from "./database.ts";
import { whenFree } from "./when-free.ts";

const BEGIN = word("begin immediate");
const COMMIT = word("commit");
const ROLLBACK = word("rollback");

/** Runs statements on a database that `open` gives at first use, each prepared once. */
export function sqliteExecutor(open: (deadline: number) => Promise<SqliteDatabase>, close: (database: SqliteDatabase) => void): Executor {
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

  function run<Input, Output>(work: (db: SqliteDatabase, input: Input) => Output, input: Input, deadline: number): Promise<Output> {
    if (database) return whenFree(deadline, work, database, input);
    return opened(deadline).then((fresh) => whenFree(deadline, work, fresh, input));
  }

  function rows(db: SqliteDatabase, { statement, parameters }: Bound): readonly Row[] {
    const known = prepared.get(statement) ?? prepare(db, statement);
    if (known.reader === false) {
      known.run(...parameters);
      return [];
    }
    return known.all(...parameters) as Row[];
  }

  function prepare(db: SqliteDatabase, statement: Statement): SqliteStatement {
    const fresh = db.prepare(statement.sql);
    if (fresh.reader !== false) fresh.safeIntegers?.(false);
    if (statement.name !== null) prepared.set(statement, fresh);
    return fresh;
  }

  /** Takes the write lock at once, so that no statement of the batch can be the one that finds it taken. */
  function atomically(db: SqliteDatabase, list: readonly Bound[]): (readonly Row[])[] {
    rows(db, BEGIN);
    try {
      const results = list.map((bound) => rows(db, bound));
      rows(db, COMMIT);
      return results;
    } catch (error) {
      rows(db, ROLLBACK);
      throw error;
    }
  }

  return {
    all: (bound, deadline) => run(rows, bound, deadline),
    batch: (list, deadline) => run(atomically, list, deadline),
    async close() {
      const db = database ?? (await opening?.catch(() => null));
      prepared.clear();
      database = opening = null;
      if (db) close(db);
    },
  };
}

function word(sql: string): Bound {
  return { statement: { name: sql, sql }, parameters: [] };
}
