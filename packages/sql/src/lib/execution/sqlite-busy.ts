const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/**
 * Whether an error of a SQLite driver says that another connection holds the lock (sqlite.org/rescode.html).
 *
 * better-sqlite3 and libSQL give the code by name, bun:sqlite and node:sqlite by number, node:sqlite in Deno only as a
 * message. The low byte of a number is the primary code. A locked table is one that another connection of a shared
 * cache uses.
 *
 * @example
 * ```ts
 * import { isSqliteBusy } from "@latchkey/sql";
 *
 * const error = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
 * console.log(isSqliteBusy(error)); // true
 * ```
 */
export function isSqliteBusy(error: unknown): boolean {
  const { code, errno, errcode, message } = (error ?? {}) as {
    code?: unknown;
    errno?: number;
    errcode?: number;
    message?: string;
  };
  if (typeof code === "string" && /^SQLITE_(BUSY|LOCKED)/.test(code)) return true;
  const number = errcode ?? errno;
  if (number !== undefined) return [SQLITE_BUSY, SQLITE_LOCKED].includes(number & 0xff);
  return code === "ERR_SQLITE_ERROR" && /^database (table )?is locked/.test(message ?? "");
}
