export { checkTimeout, millisecondsUntil, timeoutError, withDeadline } from "./lib/deadline.ts";
export type { BoundStatement, SqlExecutor, Row, Statement } from "./lib/executor.ts";
export { postgres, sqlite, type Dialect } from "./lib/dialect.ts";
export { migrationFiles, type MigrationFile, type MigrationFileOptions } from "./lib/migration-files.ts";
export { isUnset, missingDatabase } from "./lib/missing-database.ts";
export { withRetries } from "./lib/retry.ts";
export { sqlStorage, type SqlStorageOptions, type StorageOptions } from "./lib/sql-storage.ts";
