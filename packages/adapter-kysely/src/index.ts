export { kyselyStorage, type KyselyStorageOptions } from "./lib/kysely-storage.ts";
export type { LatchkeyTables } from "./lib/tables.ts";
