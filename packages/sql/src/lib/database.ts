import type { SqlExecutor } from "./executor.ts";
import type { Dialect } from "./dialect.ts";
import type { Names } from "./names.ts";

/** Where a storage's tables are, or will be. */
export interface Database {
  readonly dialect: Dialect;
  readonly executor: SqlExecutor;
  readonly names: Names;
  /** For whatever is no migration. */
  readonly timeoutMs: number;
  /** Whether a transaction of several statements must be told to read what others have committed meanwhile. */
  needsReadCommitted: boolean;
  /** Whether somebody here is applying one. */
  isMigrating: boolean;
}
