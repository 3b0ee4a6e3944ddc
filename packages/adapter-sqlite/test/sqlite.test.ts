import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import Better from "better-sqlite3";
import { describe, expect, it } from "vitest";

describe("a file", () => {
  it("is opened at first use, in WAL mode, and closed by close()", async () => {
    const other = mkdtempSync(join(tmpdir(), "latchkey-sqlite-"));
    const path = join(other, "auth.db");
    const open = sqliteStorage(path);
    await open.migrate();
    const beside = new DatabaseSync(path);
    expect(beside.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
    await open.close();
    // Nobody else has it open now, or this would fail.
    beside.exec("pragma locking_mode = exclusive; begin exclusive; commit");
    beside.close();
    rmSync(other, { recursive: true });
  });
});

describe("a database that the application has open", () => {
  it("keeps its settings and stays open", async () => {
    const database = new DatabaseSync(":memory:");
    database.exec("pragma foreign_keys = off; pragma busy_timeout = 1234");
    const storage = sqliteStorage(database);
    await storage.migrate();
    await storage.close();
    expect(database.prepare("pragma foreign_keys").get()).toEqual({ foreign_keys: 0 });
    expect(database.prepare("pragma busy_timeout").get()).toEqual({ timeout: 1234 });
  });

  it("may hand out BigInts by default", async () => {
    const database = new Better(":memory:").defaultSafeIntegers(true);
    const storage = sqliteStorage(database);
    const at = new Date();
    expect(await storage.counters.add("key", at, new Date(at.getTime() + 1000))).toEqual({
      count: 1,
      resetsAt: new Date(at.getTime() + 1000),
    });
  });

  it("a failing batch leaves nothing behind, and no transaction open", async () => {
    const database = new DatabaseSync(":memory:");
    const storage = sqliteStorage(database);
    await storage.migrate();
    database.exec("drop table auth_sessions");
    const at = new Date();
    const user = {
      id: crypto.randomUUID(),
      pool: "users",
      email: "a@example.com",
      username: null,
      emailVerified: false,
      metadata: null,
      appMetadata: null,
      disabled: false,
      sessionVersion: 1,
      createdAt: at,
      updatedAt: at,
    };
    const session = {
      id: "0123456789abcdef",
      userId: user.id,
      version: 1,
      createdAt: at,
      expiresAt: at,
      endsAt: at,
      lastUsedAt: at,
      provedAt: at,
      methods: ["password"],
      address: null,
      agent: null,
    };
    await expect(storage.users.insert({ user, passwordHash: "$x$" }, session)).rejects.toThrow(/no such table/);
    expect(await storage.users.findByEmail("users", "a@example.com")).toBeNull();
    database.exec("begin; commit");
  });
});

describe("sqliteStorage", () => {
  it.each([7, {}, true])("refuses %j at start and says that it takes a path or a database", (value) => {
    expect(() => sqliteStorage(value as string)).toThrow(/path of a file/);
  });
});
