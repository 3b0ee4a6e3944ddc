export type { SqliteDatabase, SqliteStatement } from "./lib/database.ts";
export { sqliteStorage, type SqliteStorageOptions } from "./lib/sqlite-storage.ts";
