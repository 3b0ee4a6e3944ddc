import type { SqlExecutor } from "../execution/executor.ts";

/** A storage, as far as it is read and changed here. */
interface SchemaSearch {
  readonly executor: SqlExecutor;
  readonly names: { schema: string | null };
  readonly timeoutMs: number;
  needsReadCommitted: boolean;
}

/**
 * How tables in a schema are named and found. A part of the dialect, so that bundles for other databases leave it out.
 */
export interface Schemas {
  /** @throws TypeError for a schema that the database would shorten, change to lower case, or reserve for itself */
  check(schema: string): string;
  /** Puts the schema in front of every table in a text of ours. */
  qualify(text: string, schema: string): string;
  /** The statement that creates the schema if it is missing. */
  create(schema: string): string;
  /**
   * Finds out once which schema the tables are in: the chosen one, or the one that the database creates new tables in.
   * From then on every table is named with its schema, so that no search_path leads to another application's tables.
   *
   * @returns the statements that must run before the first migration
   * @throws Error when there is no such schema, or when a database to migrate cannot hold all text
   */
  find(search: SchemaSearch, isMigrating: boolean): Promise<readonly string[]>;
}

/** Every place of our SQL that names a table as such. Columns, constraints and indexes take no schema. */
const TABLE =
  /\b(from|join|into|update|table|table if (?:not )?exists|references|on|(?:drop|alter) index(?: if exists)?) "~/g;

/** `$1` is the chosen schema or `null`. */
const SETTINGS = `
  select coalesce($1::text, current_schema()::text) as "schema", current_setting('server_encoding') as "encoding",
    current_setting('default_transaction_isolation') = 'read committed' as "committed",
    exists (
      select 1 from pg_catalog.pg_namespace where nspname = coalesce($1::text, current_schema()::text)
    ) as "exists"`;

export const postgresSchemas: Schemas = {
  check(schema) {
    if (typeof schema === "string" && /^(?!pg_)[a-z_][a-z\d_]{0,62}$/.test(schema)) return schema;
    throw new TypeError(
      "schema must be 1 to 63 lower-case letters, digits or '_', like \"auth\", and not start with a digit or 'pg_'",
    );
  },
  qualify: (text, schema) => text.replace(TABLE, (_, word: string) => `${word} "${schema.replaceAll('"', '""')}"."~`),
  create: (schema) => `create schema if not exists "${schema}"`,
  async find(search, isMigrating) {
    const { executor, names, timeoutMs } = search;
    const statement = { name: null, sql: SETTINGS };
    const [row] = await executor.all({ statement, parameters: [names.schema] }, performance.now() + timeoutMs);
    const { schema, exists, encoding, committed } = row ?? {};
    if (typeof schema !== "string") {
      throw new Error(
        'No schema of the search_path exists, or this role may use none of them. Name one, like schema: "public"',
      );
    }
    if (isMigrating && encoding !== "UTF8") {
      const remedy = "create database … encoding 'UTF8' template template0";
      throw new Error(
        `The encoding of this database is ${String(encoding)}, which cannot hold every text. Make one with: ${remedy}`,
      );
    }
    names.schema = schema;
    search.needsReadCommitted = committed !== true;
    return exists === true ? [] : [postgresSchemas.create(schema)];
  },
};
