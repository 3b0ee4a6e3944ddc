import type { Dialect } from "../dialects/dialect.ts";
import type { BoundStatement, Statement } from "../execution/executor.ts";
import type { DeferredStatementTypes } from "../generated/deferred-statements.ts";
import { statements, type StatementTypes } from "../generated/statements.ts";
import { requireStorable } from "../values/codecs.ts";
import { withNames, type Names } from "./names.ts";
import { render } from "./render.ts";

interface EveryStatement extends StatementTypes, DeferredStatementTypes {}

export type StatementName = keyof EveryStatement;

/** The row of a statement, as the database returns it. */
export type RowOf<Name extends StatementName> = Readonly<EveryStatement[Name]["row"]>;

declare const row: unique symbol;

/** A bound statement that knows the type of its rows. */
export interface TypedStatement<Row> extends BoundStatement {
  /** Never there: it carries the type. */
  readonly [row]?: Row;
}

/**
 * Binds a value to each parameter of a statement. TypeScript refuses one that is missing, unknown or of another type.
 */
export type Query<Name extends StatementName> = <Values extends EveryStatement[Name]["parameters"]>(
  values: Values & NoOther<Exclude<keyof Values, keyof EveryStatement[Name]["parameters"]>>,
) => TypedStatement<RowOf<Name>>;

type NoOther<Name extends PropertyKey> = { readonly [Parameter in Name]: never };

/** Statements of a storage, by name: `query.find_session({ id })`. */
export type QueriesOf<Name extends StatementName> = { readonly [Each in Name]: Query<Each> };
export type Queries = QueriesOf<keyof StatementTypes>;
/** Those that are loaded at their first use. */
export type DeferredQueries = QueriesOf<keyof DeferredStatementTypes>;

/** Texts of statements, as a dialect writes them. */
type Texts<Name extends StatementName> = Readonly<Record<Name, string>>;

export function queriesOf(dialect: Dialect, names: Names): Queries {
  return bindAll({ ...statements, ...dialect.statements.variants } as typeof statements, dialect, names);
}

export function bindAll<Name extends StatementName>(
  texts: Texts<Name>,
  dialect: Dialect,
  names: Names,
): QueriesOf<Name> {
  const queries = Object.entries<string>(texts).map(([name, text]) => [
    name,
    bindingOf({ name, text }, dialect, names),
  ]);
  return Object.fromEntries(queries) as QueriesOf<Name>;
}

type Binding = (values: Readonly<Record<string, unknown>>) => BoundStatement;

/** Renders the statement once, when it is first bound. */
function bindingOf(
  { name, text }: { readonly name: string; readonly text: string },
  { statements: own }: Dialect,
  names: Names,
): Binding {
  let statement: Statement;
  let order: readonly string[] | null = null;
  return (values) => {
    if (order === null) {
      const { sql, parameters } = render(text, own);
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
