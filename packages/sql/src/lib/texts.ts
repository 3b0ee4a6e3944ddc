import type { values } from "./written/values.ts";

export type StatementName = keyof typeof values;

/** What a database is told, in its dialect, with `~` where the prefix of the tables belongs. */
export interface Texts {
  /** Makes the table that remembers which migrations were applied. */
  readonly journal: string;
  /** Oldest first. */
  readonly migrations: readonly Migration[];
  readonly statements: Readonly<Record<StatementName, string>>;
}

/** One numbered, frozen change of the tables. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** In order; the first one notes the step as applied, so that it cannot be applied twice. */
  readonly statements: readonly string[];
}
