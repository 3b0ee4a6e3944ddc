/** A database that another process has filled, for a process that only asks. */

import pg from "pg";
import { postgresStorage } from "../../packages/adapter-postgres/src/index.ts";
import { sqliteStorage } from "../../packages/adapter-sqlite/src/index.ts";
import type { Storage } from "../../packages/core/src/index.ts";

export type Place = { readonly file: string } | { readonly url: string; readonly prefix: string };

export function openStorage(place: Place): { storage: Storage; close: () => Promise<void> } {
  if ("file" in place) {
    const storage = sqliteStorage(place.file);
    return { storage, close: () => storage.close() };
  }
  const pool = new pg.Pool({ connectionString: place.url, max: 10, application_name: "latchkey-bench" });
  return { storage: postgresStorage(pool, { prefix: place.prefix, migrations: "manual" }), close: () => pool.end() };
}
