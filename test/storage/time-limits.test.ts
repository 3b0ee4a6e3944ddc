import { d1Storage } from "@latchkey/adapter-d1";
import { withRetries } from "@latchkey/sql";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import Database from "better-sqlite3";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../support/storages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How a promise has ended by then, by the clock that the test moves. */
async function endingWithin(milliseconds: number, promise: Promise<unknown>): Promise<string> {
  let ended = "still waiting";
  promise.then(
    () => (ended = "done"),
    (error: Error) => (ended = error.message),
  );
  await vi.advanceTimersByTimeAsync(milliseconds);
  return ended;
}

describe("timeoutMs", () => {
  const never = () => new Promise<never>(() => {});
  const silentD1 = {
    prepare: () => ({ bind: () => ({ bind: never, all: never }), all: never }),
    batch: never,
  } as unknown as Parameters<typeof d1Storage>[0];

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 31, "5000"])("F25 of %j is refused at start, by every storage", (value) => {
    const options = { timeoutMs: value as number };
    const sentence = /timeoutMs must be a whole number of milliseconds/;
    expect(() => sqliteStorage(new Database(":memory:"), options)).toThrow(sentence);
    expect(() => d1Storage(silentD1, options)).toThrow(sentence);
    expect(() => postgresStorage("postgres://localhost/x", options)).toThrow(sentence);
  });

  it("is told by the storage, and undefined means 5000", () => {
    expect(sqliteStorage(new Database(":memory:"), { timeoutMs: undefined }).timeoutMs).toBe(5000);
    expect(d1Storage(silentD1, { timeoutMs: 200 }).timeoutMs).toBe(200);
    expect(postgresStorage("postgres://localhost/x", { timeoutMs: 200 }).timeoutMs).toBe(200);
  });

  it("F25 ends every method of a D1 that never answers, migrated or not", async () => {
    for (const migrations of ["auto", "manual"] as const) {
      const storage = d1Storage(silentD1, { timeoutMs: 200, migrations });
      for (const call of [
        () => storage.sessions.find("x"),
        () => storage.users.delete("x"),
        () => storage.sweep(new Date(0), 1),
        () => storage.migrate(),
      ]) {
        expect(await endingWithin(199, call())).toBe("still waiting");
        expect(await endingWithin(200, call())).toMatch(/did not answer in time \(timeoutMs\)/);
      }
    }
  });

  it("F25 ends the wait for a SQLite file that another process has locked, opening and writing", async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, "auth.db");
    const other = new Database(file);
    try {
      other.exec("begin exclusive");
      const fresh = sqliteStorage(file, { timeoutMs: 200 });
      expect(await endingWithin(150, fresh.counters.reset("x"))).toBe("still waiting");
      expect(await endingWithin(300, fresh.counters.reset("x"))).toMatch(/locked|in time/);
      other.exec("rollback");
      await fresh.counters.reset("x");
      other.exec("begin immediate");
      expect(await endingWithin(150, fresh.counters.reset("x"))).toBe("still waiting");
      expect(await endingWithin(300, fresh.counters.reset("x"))).toMatch(/locked|in time/);
      other.exec("rollback");
      await fresh.close();
    } finally {
      other.close();
      folder.remove();
    }
  });
});

describe("a step that is tried again", () => {
  const conflict = Object.assign(new Error("conflict"), { code: "40001" });
  const isCurable = (error: unknown) => error === conflict;

  /** Fails so many times before it works, and tells how often it ran. */
  function failing(times: number, error: Error = conflict) {
    const seen: number[] = [];
    const run = async (retry: number) => {
      seen.push(retry);
      if (seen.length <= times) throw error;
      return "done";
    };
    return { seen, run };
  }

  it("F23 is tried three more times at the most", async () => {
    for (const [times, ended] of [
      [0, "done"],
      [3, "done"],
      [4, "conflict"],
    ] as const) {
      const { seen, run } = failing(times);
      expect(await endingWithin(1000, withRetries(run, isCurable, 5000))).toBe(ended);
      expect(seen).toEqual([0, 1, 2, 3].slice(0, times + 1));
    }
  });

  it("F23 is not tried again for an error that no try cures, nor when the time is up", async () => {
    const refused = failing(1, new Error("refused"));
    expect(await endingWithin(1000, withRetries(refused.run, isCurable, performance.now() + 5000))).toBe("refused");
    expect(refused.seen).toEqual([0]);
    const late = failing(1);
    expect(await endingWithin(1000, withRetries(late.run, isCurable, performance.now() + 3))).toBe("conflict");
    expect(late.seen).toEqual([0]);
  });

  it("F23 pauses before each try, for a time that is not the same for two", async () => {
    const pauses = new Set<number>();
    for (let round = 0; round < 20; round++) {
      const { seen, run } = failing(1);
      const start = performance.now();
      const tried = withRetries(run, isCurable, start + 5000).then(() => pauses.add(performance.now() - start));
      await vi.advanceTimersByTimeAsync(1);
      expect(seen).toEqual([0]);
      await vi.advanceTimersByTimeAsync(100);
      await tried;
    }
    expect(pauses.size).toBeGreaterThan(3);
  });
});
