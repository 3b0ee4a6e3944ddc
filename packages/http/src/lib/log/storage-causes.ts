/**
 * What is wrong with a database, and what to do about it, by the driver's code (SQLSTATE, SQLite's or the system's) or by
 * words that a driver uses where it gives no code.
 */
const CAUSES: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/^ECONNREFUSED$/, "the database refused the connection: see that it runs and that the URL is right"],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, "the database's host name has no address: see the URL and DNS"],
  [
    /^(?:ETIMEDOUT|E(?:HOST|NET)UNREACH|57014)$|time-?out|timed out/i,
    "the database did not answer in time: see its load, locks and network",
  ],
  [
    /^(?:57P0[123]|ECONNRESET|EPIPE)$|connection (?:terminated|lost)/i,
    "the database ended the connection: see whether it restarts",
  ],
  [/^28(?:P01|000)$/, "the database refused the user or the password: see the URL"],
  [/^3D000$/, "the database does not exist: create it, or see the URL"],
  [/^42501$/, "the database role lacks a right: grant it, as docs/operations.md says"],
  [
    /^(?:42P01|42703|3F000)$|no such (?:table|column)/i,
    "a table or a column is missing: call storage.migrate(), or apply the migrations",
  ],
  [
    /^53[34]00$|too many clients/i,
    "the database has no connection left: lower the pool's size, or raise max_connections",
  ],
  [/^08P01$/, "the database did not understand the connection: see docs/operations.md for poolers"],
  [/^25006$/, "the database is read-only: let the URL name the primary, not a standby"],
  [/^40(?:001|P01)$/, "two changes collided in the database: try again"],
  [/^(?:ENOSPC|53100|SQLITE_FULL)$/, "the disk is full: make room on it"],
  [/^SQLITE_(?:READONLY|PERM)|^EROFS$/, "the database file is read-only: let this user write to it and to its folder"],
  [
    /^(?:SQLITE_CANTOPEN|(?:ENOENT|ENOTDIR|EISDIR|EACCES|EPERM)$)/,
    "the database file cannot be opened: see that its folder exists and that this user may write to it",
  ],
  [/^SQLITE_(?:BUSY|LOCKED)/, "the database file is locked: see which other process holds a transaction open"],
  [/^SQLITE_(?:CORRUPT|NOTADB)/, "the database file is damaged or is no database: keep a copy, and restore a backup"],
  [/^SQLITE_IOERR/, "the disk gave an error: see the system's log"],
  [/^ERR_TLS|CERT|^UNABLE_TO_/, "the database's TLS certificate is not trusted: give its CA to the driver"],
  [
    /^(?:ERR_)?MODULE_NOT_FOUND$|cannot find (?:module|package)/i,
    "the database's driver is not installed: install pg or better-sqlite3",
  ],
  [/^DATABASE_MISSING$/, "no database was given: set the variable or the binding that the storage is made with"],
  [/D1.*overloaded|^D1_EXEC/i, "D1 has too much to do: try again"],
];

/** SQLite's primary result codes, which node:sqlite gives as numbers (sqlite.org/rescode.html). */
const SQLITE_CODES: Readonly<Record<number, string>> = {
  3: "PERM",
  5: "BUSY",
  6: "LOCKED",
  8: "READONLY",
  10: "IOERR",
  11: "CORRUPT",
  13: "FULL",
  14: "CANTOPEN",
  26: "NOTADB",
};

export interface StorageCause {
  /** What to do, in words of our own: a driver's may quote data. */
  readonly advice: string;
  /** The driver's code, or the error's name. */
  readonly sign: string;
}

/** The cause of trouble among an error and its causes; `null` when none of them is a database's. */
export function storageCause(chain: readonly object[]): StorageCause | null {
  for (const error of chain) {
    const sign = codeOf(error);
    const known = sign !== null && CAUSES.find(([pattern]) => pattern.test(sign));
    if (known) return { advice: known[1], sign };
  }
  for (const error of chain) {
    const { message } = error as { message?: unknown };
    // Words count only where there is no better sign: a message may quote anything.
    const sign = codeOf(error);
    const known =
      typeof message === "string" &&
      (sign === null || sign === "SQLITE_ERROR") &&
      CAUSES.find(([pattern]) => pattern.test(message));
    if (known) return { advice: known[1], sign: sign ?? nameOf(error) };
  }
  const stranger = chain.find((error) => /^(?:SQLITE_\w+|[0-9A-Z]{5})$/.test(codeOf(error) ?? ""));
  return stranger
    ? { advice: "the database gave an error: its documentation explains the code", sign: codeOf(stranger)! }
    : null;
}

/** Whether an error is a database driver's, by what no other error has. */
export function isOfDatabase(error: object): boolean {
  return "severity" in error || codeOf(error)?.startsWith("SQLITE_") === true;
}

function codeOf(error: object): string | null {
  const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message?: unknown };
  if (code === "ERR_SQLITE_ERROR") return `SQLITE_${SQLITE_CODES[Number(errcode) & 0xff] ?? "ERROR"}`;
  if (typeof code === "string" && /^\w{1,40}$/.test(code)) return code;
  // D1 has a code in its words alone: "D1_ERROR: no such table: auth_users: SQLITE_ERROR".
  return (typeof message === "string" && /^D1_\w+: .*\b(SQLITE_[A-Z]{1,20})\b/.exec(message)?.[1]) || null;
}

/** An error's name, if it is a name. */
export function nameOf(error: object): string {
  const { name } = error as { name?: unknown };
  return typeof name === "string" && /^\w{1,40}$/.test(name) ? name : "Error";
}
