import type { Codecs } from "./codecs.ts";
import type { Bound, Row } from "./executor.ts";
import type { Queries } from "./queries.ts";

/** What a store is built from. */
export interface Sql {
  readonly query: Queries;
  readonly codecs: Codecs;
  readonly executor: Steps;
}

/** Runs one atomic step within the storage's time limit. */
export interface Steps {
  all(bound: Bound): Promise<readonly Row[]>;
  batch(list: readonly Bound[]): Promise<readonly (readonly Row[])[]>;
}
