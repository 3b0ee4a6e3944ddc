import { requireStorable } from "./codecs.ts";
import type { BoundStatement, Statement } from "./executor.ts";
import { withNames, type Names } from "./names.ts";
import type { StatementName, Texts } from "./texts.ts";
import { values } from "./written/values.ts";

/** A statement, bound to its values by their names. */
export type Query<Name extends StatementName> = (given: {
  readonly [value in (typeof values)[Name][number]]: unknown;
}) => BoundStatement;

/** Every statement of a storage. */
export type Queries = { readonly [Name in StatementName]: Query<Name> };

export function queriesOf({ statements }: Texts, names: Names): Queries {
  const queries = {} as Record<StatementName, (given: Readonly<Record<string, unknown>>) => BoundStatement>;
  for (const name of Object.keys(values) as StatementName[]) {
    queries[name] = query(statementOf(name, statements[name], names), values[name]);
  }
  return queries;
}

/** Its text is made at first use, when the schema is known. */
function statementOf(name: string, text: string, names: Names): Statement {
  let sql: string | null = null;
  return {
    name,
    get sql() {
      return (sql ??= withNames(text, names));
    },
  };
}

function query(
  statement: Statement,
  order: readonly string[],
): (given: Readonly<Record<string, unknown>>) => BoundStatement {
  return (given) => {
    const parameters = order.map((value) => given[value]);
    for (const parameter of parameters) {
      if (typeof parameter === "string") requireStorable(parameter);
      if (parameter === undefined) throw new TypeError(`a value of ${statement.name} is missing`);
    }
    return { statement, parameters };
  };
}
