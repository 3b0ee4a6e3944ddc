import { sql, type AliasedExpression, type RawBuilder } from "kysely";
import type { StoredMoment } from "../src/lib/values/stored.ts";
import { isMoment, type Kind, type Kinds, type TypeOf } from "./kinds.ts";
import type { Values } from "./statement.ts";
import { tables, type Column, type TableName, type Tables } from "./tables.ts";

/** `user_id` as the name of a parameter: `userId`. */
type CamelCase<Name> = Name extends `${infer First}_${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}` : Name;

/** A parameter for every column of a table. */
type ParametersOf<Name extends TableName, Omitted = never> = {
  [C in Exclude<Column<Name>, Omitted> as CamelCase<C>]: (typeof tables)[Name][C];
};

/** Selected columns, by the names that they have in a row. */
type Selection<Columns> = readonly {
  [Name in keyof Columns]: AliasedExpression<TypeOf<Columns[Name]>, Name & string>;
}[keyof Columns][];

/**
 * A moment as it is read: whole milliseconds since 1970. Each dialect has its own expression for `milliseconds(…)`.
 * PostgreSQL writes a `timestamptz` as the session's `DateStyle` and `TimeZone` want it, and a number always the same
 * way.
 */
export function milliseconds(column: string): RawBuilder<StoredMoment> {
  return sql<StoredMoment>`milliseconds(${sql.ref(column)})`;
}

/**
 * Columns to read, one by one: with `*` a column that a later version adds would change what a prepared statement
 * returns.
 *
 * @param columns by the names that they get
 * @param nameOf where one is read from, like `u.id`
 */
export function read<Columns extends Kinds>(columns: Columns, nameOf: (name: string) => string): Selection<Columns> {
  const selected = Object.entries(columns).map(([name, kind]) => {
    const column = nameOf(name);
    if (isMoment(kind)) return milliseconds(column).as(name);
    return column.split(".").at(-1) === name ? column : `${column} as ${name}`;
  });
  // kysely takes "u.id" for the expression that it is.
  return selected as unknown as Selection<Columns>;
}

export function omit<Columns extends Kinds, Name extends keyof Columns>(
  columns: Columns,
  ...names: Name[]
): Omit<Columns, Name> {
  const kept = Object.entries(columns).filter(([name]) => !names.includes(name as Name & string));
  return Object.fromEntries(kept) as unknown as Omit<Columns, Name>;
}

/** The parameters of a new row: one for every column but those that the statement finds by itself. */
export function parametersOf<Name extends TableName, Omitted extends Column<Name> = never>(
  name: Name,
  ...omitted: Omitted[]
): ParametersOf<Name, Omitted> {
  const columns = Object.entries<Kind<unknown>>(tables[name]).filter(
    ([column]) => !omitted.includes(column as Omitted),
  );
  return Object.fromEntries(columns.map(([column, kind]) => [camelCase(column), kind])) as ParametersOf<Name, Omitted>;
}

export function columnsOf<Name extends TableName>(name: Name): Column<Name>[] {
  return Object.keys(tables[name]) as Column<Name>[];
}

/** A new row to insert: each column has its parameter. */
export function newRow<Name extends TableName>(
  name: Name,
  values: Values<ParametersOf<Name>>,
): { [C in Column<Name>]: RawBuilder<Tables[Name][C]> } {
  const parameters = values as Values<Kinds>;
  const row = columnsOf(name).map((column) => [column, parameters[camelCase(column)]]);
  return Object.fromEntries(row) as { [C in Column<Name>]: RawBuilder<Tables[Name][C]> };
}

/**
 * A new row to insert from a select: each column has its parameter, or is what the select finds.
 *
 * @param found by column, like `{ user_id: "u.id as user_id" }`
 */
export function selectedRow<Name extends TableName, Found extends Partial<Record<Column<Name>, string>>>(
  name: Name,
  values: Values<ParametersOf<Name, keyof Found>>,
  found: Found,
): (Found[keyof Found] | AliasedExpression<unknown, Column<Name>>)[] {
  const parameters = values as Values<Kinds>;
  return columnsOf(name).map((column) => found[column] ?? parameters[camelCase(column)]!.as(column));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
