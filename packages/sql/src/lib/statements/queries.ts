import type { Dialect } from "../dialects/dialect.ts";
import type { BoundStatement, Statement } from "../execution/executor.ts";
import { statements, type StatementTypes } from "../generated/statements.ts";
import { requireStorable } from "../values/codecs.ts";
import { withNames, type Names } from "./names.ts";
import { render } from "./render.ts";

export type StatementName = keyof StatementTypes;

/** The row of a statement, as the database returns it. */
export type RowOf<Name extends StatementName> = Readonly<StatementTypes[Name]["row"]>;

declare const row: unique symbol;

/** A bound statement that knows the type of its rows. */
export interface TypedStatement<Row> extends BoundStatement {
  /** Never there: it carries the type. */
  readonly [row]?: Row;
}

/**
 * Binds a value to each parameter of a statement. TypeScript refuses one that is missing, unknown or of another type.
 */
export type Query<Name extends StatementName> = <Values extends StatementTypes[Name]["parameters"]>(
  values: Values & NoOther<Exclude<keyof Values, keyof StatementTypes[Name]["parameters"]>>,
) => TypedStatement<RowOf<Name>>;

type NoOther<Name extends PropertyKey> = { readonly [Parameter in Name]: never };

/** Every statement of a storage, by name: `query.find_session({ id })`. */
export type Queries = { readonly [Name in StatementName]: Query<Name> };

export function queriesOf(dialect: Dialect, names: Names): Queries {
  const queries = {} as Record<StatementName, Binding>;
  for (const name of Object.keys(statements) as StatementName[]) queries[name] = bindingOf(name, dialect, names);
  return queries as Queries;
}

type Binding = (values: Readonly<Record<string, unknown>>) => BoundStatement;

/** Renders the statement once, when it is first bound. */
function bindingOf(name: StatementName, { statements: own }: Dialect, names: Names): Binding {
  let statement: Statement;
  let order: readonly string[] | null = null;
  return (values) => {
    if (order === null) {
      const { sql, parameters } = render(own.variants[name] ?? statements[name], own);
      statement = new NamedStatement(name, sql, names);
      order = parameters;
    }
    const parameters = order.map((parameter) => values[parameter]);
    for (const parameter of parameters) {
      if (typeof parameter === "string") requireStorable(parameter);
      if (parameter === undefined) throw new TypeError(`a parameter of the statement ${name} is missing`);
    }
    return { statement, parameters };
  };
}

/** Puts the names of the tables in at first use: only then is the schema known. */
class NamedStatement implements Statement {
  readonly name: string;
  #sql: string;
  #names: Names | null;

  constructor(name: string, text: string, names: Names) {
    this.name = name;
    this.#sql = text;
    this.#names = names;
  }

  get sql(): string {
    if (this.#names) this.#sql = withNames(this.#sql, this.#names);
    this.#names = null;
    return this.#sql;
  }
}
