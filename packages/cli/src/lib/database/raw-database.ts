import Sqlite from "better-sqlite3";
import pg from "pg";

/** A row as the driver gives it. */
export type RawRow = Readonly<Record<string, unknown>>;

/** A database that is asked without a storage: for what stands around the accounts. */
export interface RawDatabase {
  ask(sql: string): Promise<readonly RawRow[]>;
  close(): Promise<void>;
}

/** Milliseconds for a connection, and for each answer. */
const TIMEOUT_MS = 5000;

/** @throws Error of the driver: there is no such file, or it is no database */
export function rawSqlite(path: string): RawDatabase {
  const database = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: TIMEOUT_MS });
  return {
    ask: async (sql) => database.prepare(sql).all() as RawRow[],
    close: async () => void database.close(),
  };
}

/** @throws Error of the driver: it cannot be reached, or refuses */
export async function rawPostgres(url: string): Promise<RawDatabase> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A connection that breaks makes the next question fail.
  client.on("error", () => {});
  await client.connect();
  return {
    ask: async (sql) => (await client.query<RawRow>(sql)).rows,
    close: () => client.end(),
  };
}
