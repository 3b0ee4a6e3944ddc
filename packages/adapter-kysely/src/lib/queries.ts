import type { Bound, Statement } from "./executor.ts";
import { withPrefix, type StatementName, type Texts } from "./texts.ts";
import { values } from "./written/values.ts";

/** A statement, bound to its values by their names. */
export type Query<Name extends StatementName> = (given: { readonly [value in (typeof values)[Name][number]]: unknown }) => Bound;

/** Every statement of a storage. */
export type Queries = { readonly [Name in StatementName]: Query<Name> };

export function queriesOf({ statements }: Texts, prefix: string): Queries {
  const queries = {} as Record<StatementName, (given: Readonly<Record<string, unknown>>) => Bound>;
  for (const name of Object.keys(values) as StatementName[]) {
    queries[name] = query({ name, sql: withPrefix(statements[name], prefix) }, values[name]);
  }
  return queries;
}

function query(statement: Statement, order: readonly string[]): (given: Readonly<Record<string, unknown>>) => Bound {
  return (given) => ({ statement, parameters: order.map((value) => given[value]) });
}
