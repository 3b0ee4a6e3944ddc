import type { Language } from "./language.ts";
import { checkPrefix, withPrefix } from "./texts.ts";

export interface MigrationFile {
  /** `"0001_accounts.sql"`: in this order. */
  readonly name: string;
  readonly sql: string;
}

/**
 * The same migrations that a storage applies by itself, for people who apply SQL themselves. A file notes itself as
 * applied, so both ways can be mixed, and none is applied twice.
 */
export function migrationFiles({ texts }: Language, options: { readonly prefix?: string | undefined; readonly transaction: boolean }): readonly MigrationFile[] {
  const { prefix = "auth_", transaction } = options;
  checkPrefix(prefix);
  return texts.migrations.map(({ number, name, statements }) => {
    const body = [texts.journal, ...statements].map((statement) => withPrefix(statement, prefix));
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
