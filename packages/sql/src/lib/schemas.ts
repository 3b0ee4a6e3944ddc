import type { SqlExecutor } from "./executor.ts";

/** A storage, as far as this looks at it and writes into it. */
interface Place {
  readonly executor: SqlExecutor;
  readonly names: { schema: string | null };
  readonly timeoutMs: number;
  needsReadCommitted: boolean;
}

/** Where a database has schemas: how the tables of one are named and found. A part of its dialect, so that others go without. */
export interface Schemas {
  /** @throws TypeError for a schema that the database would shorten, fold or keep for itself */
  check(schema: string): string;
  /** A text of ours, with the schema in front of every table. */
  qualify(text: string, schema: string): string;
  /** The statement that makes it if it is missing. */
  create(schema: string): string;
  /**
   * Finds out where the tables belong, once: in the schema of choice, or in the one that the database makes new tables in.
   * From then on every name is said with it, so that no search_path leads to another's tables.
   *
   * @returns what must run before the first migration
   * @throws Error when there is no such schema, or when migrations are meant for a database that cannot hold all text
   */
  find(place: Place, isMigrating: boolean): Promise<readonly string[]>;
}

/** Every place of our SQL where a table is named as such. Columns of a table, constraints and indexes take no schema. */
const TABLE =
  /\b(from|join|into|update|table|table if (?:not )?exists|references|on|(?:drop|alter) index(?: if exists)?) "~/g;

/** Given the chosen schema or `null`. `committed`: whether transactions read what others have committed meanwhile. */
const SURROUNDINGS = `
    select coalesce($1::text, current_schema()::text) as "schema", current_setting('server_encoding') as "encoding",
      current_setting('default_transaction_isolation') = 'read committed' as "committed",
      exists (select 1 from pg_catalog.pg_namespace where nspname = coalesce($1::text, current_schema()::text)) as "exists"`;

export const postgresSchemas: Schemas = {
  check(schema) {
    if (typeof schema === "string" && /^(?!pg_)[a-z_][a-z\d_]{0,62}$/.test(schema)) return schema;
    throw new TypeError(
      "schema must be 1 to 63 lower-case letters, digits or '_', and start with neither a digit nor 'pg_', like \"auth\"",
    );
  },
  qualify: (text, schema) => text.replace(TABLE, (_, word: string) => `${word} "${schema.replaceAll('"', '""')}"."~`),
  create: (schema) => `create schema if not exists "${schema}"`,
  async find(place, isMigrating) {
    const { executor, names, timeoutMs } = place;
    const statement = { name: null, sql: SURROUNDINGS };
    const [row] = await executor.all({ statement, parameters: [names.schema] }, performance.now() + timeoutMs);
    const { schema, exists, encoding, committed } = row ?? {};
    if (typeof schema !== "string") {
      throw new Error(
        'No schema of the search_path exists, or none that this role may use. Say where the tables are, like schema: "public"',
      );
    }
    if (isMigrating && encoding !== "UTF8") {
      const remedy = "create database … encoding 'UTF8' template template0";
      throw new Error(
        `The encoding of this database is ${String(encoding)}, which cannot hold every text. Make one with: ${remedy}`,
      );
    }
    names.schema = schema;
    place.needsReadCommitted = committed !== true;
    return exists === true ? [] : [postgresSchemas.create(schema)];
  },
};
