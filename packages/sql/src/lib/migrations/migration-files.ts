import type { Dialect } from "../dialects/dialect.ts";
import { readNames, withNames } from "../statements/names.ts";

/** The options of `migrationFiles`. */
export interface MigrationFileOptions {
  /** The start of every table's name. Default `"auth_"`. */
  readonly prefix?: string | undefined;
  /** PostgreSQL: the schema of the tables. The first file creates it if it is missing. Default: the role's own. */
  readonly schema?: string | undefined;
  /** Whether each file begins and commits a transaction. `false` for tools that do that themselves, like wrangler. */
  readonly transaction: boolean;
}

/** One migration as a file. */
export interface MigrationFile {
  /** Like `"0001_accounts.sql"`. Apply the files in the order of their names. */
  readonly name: string;
  /** The SQL text of the step. */
  readonly sql: string;
}

/**
 * The migrations as SQL files, for people who apply them with a tool of their own. A file notes itself as applied, so a
 * storage does not apply it again, whichever way came first.
 *
 * @throws TypeError for a prefix or a schema that is not a plain name, and for a schema on SQLite
 * @example
 * import { writeFileSync } from "node:fs";
 *
 * const files = await migrationFiles(postgres, { schema: "auth", transaction: true });
 * for (const { name, sql } of files) writeFileSync(name, sql);
 */
export async function migrationFiles(
  { statements, schemas }: Dialect,
  options: MigrationFileOptions,
): Promise<readonly MigrationFile[]> {
  const { prefix, schema, transaction } = options;
  const names = readNames(schemas, prefix, schema);
  const before = names.schema === null ? [] : [schemas!.create(names.schema)];
  const { journal, migrations } = await statements.loadMigrations();
  return migrations.map(({ number, name, statements: own }) => {
    const body = [...before, ...[journal, ...own].map((text) => withNames(text, names))];
    const lines = transaction ? ["begin", ...body, "commit"] : body;
    return {
      name: `${String(number).padStart(4, "0")}_${name}.sql`,
      sql: `${lines.map(readable).join(";\n\n")};\n`,
    };
  });
}

/** One column or constraint a line. */
function readable(statement: string): string {
  if (!statement.startsWith("create table")) return statement.trim();
  const start = statement.indexOf(" (") + 2;
  const end = statement.lastIndexOf(")");
  const columns = statement.slice(start, end).split(/, (?="|constraint)(?![^(]*\))/);
  const body = columns.map((column) => `  ${column}`).join(",\n");
  return `${statement.slice(0, start)}\n${body}\n${statement.slice(end).trim()}`;
}
