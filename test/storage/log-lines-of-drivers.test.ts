import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { d1Storage, type D1Binding } from "@latchkey/adapter-d1";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import { createHandler, logLines } from "@latchkey/http";
import BetterSqlite3 from "better-sqlite3";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, describe, expect, it } from "vitest";
import { authOver, PASSWORD } from "../support/lived-in.ts";
import { databaseUrl, freshPrefix, postgresUrl } from "../support/postgres/postgres.ts";
import { temporaryFolder } from "../support/storages.ts";

const folder = temporaryFolder();
afterAll(folder.remove);
let files = 0;
const newFile = () => join(folder.path, `${++files}.db`);

/** What the log says when somebody signs up. */
async function said(storage: Storage): Promise<string> {
  const lines: string[] = [];
  const handler = createHandler(authOver(storage), { onError: logLines({ write: (line) => lines.push(line) }) });
  const body = JSON.stringify({
    email: "grace@example.com",
    password: PASSWORD,
    metadata: { note: `a note of grace's ${"x".repeat(12_000)}` },
  });
  const headers = { "content-type": "application/json", "session-carrier": "bearer" };
  const { status } = await handler(new Request("http://localhost/auth/signup", { method: "POST", headers, body }));
  await storage.close();
  expect([status, lines.length]).toEqual([503, 1]);
  expect(lines[0]).not.toMatch(/grace|insert|select|\n/);
  return lines[0]!.replace("latchkey: storage_unavailable: ", "");
}

async function migrated(path: string): Promise<string> {
  const storage = sqliteStorage(path);
  await storage.migrate();
  await storage.close();
  return path;
}

describe("F26 what real drivers say becomes a line that says what to do", () => {
  it.each<[name: string, open: () => Promise<Storage>, line: RegExp]>([
    [
      "node:sqlite, read-only",
      async () => sqliteStorage(new DatabaseSync(await migrated(newFile()), { readOnly: true })),
      /^the database file is read-only: .* \(SQLITE_READONLY\)$/,
    ],
    [
      "better-sqlite3, read-only",
      async () => sqliteStorage(new BetterSqlite3(await migrated(newFile()), { readonly: true })),
      /^the database file is read-only: .* \(SQLITE_READONLY\)$/,
    ],
    [
      "node:sqlite, without its tables",
      async () => sqliteStorage(new DatabaseSync(":memory:"), { migrations: "manual" }),
      /^a table or a column is missing: call storage\.migrate\(\).* \(SQLITE_ERROR\)$/,
    ],
    [
      "better-sqlite3, without its tables",
      async () => sqliteStorage(new BetterSqlite3(":memory:"), { migrations: "manual" }),
      /^a table or a column is missing/,
    ],
    [
      "node:sqlite, full",
      async () => {
        const database = new DatabaseSync(await migrated(newFile()));
        database.exec(
          "create table filler (x); insert into filler values (zeroblob(100000)); pragma max_page_count = 1",
        );
        return sqliteStorage(database);
      },
      /^the disk is full: free some space \(SQLITE_FULL\)$/,
    ],
    [
      "a file that is no database",
      async () => {
        const path = newFile();
        writeFileSync(path, "this is no database, grace ".repeat(100));
        return sqliteStorage(path);
      },
      /^the database file is damaged or is no database: .* \(SQLITE_NOTADB\)$/,
    ],
    [
      "a folder in the place of a file",
      async () => {
        const path = newFile();
        const storage = sqliteStorage(path);
        mkdirSync(path);
        return storage;
      },
      /^the database file cannot be opened: .* \((?:SQLITE_CANTOPEN\w*|EISDIR)\)$/,
    ],
    [
      "PostgreSQL without its tables",
      async () => postgresStorage(postgresUrl(), { prefix: freshPrefix(), migrations: "manual" }),
      /^a table or a column is missing: .* \(42P01\)$/,
    ],
    [
      "PostgreSQL without the database",
      async () => postgresStorage(databaseUrl("no_such_database")),
      /^the database does not exist: create it.* \(3D000\)$/,
    ],
    [
      "PostgreSQL that does not run",
      async () => postgresStorage("postgres://grace:hunter22@127.0.0.1:1/auth"),
      /^the database refused the connection: .* \(ECONNREFUSED\)$/,
    ],
    [
      "PostgreSQL at a host that nobody has",
      async () => postgresStorage("postgres://grace@no-such-host.invalid/auth"),
      /^the database's host name has no address: .* \((?:ENOTFOUND|EAI_AGAIN)\)$/,
    ],
    [
      "D1 without its tables",
      async () => {
        const miniflare = new Miniflare(
          convertV4MiniflareOptions({
            modules: true,
            script: "export default { fetch: () => new Response() };",
            compatibilityDate: "2026-07-30",
            d1Databases: { DB: "log-lines" },
          }),
        );
        const storage = d1Storage((await miniflare.getD1Database("DB")) as unknown as D1Binding, {
          migrations: "manual",
        });
        return { ...storage, close: () => miniflare.dispose() };
      },
      /^a table or a column is missing/,
    ],
  ])(
    "%s",
    async (_, open, line) => {
      expect(await said(await open())).toMatch(line);
    },
    40_000,
  );
});
