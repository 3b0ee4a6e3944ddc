import { sql, type Compilable } from "kysely";
import type { Language } from "./language.ts";
import { accounts } from "./migrations/001-accounts.ts";
import type { Step } from "./migrations/step.ts";

const steps: readonly Step[] = [accounts];

/** One numbered migration as SQL statements, for people who apply SQL themselves. */
export interface MigrationScript {
  readonly number: number;
  readonly name: string;
  /** In order; the first one notes the step as applied, so that it cannot be applied twice. */
  readonly statements: readonly string[];
}

/** Makes the table that remembers which steps were applied. */
export function journalScript(language: Language, prefix: string): string {
  return text(
    language
      .compiler()
      .schema.createTable(`${prefix}migrations`)
      .ifNotExists()
      .addColumn("step", "integer", (column) => column.primaryKey().notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("applied_at", sql.raw(language.name === "postgres" ? "timestamptz" : "text"), (column) =>
        column.notNull().defaultTo(sql.raw("current_timestamp")),
      ),
  );
}

/** Every migration of a language, oldest first. */
export function migrationScripts(language: Language, prefix: string): readonly MigrationScript[] {
  const { schema } = language.compiler();
  return steps.map(({ number, name, write }) => ({
    number,
    name,
    statements: [
      `insert into "${prefix}migrations" ("step", "name") values (${number}, '${name}')`,
      ...write(schema, (table) => prefix + table, language.name).map(text),
    ],
  }));
}

function text(query: Compilable): string {
  return query.compile().sql;
}
