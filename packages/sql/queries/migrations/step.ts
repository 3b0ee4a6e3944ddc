import type { Compilable, Kysely } from "kysely";

/**
 * A numbered change of the tables. It never changes once it is released, so it names its own types and imports nothing
 * that can change later.
 */
export interface Step {
  readonly number: number;
  readonly name: string;
  /** `db` has no types of tables: a step names the tables as they were at its time. */
  readonly write: (
    db: Kysely<any>,
    table: (name: string) => string,
    dialect: "sqlite" | "postgres",
  ) => readonly Compilable[];
}
