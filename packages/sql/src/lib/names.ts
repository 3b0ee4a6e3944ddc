import type { Schemas } from "./schemas.ts";

/** Where the tables are, and what their names start with. */
export interface Names {
  readonly prefix: string;
  /** `null` where the database has none. */
  readonly schemas: Schemas | null;
  /** `null`: not known yet, or the database has none. */
  schema: string | null;
}

/** @throws TypeError for a prefix that could be more than the start of a name, and for a schema that is none */
export function readNames(schemas: Schemas | null, prefix = "auth_", schema?: string): Names {
  if (!/^[a-z_][a-z\d_]{0,31}$/.test(prefix))
    throw new TypeError("prefix must be 1 to 32 lower-case letters, digits or '_', and start with no digit");
  if (schema === undefined) return { prefix, schemas, schema: null };
  if (!schemas) throw new TypeError("schema is for PostgreSQL: take prefix instead");
  return { prefix, schemas, schema: schemas.check(schema) };
}

/** A text with the names of this storage's own tables: `~` in front of a name stands for schema and prefix. */
export function withNames(text: string, { prefix, schemas, schema }: Names): string {
  const qualified = schemas && schema !== null ? schemas.qualify(text, schema) : text;
  return qualified.replaceAll('"~', `"${prefix}`);
}
