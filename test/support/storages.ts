import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage, type SqliteDatabase } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropTables, freshPrefix, openPool } from "./postgres/postgres.ts";

/** A storage over an empty database, and how to leave nothing behind. */
export interface OpenStorage {
  readonly storage: Storage;
  readonly close: () => Promise<void>;
}

export interface StorageKind {
  readonly name: string;
  readonly open: () => Promise<OpenStorage>;
}

export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "latchkey-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** A new file, opened by the storage itself with the driver that it picks. */
const sqliteFile: StorageKind["open"] = async () => {
  const folder = temporaryFolder();
  const storage = sqliteStorage(join(folder.path, "auth.db"));
  return {
    storage,
    async close() {
      await storage.close();
      folder.remove();
    },
  };
};

/** A database that the application has open already. */
const sqliteDatabase =
  (open: () => Promise<SqliteDatabase>): StorageKind["open"] =>
  async () => {
    const database = await open();
    return { storage: sqliteStorage(database), close: async () => void database.close() };
  };

const betterSqlite3 = async () => new (await import("better-sqlite3")).default(":memory:");
const nodeSqlite = async () => new (await import("node:sqlite")).DatabaseSync(":memory:");
const bunSqlite = async () => {
  const name = "bun:sqlite";
  return new (await import(name)).Database(":memory:") as SqliteDatabase;
};

const postgres =
  (options = ""): StorageKind["open"] =>
  async () => {
    const pool = openPool(10, { options });
    const prefix = freshPrefix();
    return {
      storage: postgresStorage(pool, { prefix }),
      async close() {
        await dropTables(pool, prefix);
        await pool.end();
      },
    };
  };

const drivers: readonly StorageKind[] =
  "Bun" in globalThis
    ? [
        { name: "bun:sqlite, a file", open: sqliteFile },
        { name: "bun:sqlite, an open database", open: sqliteDatabase(bunSqlite) },
        { name: "better-sqlite3, an open database", open: sqliteDatabase(betterSqlite3) },
      ]
    : [
        { name: "better-sqlite3, a file", open: sqliteFile },
        { name: "better-sqlite3, an open database", open: sqliteDatabase(betterSqlite3) },
        { name: "node:sqlite, an open database", open: sqliteDatabase(nodeSqlite) },
      ];

/** A database whose owner has switched this and that. */
function switched(database: SqliteDatabase, pragmas: readonly string[]): SqliteDatabase {
  for (const pragma of pragmas) database.exec(`pragma ${pragma}`);
  return database;
}

const PRAGMAS = [
  "foreign_keys = off",
  "recursive_triggers = on",
  "case_sensitive_like = on",
  "reverse_unordered_selects = on",
  "legacy_alter_table = on",
  "defer_foreign_keys = on",
  "busy_timeout = 50",
  "count_changes = on",
  "encoding = 'UTF-16'",
];

const betterSwitched = async () => {
  const database = new (await import("better-sqlite3")).default(":memory:");
  return switched(database.defaultSafeIntegers(true), PRAGMAS);
};
const nodeSwitched = async () => {
  const options = {
    readBigInts: true,
    returnArrays: true,
    enableForeignKeyConstraints: false,
    allowBareNamedParameters: false,
  };
  return switched(new (await import("node:sqlite")).DatabaseSync(":memory:", options), PRAGMAS);
};
const bunSwitched = async () => {
  const name = "bun:sqlite";
  return switched(
    new (await import(name)).Database(":memory:", { safeIntegers: true, strict: true }) as SqliteDatabase,
    PRAGMAS,
  );
};

/** Only kinds whose name has this in it, for a mutation run of one adapter. */
const chosen = process.env.STORAGE_KINDS ?? "";
const isChosen = ({ name }: StorageKind) => name.includes(chosen);

const better: StorageKind = { name: "F22 better-sqlite3 with its switches on", open: sqliteDatabase(betterSwitched) };

const oddPostgres: StorageKind = {
  name: "F21 F23 PostgreSQL, SERIALIZABLE and with unusual settings",
  open: postgres(
    "-c default_transaction_isolation=serializable -c datestyle=German " +
      "-c timezone=Asia/Kathmandu -c extra_float_digits=-15",
  ),
};

/** Each driver with its database-wide switches on, and a server with unusual settings. */
export const switchedKinds: readonly StorageKind[] = [
  better,
  "Bun" in globalThis
    ? { name: "F22 bun:sqlite with its switches on", open: sqliteDatabase(bunSwitched) }
    : { name: "F22 node:sqlite with its switches on", open: sqliteDatabase(nodeSwitched) },
  oddPostgres,
].filter(isChosen);

/** Every storage that this runtime can have. */
export const storageKinds: readonly StorageKind[] = [
  { name: "memory", open: async () => ({ storage: memoryStorage(), close: async () => {} }) },
  ...drivers,
  { name: "PostgreSQL", open: postgres() },
].filter(isChosen);
