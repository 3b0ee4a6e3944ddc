import type { Executor } from "./executor.ts";
import type { Language } from "./language.ts";
import type { Names } from "./names.ts";

/** Where a storage's tables are, or will be. */
export interface Database {
  readonly language: Language;
  readonly executor: Executor;
  readonly names: Names;
  /** For whatever is no migration. */
  readonly timeoutMs: number;
  /** Whether a transaction of several statements must be told to read what others have committed meanwhile. */
  needsReadCommitted: boolean;
  /** Whether somebody here is applying one. */
  isMigrating: boolean;
}
