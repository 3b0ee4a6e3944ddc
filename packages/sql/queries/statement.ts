import type { AliasableExpression, CompiledQuery, Kysely } from "kysely";
import type { Kinds, TypeOf, TypesOf } from "./kinds.ts";
import type { Tables } from "./tables.ts";

/** The parameters of a statement while it is written, by name. Their values come with each run. */
export type Values<Of> = { readonly [Name in keyof Of]: AliasableExpression<TypeOf<Of[Name]>> };

/** A query of kysely that returns such rows. It is compiled and never executed. */
export interface Query<Row> {
  compile(): CompiledQuery;
  execute(): Promise<Row[]>;
}

export interface Statement {
  readonly parameters: Kinds;
  /** The columns of the rows that it returns. */
  readonly columns: Kinds;
  build(values: Values<Kinds>): Query<unknown>;
}

/** What queries are written with. */
export interface QueryContext {
  readonly db: Kysely<Tables>;
  /** For the few statements that differ. All others are one text for both. */
  readonly dialect: "sqlite" | "postgres";
}

/** A statement with its parameters and its columns. TypeScript holds the query to both. */
export function statement<Parameters extends Kinds, Columns extends Kinds>(
  parameters: Parameters,
  columns: Columns,
  build: (values: Values<Parameters>) => Query<TypesOf<Columns>>,
): Statement {
  // Called with the values of these very parameters: see compile.ts.
  return { parameters, columns, build: build as Statement["build"] };
}
