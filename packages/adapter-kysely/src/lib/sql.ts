import type { Executor } from "./executor.ts";
import type { Codecs } from "./language.ts";
import type { Queries } from "./queries.ts";

/** What a store is built from. */
export interface Sql {
  readonly query: Queries;
  readonly codecs: Codecs;
  readonly executor: Executor;
}
