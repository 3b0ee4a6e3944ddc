import { postgres, sqlite, sqlStorage } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { fakeExecutor, isSchemaSearch, postgresAnswer } from "../support/fake-executor.ts";

const isCommitted = { ...postgresAnswer, committed: true };
const upToDate = (sql: string) =>
  isSchemaSearch(sql) ? [isCommitted] : sql.startsWith("select step") ? [{ step: 1 }, { step: 2 }, { step: 3 }] : [];
const asksSchema = (calls: readonly (string | string[])[]) =>
  calls.filter((call) => typeof call === "string" && isSchemaSearch(call)).length;
const readsJournal = (calls: readonly (string | string[])[]) =>
  calls.filter((call) => typeof call === "string" && call.startsWith("select step")).length;

describe("before the first statement", () => {
  it("a storage with migrations by itself looks once for what is missing", async () => {
    for (const dialect of [sqlite, postgres]) {
      const executor = fakeExecutor(upToDate);
      const storage = sqlStorage({ dialect, executor });
      expect(executor.calls).toEqual([]);
      await storage.sessions.find("x");
      await storage.sessions.find("x");
      expect(readsJournal(executor.calls)).toBe(1);
      expect(asksSchema(executor.calls)).toBe(dialect === postgres ? 1 : 0);
    }
  });

  it("a storage with migrations by hand looks for the schema alone, and on SQLite for nothing", async () => {
    const onPostgres = fakeExecutor(upToDate);
    const storage = sqlStorage({ dialect: postgres, executor: onPostgres, migrations: "manual" });
    await storage.sessions.find("x");
    await storage.sessions.find("x");
    expect(asksSchema(onPostgres.calls)).toBe(1);
    expect(readsJournal(onPostgres.calls)).toBe(0);
    expect(onPostgres.calls).toHaveLength(3);

    const onSqlite = fakeExecutor(upToDate);
    await sqlStorage({ dialect: sqlite, executor: onSqlite, migrations: "manual" }).sessions.find("x");
    expect(onSqlite.calls).toHaveLength(1);
  });

  it("a storage with migrations by hand works in a database of another encoding, unmigrated", async () => {
    const executor = fakeExecutor((sql) => (isSchemaSearch(sql) ? [{ ...isCommitted, encoding: "LATIN1" }] : []));
    const manual = sqlStorage({ dialect: postgres, executor, migrations: "manual" });
    expect(await manual.sessions.find("x")).toBeNull();
    await expect(sqlStorage({ dialect: postgres, executor }).sessions.find("x")).rejects.toThrow(/LATIN1/);
  });

  it("a storage looks again at the next statement when looking failed", async () => {
    let fails = true;
    const executor = fakeExecutor((sql) => {
      if (fails) throw new Error("no connection");
      return upToDate(sql);
    });
    const storage = sqlStorage({ dialect: postgres, executor });
    await expect(storage.sessions.find("x")).rejects.toThrow("no connection");
    fails = false;
    expect(await storage.sessions.find("x")).toBeNull();
    await storage.users.delete("x");
    expect(asksSchema(executor.calls)).toBe(2);
  });

  it("a storage waits for a migration no longer than for a statement", async () => {
    const executor = { ...fakeExecutor(() => []), all: () => new Promise<never>(() => {}) };
    const storage = sqlStorage({ dialect: sqlite, executor, timeoutMs: 30 });
    await expect(storage.sessions.find("x")).rejects.toThrow("The database did not answer in time (timeoutMs)");
  });
});

describe("a batch", () => {
  const lastBatch = (calls: readonly (string | string[])[]) => calls.at(-1) as string[];

  it("asks for read committed first where the default is another level, and keeps its own results", async () => {
    for (const committed of [true, false]) {
      const executor = fakeExecutor((sql) => {
        if (isSchemaSearch(sql)) return [{ ...postgresAnswer, committed }];
        return sql.startsWith('delete from "public"."auth_users"') ? [{ id: "x" }] : [];
      });
      const storage = sqlStorage({ dialect: postgres, executor, migrations: "manual" });
      for (const _ of ["first", "second"]) {
        expect(await storage.users.delete("x")).toBe(true);
        const [first] = lastBatch(executor.calls);
        if (committed) expect(first).toMatch(/^insert into "public"."auth_pools"/);
        else expect(first).toBe("set transaction isolation level read committed");
        expect(lastBatch(executor.calls)).toHaveLength(committed ? 9 : 10);
      }
    }
  });

  it("asks for nothing of the kind on SQLite", async () => {
    const executor = fakeExecutor(upToDate);
    expect(await sqlStorage({ dialect: sqlite, executor }).users.delete("x")).toBe(false);
    expect(lastBatch(executor.calls)).toHaveLength(9);
  });
});

describe("the time limit", () => {
  it("holds for statements and batches, prepared or not", async () => {
    for (const migrations of ["auto", "manual"] as const) {
      const executor = fakeExecutor(upToDate);
      const storage = sqlStorage({ dialect: sqlite, executor, timeoutMs: 700, migrations });
      expect(storage.timeoutMs).toBe(700);
      await storage.users.delete("x");
      await storage.sessions.find("x");
      await storage.users.delete("x");
      for (const left of executor.timeLeft) {
        expect(left).toBeGreaterThan(0);
        expect(left).toBeLessThanOrEqual(700);
      }
    }
  });
});
