import { isSqliteBusy } from "@latchkey/sql";
import { describe, expect, it } from "vitest";

describe("a locked SQLite database", () => {
  it.each<[driver: string, error: object]>([
    ["better-sqlite3", { code: "SQLITE_BUSY" }],
    ["better-sqlite3, with an extended code", { code: "SQLITE_BUSY_SNAPSHOT" }],
    ["better-sqlite3, a table of a shared cache", { code: "SQLITE_LOCKED_SHAREDCACHE" }],
    ["libSQL, whose number is another one", { code: "SQLITE_BUSY", errno: 1 }],
    ["bun:sqlite", { errno: 5 }],
    ["bun:sqlite, a locked table", { errno: 6 }],
    ["bun:sqlite, with an extended code", { errno: 517 }],
    ["node:sqlite", { code: "ERR_SQLITE_ERROR", errcode: 5, message: "database is locked" }],
    ["node:sqlite, whose errcode counts before errno", { errcode: 5, errno: 1 }],
    ["node:sqlite in Deno", { code: "ERR_SQLITE_ERROR", message: "database is locked" }],
    ["node:sqlite in Deno, a locked table", { code: "ERR_SQLITE_ERROR", message: "database table is locked: users" }],
  ])("is seen in an error of %s", (_, error) => {
    expect(isSqliteBusy(error)).toBe(true);
  });

  it.each<[what: string, error: unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a full disk", { code: "SQLITE_FULL" }],
    ["a code that only contains the name", { code: "NO_SQLITE_BUSY" }],
    ["a code that is no text", { code: { toString: () => "SQLITE_BUSY" } }],
    ["another number", { errno: 1 }],
    [
      "another number with a message about a lock",
      { code: "ERR_SQLITE_ERROR", errcode: 1, message: "database is locked" },
    ],
    ["a message of another library", { code: "ERR_OTHER", message: "database is locked" }],
    [
      "a message that only mentions a lock",
      { code: "ERR_SQLITE_ERROR", message: "no such column: database is locked" },
    ],
    ["another message in Deno", { code: "ERR_SQLITE_ERROR", message: "disk I/O error" }],
    ["no message", { code: "ERR_SQLITE_ERROR" }],
  ])("is not seen in %s", (_, error) => {
    expect(isSqliteBusy(error)).toBe(false);
  });
});
