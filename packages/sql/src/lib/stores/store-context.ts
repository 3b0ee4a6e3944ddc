import type { StatementRunner } from "../migrations/statement-runner.ts";
import type { DeferredQueries, Queries } from "../statements/queries.ts";
import type { Codecs } from "../values/codecs.ts";

/** What a store is built from: it binds a statement, runs it, and reads the rows. */
export interface StoreContext {
  readonly query: Queries;
  readonly executor: StatementRunner;
  readonly codecs: Codecs;
  /** The statements that an application with passwords alone never asks, loaded now. */
  readonly loadDeferred: () => Promise<DeferredQueries>;
}

/** The values of a record for its statement, column by column. Every field of the record must be there. */
export type ValuesOf<Fields> = { readonly [Field in keyof Fields]: unknown };
