import { withDeadline, type BoundStatement, type SqlExecutor, type Row } from "@latchkey/sql";

/** A D1 database binding, as far as it is used here. */
export interface D1Binding {
  prepare(sql: string): D1Prepared;
  batch(statements: any[]): Promise<{ results: unknown[] }[]>;
}

export interface D1Prepared {
  bind(...values: unknown[]): D1Prepared;
  all(): Promise<{ results: unknown[] }>;
}

/** One statement is one round trip; so is a batch, which D1 runs as one transaction. */
export function d1Executor(database: D1Binding): SqlExecutor {
  const bind = ({ statement, parameters }: BoundStatement) => database.prepare(statement.sql).bind(...parameters);
  return {
    all: async (bound, deadline) => (await withDeadline(deadline, bind(bound).all())).results as Row[],
    batch: async (list, deadline) =>
      (await withDeadline(deadline, database.batch(list.map(bind)))).map(({ results }) => results as Row[]),
    close: async () => {},
  };
}
