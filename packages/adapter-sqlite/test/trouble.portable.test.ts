import { readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sqliteStorage, type SqliteDatabase } from "@latchkey/adapter-sqlite";
import { describe, expect, it } from "vitest";
import { retryWhileBusy } from "../src/lib/retry-while-busy.ts";
import { drivers, inFolder, newUser } from "./drivers.ts";

/** The database, what it was told, and an error for those statements that `fail` names. */
function watched(database: SqliteDatabase, fail: (sql: string) => Error | null = () => null) {
  const told: string[] = [];
  const tell = (sql: string) => {
    told.push(sql);
    const error = fail(sql);
    if (error) throw error;
  };
  const wrapped: SqliteDatabase = {
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        reader: statement.reader,
        all: (...values) => (tell(sql), statement.all(...values)),
        run: (...values) => (tell(sql), statement.run(...values)),
      };
    },
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
  };
  return { database: wrapped, told };
}

describe.each(drivers)("on $name", ({ open }) => {
  it("F26 a full disk is told as such, leaves nothing behind, and is over when there is room", async () => {
    const database = await open(":memory:");
    const storage = sqliteStorage(database);
    await storage.migrate();
    const limit = (pages: number) => database.prepare(`pragma max_page_count = ${pages}`).all();
    limit(60);
    const large = newUser(400_000);
    await expect(storage.users.insert(large.credentials, large.session)).rejects.toThrow(/database or disk is full/);
    await expect(storage.users.insert(large.credentials, null)).rejects.toThrow(/database or disk is full/);
    expect(await storage.users.find(large.credentials.user.id)).toBeNull();
    limit(1_000_000);
    expect(await storage.users.insert(large.credentials, large.session)).toBe(true);
    database.exec("begin; rollback");
    database.close();
  });

  it("F26 what SQLite has rolled back by itself, as on a full disk, does not hide why", async () => {
    const database = await open(":memory:");
    let isFull = false;
    const failing = watched(database, (sql) => {
      if (!isFull || sql !== "commit") return null;
      database.exec("rollback");
      return new Error("database or disk is full");
    });
    const storage = sqliteStorage(failing.database);
    await storage.migrate();
    isFull = true;
    const { credentials, session } = newUser();
    await expect(storage.users.insert(credentials, session)).rejects.toThrow("database or disk is full");
    isFull = false;
    expect(await storage.users.insert(credentials, session)).toBe(true);
    database.close();
  });

  it.each(["commit", "begin immediate"])(
    "F26 when %s fails, that is the error, and nothing stays open",
    async (broken) => {
      let isBroken = false;
      const failing = watched(await open(":memory:"), (sql) =>
        isBroken && sql === broken ? new Error("disk I/O error") : null,
      );
      const storage = sqliteStorage(failing.database);
      await storage.migrate();
      const { credentials, session } = newUser();
      isBroken = true;
      await expect(storage.users.insert(credentials, session)).rejects.toThrow("disk I/O error");
      isBroken = false;
      expect(await storage.users.insert(credentials, session)).toBe(true);
      failing.database.close();
    },
  );

  it("F26 when rolling back fails as well, the first error is told", async () => {
    let isBroken = false;
    const fail = (sql: string) => (isBroken && /^(commit|rollback)$/.test(sql) ? new Error(`${sql} failed`) : null);
    const failing = watched(await open(":memory:"), fail);
    const storage = sqliteStorage(failing.database);
    await storage.migrate();
    isBroken = true;
    const { credentials, session } = newUser();
    await expect(storage.users.insert(credentials, session)).rejects.toThrow("commit failed");
    failing.database.close();
  });

  it("F67 a batch takes the write lock first: while another has it, no statement of the batch is tried", () =>
    inFolder(async (folder) => {
      const path = join(folder, "auth.db");
      const own = sqliteStorage(path);
      await own.migrate();
      const [other, mine] = [await open(path), watched(await open(path))];
      mine.database.prepare("pragma busy_timeout = 0").all();
      const storage = sqliteStorage(mine.database, { migrations: "manual" });
      other.exec("begin immediate");
      mine.told.length = 0;
      const { credentials, session } = newUser();
      const insert = storage.users.insert(credentials, session);
      while (mine.told.length < 3) await new Promise((resolve) => setImmediate(resolve));
      expect(new Set(mine.told)).toEqual(new Set(["begin immediate"]));
      other.exec("commit");
      expect(await insert).toBe(true);
      expect(mine.told.slice(-4).map((sql) => sql.split(" ")[0])).toEqual(["begin", "insert", "insert", "commit"]);
      for (const database of [other, mine.database]) database.close();
      await own.close();
    }));

  it("F67 a statement alone waits for the lock of another connection, and gives up at the deadline", () =>
    inFolder(async (folder) => {
      const path = join(folder, "auth.db");
      const own = sqliteStorage(path);
      await own.migrate();
      const [other, mine] = [await open(path), await open(path)];
      mine.prepare("pragma busy_timeout = 0").all();
      const patient = sqliteStorage(mine, { migrations: "manual" });
      const impatient = sqliteStorage(mine, { migrations: "manual", timeoutMs: 1 });
      other.exec("begin immediate");
      await expect(impatient.users.insert(newUser().credentials, null)).rejects.toThrow(/locked|in time/);
      const insert = patient.users.insert(newUser().credentials, null);
      await new Promise((resolve) => setImmediate(resolve));
      other.exec("commit");
      expect(await insert).toBe(true);
      for (const database of [other, mine]) database.close();
      await own.close();
    }));
});

