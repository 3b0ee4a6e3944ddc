import type { Database } from "./database.ts";

/** What PostgreSQL says of the place that tables are made in. */
export interface Surroundings {
  /** Whether the schema exists. */
  readonly exists: boolean;
  /** `null` where there is no choice. */
  readonly encoding: string | null;
}

/**
 * Finds out where the tables belong, once: in the schema of choice, or in the one that PostgreSQL makes new tables in. From
 * then on every name is said with it, so that no search_path leads to another's tables.
 *
 * @throws Error when there is no such schema
 */
export async function findSchema(database: Database): Promise<Surroundings> {
  const { language, executor, names, timeoutMs } = database;
  if (language.surroundings === null) return { exists: true, encoding: null };
  const statement = { name: null, sql: language.surroundings };
  const [row] = await executor.all({ statement, parameters: [names.schema] }, performance.now() + timeoutMs);
  const { schema, exists, encoding, committed } = row ?? {};
  if (typeof schema !== "string") {
    throw new Error('No schema of the search_path exists, or none that this role may use. Say where the tables are, like schema: "public"');
  }
  names.schema = schema;
  database.needsReadCommitted = committed !== true;
  return { exists: exists === true, encoding: String(encoding) };
}
