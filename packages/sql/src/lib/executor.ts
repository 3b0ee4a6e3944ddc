/** One SQL statement, written and compiled once. */
export interface Statement {
  /** Unique among the statements of a storage, so that a driver can keep it prepared; `null` for one that runs once. */
  readonly name: string | null;
  readonly sql: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** A statement with the values for its placeholders, in order. */
export interface BoundStatement {
  readonly statement: Statement;
  readonly parameters: readonly unknown[];
}

/**
 * What runs the SQL: all that an adapter has to bring beside its dialect. `deadline` is when to give up, in the
 * milliseconds of `performance.now()`: connecting, waiting, running and trying again all end there, by a rejection.
 */
export interface SqlExecutor {
  all(bound: BoundStatement, deadline: number): Promise<readonly Row[]>;
  /** Every statement in order or none at all, as one atomic step; the rows of each. */
  batch(list: readonly BoundStatement[], deadline: number): Promise<readonly (readonly Row[])[]>;
  close(): Promise<void>;
}
