import { sql, type AliasableExpression, type Compilable, type Kysely } from "kysely";
import type { TableNames, Tables } from "./tables.ts";

/** The values that a statement is run with, by name. */
export type Values<Name extends string> = { readonly [name in Name]: AliasableExpression<any> };

/** A query whose values are named while it is written; what they are comes with each run. */
export type Write = (values: any) => Compilable;

/** What queries are written from. */
export interface Writer {
  readonly dialect: "sqlite" | "postgres";
  readonly db: Kysely<Tables>;
  readonly table: TableNames;
}

/** A compiled query: the names of its values stand in the order of its placeholders. */
export interface Compiled {
  readonly sql: string;
  readonly values: readonly string[];
}

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const placeholders = new Proxy({}, { get: (_, name) => sql.val(new Placeholder(String(name))) });

export function compile(write: Write): Compiled {
  const { sql: text, parameters } = write(placeholders).compile();
  const values = parameters.map((parameter) => {
    if (parameter instanceof Placeholder) return parameter.name;
    throw new TypeError(`${JSON.stringify(parameter)} is the same at every run: write it as a literal, in ${text}`);
  });
  return { sql: text, values };
}