describe("opening a file", () => {
  const filesOpen = (path: string) => {
    const links = readdirSync("/proc/self/fd").map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return "";
      }
    });
    return links.filter((link) => link.startsWith(path)).length;
  };

  it("F51 F67 one that is no database is told with the path, is let go of, and is tried again at the next use", () =>
    inFolder(async (folder) => {
      const path = join(folder, "auth.db");
      writeFileSync(path, "this is no database, and long enough to be looked at".repeat(100));
      const storage = sqliteStorage(path);
      for (let attempt = 0; attempt < 3; attempt++) {
        const error: unknown = await storage.users.find("x").catch((cause: unknown) => cause);
        expect(String(error)).toContain(JSON.stringify(path));
        expect(String(error)).toMatch(/not a database/);
      }
      if (process.platform === "linux") expect(filesOpen(path)).toBe(0);
      rmSync(path);
      expect(await storage.users.insert(newUser().credentials, null)).toBe(true);
      await storage.close();
      if (process.platform === "linux") expect(filesOpen(path)).toBe(0);
    }));

  it("F67 of many who open it at once, all are answered, by one connection", () =>
    inFolder(async (folder) => {
      const path = join(folder, "auth.db");
      const storage = sqliteStorage(path);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => storage.users.insert(newUser().credentials, null)),
      );
      expect(answers).toEqual(Array(20).fill(true));
      if (process.platform === "linux") expect(filesOpen(`${path}-wal`)).toBe(1);
      await storage.close();
    }));

  it("F67 closing before the first use, after a failed one and twice does nothing", () =>
    inFolder(async (folder) => {
      const path = join(folder, "auth.db");
      writeFileSync(path, "no database".repeat(1000));
      const storage = sqliteStorage(path);
      await storage.close();
      await expect(storage.migrate()).rejects.toThrow(path);
      await storage.close();
      await storage.close();
    }));
});

describe("what is tried again", () => {
  const busy: readonly object[] = [
    { code: "SQLITE_BUSY" },
    { code: "SQLITE_BUSY_SNAPSHOT" },
    { code: "SQLITE_BUSY_RECOVERY" },
    { code: "SQLITE_LOCKED" },
    { code: "SQLITE_LOCKED_SHAREDCACHE" },
    { code: "SQLITE_BUSY", errno: 5 },
    { errno: 517 },
    { errno: 261 },
    { errno: 6 },
    { errno: 262 },
    { code: "ERR_SQLITE_ERROR", errcode: 5 },
    { code: "ERR_SQLITE_ERROR", errcode: 517 },
    { code: "ERR_SQLITE_ERROR", errcode: 262 },
    { code: "ERR_SQLITE_ERROR", message: "database is locked" },
    { code: "ERR_SQLITE_ERROR", message: "database table is locked" },
  ];
  const others: readonly object[] = [
    { code: "SQLITE_FULL" },
    { code: "SQLITE_CONSTRAINT" },
    { code: "ERR_SQLITE_ERROR", errcode: 13 },
    { errno: 1 },
    { errcode: 2067 },
    { code: "ERR_SQLITE_ERROR", message: "no such table: database is locked" },
    { message: "database is locked" },
    { code: 5 },
  ];
  const failing = (error: object) => {
    let count = 0;
    return () => {
      if (count++ < 3) throw Object.assign(new Error((error as { message?: string }).message ?? "failed"), error);
      return count;
    };
  };

  it.each(busy)("F67 %j", async (error) => {
    expect(await retryWhileBusy(performance.now() + 10_000, failing(error))).toBe(4);
  });

  it.each(others)("F67 %j is not", async (error) => {
    await expect(retryWhileBusy(performance.now() + 10_000, failing(error))).rejects.toMatchObject(error);
  });

  it.each([null, undefined, "text"])("F67 a driver that throws %j is not tried again", async (thrown) => {
    await expect(
      retryWhileBusy(performance.now() + 10_000, () => {
        throw thrown;
      }),
    ).rejects.toBe(thrown);
  });
});
