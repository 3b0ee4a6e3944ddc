export { kyselyStorage, type KyselyStorageOptions } from "./lib/kysely-storage.ts";
export type { LatchkeyApiKeysTable, LatchkeySessionsTable, LatchkeyTables, LatchkeyUsersTable } from "./lib/tables.ts";
