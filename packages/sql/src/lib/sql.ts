import type { Codecs } from "./codecs.ts";
import type { BoundStatement, Row } from "./executor.ts";
import type { Queries } from "./queries.ts";

/** What a store is built from. */
export interface Sql {
  readonly query: Queries;
  readonly codecs: Codecs;
  readonly executor: Steps;
}

/** Runs one atomic step within the storage's time limit. */
export interface Steps {
  all(bound: BoundStatement): Promise<readonly Row[]>;
  batch(list: readonly BoundStatement[]): Promise<readonly (readonly Row[])[]>;
}
