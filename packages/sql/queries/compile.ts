import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  sql,
  SqliteAdapter,
  SqliteQueryCompiler,
  type DatabaseIntrospector,
  type DialectAdapter,
  type QueryCompiler,
} from "kysely";
import type { Statement, Values } from "./statement.ts";
import { PREFIX, type Tables } from "./tables.ts";
import type { Kinds } from "./kinds.ts";

/** A value that comes with each run. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Writes a parameter as `:name`. */
class NamedParameterCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (!(value instanceof Parameter))
      throw new TypeError(`${JSON.stringify(value)} is the same at every run: write it as a literal`);
    this.append(`:${value.name}`);
  }
}

/** For statements. */
export const db = compiler(new PostgresAdapter(), () => new NamedParameterCompiler());

/** For migrations, which differ a lot. */
export const dialects = {
  sqlite: compiler(new SqliteAdapter(), () => new SqliteQueryCompiler()),
  postgres: compiler(new PostgresAdapter(), () => new PostgresQueryCompiler()),
};

/** The text of a statement, with `:name` for a parameter and `~` for the prefix of the tables. */
export function compile({ parameters, build }: Statement): string {
  const names = Object.keys(parameters);
  const values: Values<Kinds> = Object.fromEntries(names.map((name) => [name, sql.val(new Parameter(name))]));
  const text = checkPrefix(build(values).compile().sql);
  const used = new Set([...text.matchAll(/:(\w*)/g)].map((match) => match[1]!));
  if ([...used].sort().join() !== names.toSorted().join())
    throw new TypeError(`the parameters are ${names.join(", ")}, and the text has ${[...used].join(", ")}: ${text}`);
  return text;
}

/** @throws TypeError for a `~` anywhere but at the start of a quoted name */
export function checkPrefix(text: string): string {
  if (text.replaceAll(`"${PREFIX}`, "").includes(PREFIX))
    throw new TypeError(`"${PREFIX}" stands for the prefix, at the start of a name: ${text}`);
  return text;
}

/** A kysely that compiles and never connects. */
function compiler(adapter: DialectAdapter, createQueryCompiler: () => QueryCompiler): Kysely<Tables> {
  return new Kysely({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => new DummyDriver(),
      createIntrospector: () => ({}) as DatabaseIntrospector,
      createQueryCompiler,
    },
  });
}
