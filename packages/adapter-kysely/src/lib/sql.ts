import type { Kysely } from "kysely";
import type { Executor } from "./executor.ts";
import type { Codecs } from "./language.ts";
import type { TableNames, Tables } from "./tables.ts";

/** What a store is built from. */
export interface Sql {
  readonly db: Kysely<Tables>;
  readonly table: TableNames;
  readonly codecs: Codecs;
  readonly executor: Executor;
}
