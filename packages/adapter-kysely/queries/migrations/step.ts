import type { Compilable, SchemaModule } from "kysely";

/**
 * A numbered change of the schema, frozen once released: it spells out its own types and imports nothing that can
 * change later.
 */
export interface Step {
  readonly number: number;
  readonly name: string;
  readonly write: (schema: SchemaModule, table: (name: string) => string, language: "sqlite" | "postgres") => readonly Compilable[];
}
