export type { Bound, Executor, Row, Statement } from "./lib/executor.ts";
export { postgres, sqlite, type Language } from "./lib/language.ts";
export { migrationFiles, type MigrationFile } from "./lib/migration-files.ts";
export { sqlStorage, type SqlStorageOptions, type StorageOptions } from "./lib/sql-storage.ts";
