import type { Dialect } from "../dialects/dialect.ts";
import type { SqlExecutor } from "../execution/executor.ts";
import type { Names } from "../statements/names.ts";

/** A database, and where the tables of one storage are in it. */
export interface Database {
  readonly dialect: Dialect;
  readonly executor: SqlExecutor;
  readonly names: Names;
  /** Milliseconds for everything that is not a migration. */
  readonly timeoutMs: number;
  /** Whether the default isolation level is not "read committed", so that a batch must ask for it. */
  needsReadCommitted: boolean;
  /** Whether a migration of this storage is under way. */
  isMigrating: boolean;
}
