import type { Dialect } from "./dialect.ts";
import { readNames, withNames } from "./names.ts";

export interface MigrationFileOptions {
  /** In front of every table's name. Default `"auth_"`. */
  readonly prefix?: string | undefined;
  /** PostgreSQL: the schema of the tables, which the first file makes if it is missing. */
  readonly schema?: string | undefined;
  /** Whether each file is one transaction by its own words. */
  readonly transaction: boolean;
}

export interface MigrationFile {
  /** `"0001_accounts.sql"`: in this order. */
  readonly name: string;
  readonly sql: string;
}

/**
 * The same migrations that a storage applies by itself, for people who apply SQL themselves. A file notes itself as
 * applied, so both ways can be mixed, and none is applied twice.
 */
export function migrationFiles({ texts, schemas }: Dialect, options: MigrationFileOptions): readonly MigrationFile[] {
  const { prefix, schema, transaction } = options;
  const names = readNames(schemas, prefix, schema);
  const before = names.schema === null ? [] : [schemas!.create(names.schema)];
  return texts.migrations.map(({ number, name, statements }) => {
    const body = [...before, ...[texts.journal, ...statements].map((statement) => withNames(statement, names))];
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
  return `${statement.slice(0, start)}\n${columns.map((column) => `  ${column}`).join(",\n")}\n${statement.slice(end).trim()}`;
}
