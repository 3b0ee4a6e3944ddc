/** One SQL statement. The same object each time, so a driver can keep it prepared. */
export interface Statement {
  /** Unique within a storage. `null` for a statement that runs once and should not stay prepared. */
  readonly name: string | null;
  /** With the placeholders of the dialect: `?` for SQLite, `$1` for PostgreSQL. */
  readonly sql: string;
}

/** A row, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** A statement with a value for each placeholder. */
export interface BoundStatement {
  /** The statement that the values belong to. */
  readonly statement: Statement;
  /** In the order of the placeholders. */
  readonly parameters: readonly unknown[];
}

/**
 * Runs the SQL: what an adapter for a driver implements. `deadline` is in milliseconds of `performance.now()`.
 * Connecting, waiting, running and retrying must end by then, with a rejection if need be.
 *
 * @example
 * const executor: SqlExecutor = {
 *   all: async ({ statement, parameters }) => client.query(statement.sql, parameters),
 *   batch: async (list) => client.transaction(list.map(({ statement, parameters }) => [statement.sql, parameters])),
 *   close: async () => {},
 * };
 */
export interface SqlExecutor {
  /** Runs one statement and returns its rows: an empty list for a statement that returns none. */
  all(bound: BoundStatement, deadline: number): Promise<readonly Row[]>;
  /** Runs every statement in order, or none of them, as one transaction. Returns the rows of each. */
  batch(list: readonly BoundStatement[], deadline: number): Promise<readonly (readonly Row[])[]>;
  /**
   * Runs the list, and then the statements that `more` makes of its rows, as one transaction. Returns the rows of the
   * list. `more` may be called again when the transaction is retried. Absent: the database cannot wait for it, as D1.
   */
  readonly extend?:
    | ((list: readonly BoundStatement[], more: More, deadline: number) => Promise<readonly (readonly Row[])[]>)
    | undefined;
  /** Releases what the executor opened itself. */
  close(): Promise<void>;
}

/** The statements that follow from the rows of those before. Often none. */
export type More = (results: readonly (readonly Row[])[]) => readonly BoundStatement[];
