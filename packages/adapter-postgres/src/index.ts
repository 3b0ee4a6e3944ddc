export type { PostgresClient, PostgresPool } from "./lib/pool.ts";
export { postgresStorage, type PostgresStorageOptions } from "./lib/postgres-storage.ts";
