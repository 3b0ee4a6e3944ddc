import pg from "pg";
import { TABLE_NAMES } from "../table-names.ts";

/** Where a PostgreSQL runs that tests may fill. */
export function postgresUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url)
    throw new Error(
      "TEST_POSTGRES_URL is not set: run this beside a PostgreSQL, " +
        "for example with `node scripts/postgres.mjs vitest run`",
    );
  return url;
}

/** Another database of the same server. */
export function databaseUrl(database: string): string {
  const url = new URL(postgresUrl());
  url.pathname = `/${database}`;
  return url.href;
}

/** A pool whose idle connections may be ended by the server without ending the process. */
export function openPool(max = 10, settings: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: postgresUrl(), max, ...settings });
  pool.on("error", () => {});
  return pool;
}

/** A table prefix that no other suite has, so that all of them can share one database. */
export function freshPrefix(): string {
  return `t${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}_`;
}

export async function dropTables(pool: pg.Pool, prefix: string): Promise<void> {
  const tables = TABLE_NAMES.map((name) => prefix + name);
  await pool.query(`drop table if exists ${tables.join(", ")} cascade`);
}
