import type { SqlStatements } from "../dialects/dialect.ts";

/** A statement as a database takes it. */
export interface RenderedStatement {
  readonly sql: string;
  /** The names of its parameters, in the order in which they are bound. */
  readonly parameters: readonly string[];
}

/** Turns the common text into the text of a dialect: `:name` and `milliseconds(…)`. */
export function render(
  text: string,
  { placeholder, milliseconds }: Pick<SqlStatements, "placeholder" | "milliseconds">,
): RenderedStatement {
  const parameters: string[] = [];
  const sql = text
    .replace(/:(\w+)/g, (_, name: string) => placeholder(parameters, name))
    .replace(/milliseconds\(([^)]+)\)/g, milliseconds);
  // A copy has no room to grow, which it would keep for good.
  return { sql, parameters: [...parameters] };
}
