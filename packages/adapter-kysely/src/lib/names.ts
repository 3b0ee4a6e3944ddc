/** Where the tables are, and what their names start with. */
export interface Names {
  readonly prefix: string;
  /** `null`: not known yet, or the database has none. */
  schema: string | null;
}

/** Every place of our SQL where a table is named as such. Columns of a table, constraints and indexes take no schema. */
const TABLE = /\b(from|join|into|update|table|table if (?:not )?exists|references|on|(?:drop|alter) index(?: if exists)?) "~/g;

/** A text with the names of this storage's own tables: `~` in front of a name stands for schema and prefix. */
export function withNames(text: string, { prefix, schema }: Names): string {
  const qualified = schema === null ? text : text.replace(TABLE, (_, word: string) => `${word} ${quoted(schema)}."~`);
  return qualified.replaceAll('"~', `"${prefix}`);
}

/** A name as SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @throws TypeError for a prefix that could be more than the start of a name */
export function checkPrefix(prefix: string): string {
  if (/^[a-z_][a-z\d_]{0,31}$/.test(prefix)) return prefix;
  throw new TypeError("prefix must be 1 to 32 lower-case letters, digits or '_', and start with no digit");
}

/** @throws TypeError for a schema that PostgreSQL would shorten, fold or keep for itself */
export function checkSchema(schema: string): string {
  if (typeof schema === "string" && /^(?!pg_)[a-z_][a-z\d_]{0,62}$/.test(schema)) return schema;
  throw new TypeError("schema must be 1 to 63 lower-case letters, digits or '_', and start with neither a digit nor 'pg_', like \"auth\"");
}
