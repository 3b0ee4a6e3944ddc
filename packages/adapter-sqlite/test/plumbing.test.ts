import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStorage, type SqliteDatabase, type SqliteStatement } from "@latchkey/adapter-sqlite";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sqliteExecutor } from "../src/lib/executor.ts";
import { inFolder } from "./drivers.ts";

const soon = () => performance.now() + 1_000;
const named = (name: string, sql: string, ...parameters: unknown[]) => ({ statement: { name, sql }, parameters });

/** A real database, and what was asked of it; `fails` names statements that throw. */
function recorded(fails: Readonly<Record<string, Error>> = {}) {
  const database = new Database(":memory:");
  const calls: string[] = [];
  const prepare = (sql: string): SqliteStatement => {
    calls.push(`prepare ${sql}`);
    const statement = database.prepare(sql);
    const run = (how: "all" | "run", values: unknown[]) => {
      calls.push(`${how} ${sql}`);
      if (fails[sql]) throw fails[sql];
      return statement[how](...values) as unknown[];
    };
    return {
      reader: statement.reader,
      all: (...values) => run("all", values),
      run: (...values) => run("run", values),
      safeIntegers: (on) => void calls.push(`safeIntegers ${on} ${sql}`),
      finalize: () => void calls.push(`finalize ${sql}`),
    };
  };
  const wrapped: SqliteDatabase = { prepare, exec: (sql) => database.exec(sql), close: () => database.close() };
  return { database: wrapped, calls };
}

/** An executor over such a database, and what became of it. */
function executorOver(...databases: ReturnType<typeof recorded>[]) {
  const events: string[] = [];
  const executor = sqliteExecutor({
    open: async () => (events.push("open"), databases[events.filter((event) => event === "open").length - 1]!.database),
    close: () => void events.push("close"),
    discard: () => void events.push("discard"),
  });
  return { executor, events };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the executor", () => {
  it("F67 opens once for concurrent calls, prepares a named statement once, and releases it on close", async () => {
    const { database, calls } = recorded();
    const { executor, events } = executorOver({ database, calls });
    const one = named("one", "select 1 as n");
    await Promise.all([executor.all(one, soon()), executor.all(one, soon())]);
    expect(await executor.all(one, soon())).toEqual([{ n: 1 }]);
    expect(calls.filter((call) => !call.startsWith("all"))).toEqual([
      "prepare select 1 as n",
      "safeIntegers false select 1 as n",
    ]);
    await executor.close();
    expect(events).toEqual(["open", "close"]);
    expect(calls.at(-1)).toBe("finalize select 1 as n");
  });

  it("F67 forgets a statement without a name when it has run", async () => {
    const { database, calls } = recorded();
    const { executor } = executorOver({ database, calls });
    const once = { statement: { name: null, sql: "create table t (n)" }, parameters: [] };
    expect(await executor.all(once, soon())).toEqual([]);
    expect(calls).toEqual(["prepare create table t (n)", "run create table t (n)", "finalize create table t (n)"]);
    await executor.close();
    expect(calls).toHaveLength(3);
  });

  it("F26 opens anew a database that cannot roll back, and tells the first error", async () => {
    const stuck = recorded({ "select 1": new Error("disk I/O error"), rollback: new Error("disk I/O error again") });
    const fresh = recorded();
    const { executor, events } = executorOver(stuck, fresh);
    await expect(executor.batch([named("one", "select 1")], soon())).rejects.toThrow(/^disk I\/O error$/);
    expect(events).toEqual(["open", "discard"]);
    expect(stuck.calls.filter((call) => call.startsWith("finalize"))).toHaveLength(3);
    expect(await executor.batch([named("one", "select 1 as n")], soon())).toEqual([[{ n: 1 }]]);
    expect(events).toEqual(["open", "discard", "open"]);
  });

  it.each([
    ["nothing is left to roll back", { rollback: new Error("cannot rollback - no transaction is active") }],
    ["the rollback succeeds", {}],
  ])("F26 keeps a database when %s", async (_, more) => {
    const { executor, events } = executorOver(recorded({ "select 1": new Error("full"), ...more }));
    await expect(executor.batch([named("one", "select 1")], soon())).rejects.toThrow(/^full$/);
    expect(events).toEqual(["open"]);
  });

  it("closes quietly what could not be opened, and what was never opened", async () => {
    const { executor, events } = executorOver();
    await executor.close();
    const failing = sqliteExecutor({
      open: () => Promise.reject(new Error("no")),
      close: () => void events.push("close"),
      discard: () => {},
    });
    const opening = failing.all(named("one", "select 1"), soon());
    const closing = failing.close();
    await expect(opening).rejects.toThrow("no");
    await expect(closing).resolves.toBeUndefined();
    expect(events).toEqual([]);
  });
});

describe("a file", () => {
  it("F67 is opened with these settings, in this order", async () => {
    const exec = vi.spyOn(Database.prototype, "exec");
    await inFolder(async (folder) => {
      const storage = sqliteStorage(join(folder, "auth.db"), { migrations: "manual" });
      await storage.users.find("x").catch(() => {});
      await storage.close();
    });
    expect(exec.mock.calls.map(([sql]) => sql)).toEqual([
      "pragma busy_timeout = 0",
      "pragma journal_mode = wal",
      "pragma synchronous = normal",
      "pragma wal_autocheckpoint = 4000",
      "pragma mmap_size = 2147418112",
      "pragma foreign_keys = on",
    ]);
  });

  const folder = tmpdir();
  const missing = join(folder, "latchkey-none.db");

  const failing = (method: "accessSync" | "statSync", code: string, when: (path: string) => boolean) => {
    const original = fs[method] as (...parameters: unknown[]) => unknown;
    vi.spyOn(fs, method).mockImplementation(((path: string, ...rest: unknown[]) => {
      if (when(String(path))) throw Object.assign(new Error(code), { code });
      return original(path, ...rest);
    }) as never);
  };

  it.each(["EACCES", "EROFS"])(
    "F51 in a folder that refuses to be written to (%s) is a TypeError with the path",
    (code) => {
      failing("accessSync", code, (path) => path === folder);
      expect(() => sqliteStorage(missing)).toThrow(`this process may not write into ${JSON.stringify(folder)}`);
      expect(() => sqliteStorage(missing)).toThrow(TypeError);
    },
  );

  it.each(["EACCES", "EROFS"])("F51 that refuses to be read and written (%s) is a TypeError with the path", (code) => {
    failing("accessSync", code, (path) => path === missing);
    expect(() => sqliteStorage(missing)).toThrow("this process may not read and write it");
  });

  it("F51 below another file has no folder", async () => {
    await inFolder(async (own) => {
      fs.writeFileSync(join(own, "file"), "");
      expect(() => sqliteStorage(join(own, "file", "below", "auth.db"))).toThrow("there is no folder");
    });
  });

  it("F51 that cannot be looked at is left to the opening", () => {
    failing("accessSync", "EIO", () => true);
    failing("statSync", "EIO", () => true);
    expect(() => sqliteStorage(missing)).not.toThrow();
  });
});
