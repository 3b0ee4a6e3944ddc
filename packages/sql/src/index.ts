export { checkTimeout, millisecondsUntil, timedOut, within } from "./lib/deadline.ts";
export type { Bound, Executor, Row, Statement } from "./lib/executor.ts";
export { postgres, sqlite, type Language } from "./lib/language.ts";
export { migrationFiles, type MigrationFile, type MigrationFileOptions } from "./lib/migration-files.ts";
export { isNotSet, missingDatabase } from "./lib/missing-database.ts";
export { retrying } from "./lib/retry.ts";
export { sqlStorage, type SqlStorageOptions, type StorageOptions } from "./lib/sql-storage.ts";
