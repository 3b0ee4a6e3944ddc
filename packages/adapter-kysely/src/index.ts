export type { Bound, Executor, Row, Statement } from "./lib/executor.ts";
export { postgres, sqlite, type Language } from "./lib/language.ts";
export { migrationScripts, type MigrationScript } from "./lib/migration-scripts.ts";
export { sqlStorage, type SqlStorageOptions, type StorageOptions } from "./lib/sql-storage.ts";
