import type { values } from "./written/values.ts";

export type StatementName = keyof typeof values;

/** What a database is told, in its language, with `~` where the prefix of the tables belongs. */
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

/** @throws TypeError for a prefix that could be more than the start of a name */
export function checkPrefix(prefix: string): string {
  if (/^[a-z_][a-z\d_]{0,31}$/.test(prefix)) return prefix;
  throw new TypeError("prefix must be 1 to 32 lower-case letters, digits or '_', and start with no digit");
}

/** A text with the names of this storage's own tables. */
export function withPrefix(text: string, prefix: string): string {
  return text.replaceAll("~", prefix);
}
