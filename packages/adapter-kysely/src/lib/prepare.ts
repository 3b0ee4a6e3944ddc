import { sql, type AliasableExpression, type Compilable } from "kysely";
import type { Bound, Statement } from "./executor.ts";

/** A value by its name while a query is written; what it is comes with each run. */
type Placeholders<Name extends string> = { readonly [name in Name]: AliasableExpression<any> };

/** A query with named values: compiled once, bound at each run. */
export type Query<Name extends string> = (values: { readonly [name in Name]: unknown }) => Bound;

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles what `write` builds, on first use, into one statement whose values are bound by name. */
export function prepare<Name extends string>(name: string, write: (values: Placeholders<Name>) => Compilable): Query<Name> {
  let compiled: { statement: Statement; order: readonly unknown[] } | undefined;
  return (values) => {
    compiled ??= compile(name, write);
    const parameters = compiled.order.map((slot) => (slot instanceof Placeholder ? values[slot.name as Name] : slot));
    return { statement: compiled.statement, parameters };
  };
}

function compile<Name extends string>(name: string, write: (values: Placeholders<Name>) => Compilable) {
  const placeholders = new Proxy({}, { get: (_, slot) => sql.val(new Placeholder(String(slot))) });
  const { sql: text, parameters } = write(placeholders as Placeholders<Name>).compile();
  return { statement: { name, sql: text }, order: parameters };
}
