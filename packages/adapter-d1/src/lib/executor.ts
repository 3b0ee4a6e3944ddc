import { withDeadline, type BoundStatement, type Row, type SqlExecutor } from "@latchkey/sql";

/** The binding of a D1 database, like `env.DB`: the part of Cloudflare's `D1Database` that is used here. */
export interface D1Binding {
  /** Makes a statement of an SQL text. */
  prepare(sql: string): D1Prepared;
  /** Runs the statements as one transaction, in one round trip. */
  batch(statements: any[]): Promise<{ results: unknown[] }[]>;
}

/** A statement of D1: the part of Cloudflare's `D1PreparedStatement` that is used here. */
export interface D1Prepared {
  /** The same statement with these values for its parameters. */
  bind(...values: unknown[]): D1Prepared;
  /** Runs the statement and returns its rows. */
  all(): Promise<{ results: unknown[] }>;
}

/** Each call is one round trip. D1 runs a batch as one transaction. */
export function d1Executor(database: D1Binding): SqlExecutor {
  const bind = ({ statement, parameters }: BoundStatement) => database.prepare(statement.sql).bind(...parameters);
  return {
    all: async (bound, deadline) => (await withDeadline(deadline, bind(bound).all())).results as Row[],
    batch: async (list, deadline) =>
      (await withDeadline(deadline, database.batch(list.map(bind)))).map(({ results }) => results as Row[]),
    close: async () => {},
  };
}
