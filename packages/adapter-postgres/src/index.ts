export type { PostgresClient, PostgresPool } from "./lib/executor.ts";
export { postgresStorage, type PostgresStorageOptions } from "./lib/postgres-storage.ts";
