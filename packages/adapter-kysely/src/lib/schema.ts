import type { Database } from "./database.ts";

/**
 * Finds out where the tables belong, once: in the schema of choice, or in the one that PostgreSQL makes new tables in. From
 * then on every name is said with it, so that no search_path leads to another's tables.
 *
 * @returns whether the schema exists
 * @throws Error for a database that can never work
 */
export async function findSchema({ language, executor, names, timeoutMs }: Database): Promise<boolean> {
  if (language.surroundings === null) return true;
  const statement = { name: null, sql: language.surroundings };
  const [row] = await executor.all({ statement, parameters: [names.schema] }, performance.now() + timeoutMs);
  const { schema, exists, encoding } = row ?? {};
  if (encoding !== "UTF8") {
    throw new Error(`The encoding of this database is ${String(encoding)}, which cannot hold every text. Make one with: create database … encoding 'UTF8' template template0`);
  }
  if (typeof schema !== "string") {
    throw new Error('No schema of the search_path exists, or none that this role may use. Say where the tables are, like schema: "public"');
  }
  names.schema = schema;
  return exists === true;
}
