import type { Compilable, Kysely } from "kysely";

/**
 * A numbered change of the schema, frozen once released: it spells out its own types and imports nothing that can
 * change later.
 */
export interface Step {
  readonly number: number;
  readonly name: string;
  /** `db` knows no tables: a step names those of its own time. */
  readonly write: (
    db: Kysely<any>,
    table: (name: string) => string,
    dialect: "sqlite" | "postgres",
  ) => readonly Compilable[];
}
