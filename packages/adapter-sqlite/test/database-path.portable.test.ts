import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { describe, expect, it } from "vitest";
import { readPath } from "../src/lib/database-path.ts";
import { drivers, inFolder, newUser } from "./drivers.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("the path of a database", () => {
  it.each([
    ["auth.db", "auth.db"],
    ["./data/auth.db", "./data/auth.db"],
    ["/var/lib/auth.db", "/var/lib/auth.db"],
    ["a b%20c?d#e.db", "a b%20c?d#e.db"],
    ["C:\\data\\auth.db", "C:\\data\\auth.db"],
    [":memory:", ":memory:"],
    ["sqlite:auth.db", "auth.db"],
    ["sqlite3:auth.db", "auth.db"],
    ["SQLite:data/auth.db", "data/auth.db"],
    ["sqlite:/var/lib/auth.db", "/var/lib/auth.db"],
    ["sqlite://auth.db", "auth.db"],
    ["sqlite://./data/auth.db", "./data/auth.db"],
    ["sqlite:///var/lib/auth.db", "/var/lib/auth.db"],
    ["sqlite::memory:", ":memory:"],
    ["sqlite://:memory:", ":memory:"],
    ["file:auth.db", "auth.db"],
    ["file:./auth.db", "./auth.db"],
    ["file:../auth.db", "../auth.db"],
    ["file:/var/lib/auth.db", "/var/lib/auth.db"],
    ["file:///var/lib/auth.db", "/var/lib/auth.db"],
    ["file://localhost/var/lib/auth.db", "/var/lib/auth.db"],
    ["file:///C:/data/auth.db", "C:/data/auth.db"],
    ["file::memory:", ":memory:"],
    ["file:my%20data/%C3%A9t%C3%A9.db", "my data/été.db"],
    ["file:100%25.db", "100%.db"],
    ["sqlite:a%3Fb%23c.db", "a?b#c.db"],
  ])("F51 %j is %j", (text, path) => expect(readPath(text)).toBe(path));

  it.each([
    ["file:auth.db?mode=ro", /no query/],
    ["sqlite:///auth.db?cache=shared", /no query/],
    ["file:auth.db#x", /no fragment/],
    ["file://auth.db", /file:auth\.db/],
    ["file://server/share/auth.db", /absolute path/],
    ["file:100%.db", /%25/],
    ["file:a%00b.db", /path of a file/],
    ["file:", /path of a file/],
    ["sqlite:", /path of a file/],
    ["sqlite://", /path of a file/],
    ["file:///", /folder/],
    ["a\0b.db", /path of a file/],
    ["postgres://localhost/auth", /no postgres: URL/],
    ["libsql://example.com", /no libsql: URL/],
    ["https://example.com/auth.db", /no https: URL/],
  ])("F51 %j is refused at the start", (text, sentence) => {
    expect(() => sqliteStorage(text)).toThrow(TypeError);
    expect(() => sqliteStorage(text)).toThrow(sentence);
  });

  it("F51 a URL opens the file that it names, and makes none of its own spelling", () =>
    inFolder(async (folder) => {
      const path = join(folder, "my auth.db");
      for (const url of [pathToFileURL(path).href, `sqlite://${folder}/my%20auth.db`, `file:${folder}/my%20auth.db`]) {
        const storage = sqliteStorage(url);
        await storage.users.insert(newUser().credentials, null);
        await storage.close();
        expect(readdirSync(folder).filter((name) => !name.startsWith("my auth.db"))).toEqual([]);
      }
      const storage = sqliteStorage(path);
      expect((await storage.users.list("users", null, 10)).length).toBe(3);
      await storage.close();
    }));

  it("F51 a folder that is not there, or a folder in place of a file, is told at the start with the path", () =>
    inFolder(async (folder) => {
      const missing = join(folder, "missing", "auth.db");
      for (const text of [missing, `file:${missing}`, `sqlite://${missing}`]) {
        expect(() => sqliteStorage(text)).toThrow(TypeError);
        expect(() => sqliteStorage(text)).toThrow(JSON.stringify(missing));
      }
      expect(() => sqliteStorage(folder)).toThrow(/it is a folder/);
      writeFileSync(join(folder, "file"), "");
      expect(() => sqliteStorage(join(folder, "file", "auth.db"))).toThrow(/there is no folder/);
      expect(readdirSync(folder)).toEqual(["file"]);
      sqliteStorage(join(folder, "not-made-yet.db"));
      expect(readdirSync(folder)).toEqual(["file"]);
    }));

  it("F51 a folder or a file that may not be written is told at the start with the path", () =>
    inFolder(async (folder) => {
      // Root may write everywhere but into a file system that is read-only.
      const isRoot = process.getuid?.() === 0;
      const readOnly = isRoot ? "/proc" : join(folder, "read-only");
      if (!isRoot) mkdirSync(readOnly, { mode: 0o555 });
      const storageOrError = (() => {
        try {
          return sqliteStorage(join(readOnly, "auth.db"));
        } catch (error) {
          return error as Error;
        }
      })();
      // What cannot be seen at the start is told by the first use.
      const error =
        storageOrError instanceof Error
          ? storageOrError
          : await storageOrError.migrate().catch((cause: unknown) => cause);
      expect(String(error)).toContain(JSON.stringify(join(readOnly, "auth.db")));
    }));
});

describe("a file that the storage makes", () => {
  it("F18 is its owner's alone, with the files beside it, and the folder stays as it is", () =>
    inFolder(async (folder) => {
      chmodSync(folder, 0o755);
      const path = join(folder, "auth.db");
      const storage = sqliteStorage(path);
      await storage.users.insert(newUser().credentials, null);
      expect(readdirSync(folder).sort()).toEqual(["auth.db", "auth.db-shm", "auth.db-wal"]);
      for (const name of readdirSync(folder)) expect(modeOf(join(folder, name)), name).toBe("600");
      expect(modeOf(folder)).toBe("755");
      await storage.close();
    }));

  it.each(drivers)("F18 a file of $name that is there keeps its mode and its rows", ({ open }) =>
    inFolder(async (folder) => {
      const path = join(folder, "auth.db");
      const database = await open(path);
      database.exec("create table mine (n integer); insert into mine values (7)");
      database.close();
      chmodSync(path, 0o640);
      const storage = sqliteStorage(path);
      await storage.users.insert(newUser().credentials, null);
      expect(modeOf(path)).toBe("640");
      await storage.close();
      const again = await open(path);
      expect(
        again
          .prepare("select n from mine")
          .all()
          .map((row) => ({ ...(row as object) })),
      ).toEqual([{ n: 7 }]);
      again.close();
    }),
  );

  it("F18 no file is made for a database in memory, and none of a handed-in one is touched", () =>
    inFolder(async (folder) => {
      const storage = sqliteStorage(":memory:");
      await storage.migrate();
      await storage.close();
      expect(existsSync(":memory:")).toBe(false);
      const path = join(folder, "theirs.db");
      const database = await drivers[0]!.open(path);
      database.exec("create table mine (n integer)");
      const before = modeOf(path);
      await sqliteStorage(database).migrate();
      expect(modeOf(path)).toBe(before);
      database.close();
    }));
});
