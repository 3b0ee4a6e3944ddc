import type { Schemas } from "../dialects/postgres-schemas.ts";

/** Where the tables are, and what their names start with. */
export interface Names {
  readonly prefix: string;
  /** `null`: the database has no schemas. */
  readonly schemas: Schemas | null;
  /** `null`: not known yet, or the database has no schemas. */
  schema: string | null;
}

/** @throws TypeError for a prefix that is not the start of a plain name, and for a schema that is not a plain name */
export function readNames(schemas: Schemas | null, prefix = "auth_", schema?: string): Names {
  if (!/^[a-z_][a-z\d_]{0,31}$/.test(prefix))
    throw new TypeError("prefix must be 1 to 32 lower-case letters, digits or '_', and not start with a digit");
  if (schema === undefined) return { prefix, schemas, schema: null };
  if (!schemas) throw new TypeError("schema is for PostgreSQL: use prefix instead");
  return { prefix, schemas, schema: schemas.check(schema) };
}

/** Puts the names of this storage's tables into a text: `"~` becomes the schema and the prefix. */
export function withNames(text: string, { prefix, schemas, schema }: Names): string {
  const qualified = schemas && schema !== null ? schemas.qualify(text, schema) : text;
  return qualified.replaceAll('"~', `"${prefix}`);
}
