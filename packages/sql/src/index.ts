export { sqlite } from "./lib/dialects/sqlite.ts";
export { sqlStorage, type SqlStorageOptions, type StorageOptions } from "./lib/sql-storage.ts";
export type { Dialect } from "./lib/dialects/dialect.ts";
export { postgres } from "./lib/dialects/postgres.ts";
export { migrationFiles, type MigrationFile, type MigrationFileOptions } from "./lib/migrations/migration-files.ts";
export { checkTimeout, millisecondsUntil, timeoutError, withDeadline } from "./lib/execution/deadline.ts";
export type { BoundStatement, Row, SqlExecutor, Statement } from "./lib/execution/executor.ts";
export { isUnset, missingDatabase } from "./lib/execution/missing-database.ts";
export { withRetries } from "./lib/execution/retry.ts";
