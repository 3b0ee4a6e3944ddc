/**
 * Database errors and what to do about them, by the driver's code (SQLSTATE, SQLite's or the system's), or by words
 * that a driver uses when it gives no code.
 */
export const CAUSES: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/^ECONNREFUSED$/, "the database refused the connection: check that it runs, and check the URL"],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, "the database's host name has no address: check the URL and DNS"],
  [
    /^(?:ETIMEDOUT|E(?:HOST|NET)UNREACH|57014)$|time-?out|timed out/i,
    "the database did not answer in time: check its load, locks and network",
  ],
  [
    /^(?:57P0[123]|ECONNRESET|EPIPE)$|connection (?:terminated|lost)/i,
    "the database ended the connection: check whether it restarts",
  ],
  [/^28(?:P01|000)$/, "the database refused the user or the password: check the URL"],
  [/^3D000$/, "the database does not exist: create it, or check the URL"],
  [/^42501$/, "the database role lacks a privilege: grant it, as docs/operations.md shows"],
  [
    /^(?:42P01|42703|3F000)$|no such (?:table|column)/i,
    "a table or a column is missing: call storage.migrate(), or apply the migrations",
  ],
  [
    /^53[34]00$|too many clients/i,
    "the database has no connection left: make the pool smaller, or raise max_connections",
  ],
  [/^08P01$/, "the database did not understand the connection: see docs/operations.md about poolers"],
  [/^25006$/, "the database is read-only: use the URL of the primary, not of a standby"],
  [/^40(?:001|P01)$/, "two changes collided in the database: try again"],
  [/^(?:ENOSPC|53100|SQLITE_FULL)$/, "the disk is full: free some space"],
  [
    /^SQLITE_(?:READONLY|PERM)|^EROFS$/,
    "the database file is read-only: let this user write to the file and to its folder",
  ],
  [
    /^(?:SQLITE_CANTOPEN|(?:ENOENT|ENOTDIR|EISDIR|EACCES|EPERM)$)/,
    "the database file cannot be opened: check that its folder exists and that this user may write to it",
  ],
  [/^SQLITE_(?:BUSY|LOCKED)/, "the database file is locked: check which other process holds a transaction open"],
  [/^SQLITE_(?:CORRUPT|NOTADB)/, "the database file is damaged or is no database: keep a copy, and restore a backup"],
  [/^SQLITE_IOERR/, "the disk reported an error: check the system's log"],
  [/^ERR_TLS|CERT|^UNABLE_TO_/, "the database's TLS certificate is not trusted: give its CA to the driver"],
  [
    /^(?:ERR_)?MODULE_NOT_FOUND$|cannot find (?:module|package)/i,
    "the database's driver is not installed: install pg or better-sqlite3",
  ],
  [/^DATABASE_MISSING$/, "no database was given: set the variable or the binding that the storage is made with"],
  [/^DATABASE_CLOSED$/, "the application has closed the database: close it last"],
  [/^(?:NO_TRANSACTIONS|UNREADABLE_VALUES|CONNECTION_STUCK)$/, "the Kysely dialect is unfit: see docs/kysely.md"],
  [/D1.*overloaded|^D1_EXEC/i, "D1 is overloaded: try again"],
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
  /** Its place among the causes above, or -1 for none of them. `storageKind` names it. */
  readonly at: number;
  /** The driver's code, or the name of the error. */
  readonly code: string;
}

/** What to do, in a sentence of ours: a driver's may quote data. */
export function adviceFor({ at }: StorageCause): string {
  return CAUSES[at]?.[1] ?? "the database reported an error: its documentation explains the code";
}

/** The database error among an error and its causes, or `null` if there is none. */
export function storageCause(chain: readonly object[]): StorageCause | null {
  for (const error of chain) {
    const code = codeOf(error) ?? "";
    const at = causeOf(code);
    if (at >= 0) return { at, code };
  }
  for (const error of chain) {
    const { message } = error as { message?: unknown };
    // A message may quote anything, so its words count only if there is no better code.
    const code = codeOf(error);
    const at = code === null || code === "SQLITE_ERROR" ? causeOf(String(message)) : -1;
    if (at >= 0) return { at, code: code ?? nameOf(error) };
  }
  const unknown = chain.find((error) => /^(?:SQLITE_\w+|[0-9A-Z]{5})$/.test(codeOf(error) ?? ""));
  return unknown ? { at: -1, code: codeOf(unknown)! } : null;
}

function causeOf(text: string): number {
  return CAUSES.findIndex(([pattern]) => pattern.test(text));
}

/** Whether a database driver made an error: no other error has these fields. */
export function isDatabaseError(error: object): boolean {
  return "severity" in error || codeOf(error)?.startsWith("SQLITE_") === true;
}

function codeOf(error: object): string | null {
  const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message?: unknown };
  if (code === "ERR_SQLITE_ERROR") return `SQLITE_${SQLITE_CODES[Number(errcode) & 0xff] ?? "ERROR"}`;
  if (typeof code === "string" && /^\w{1,40}$/.test(code)) return code;
  // D1 has the code in its message only: "D1_ERROR: no such table: auth_users: SQLITE_ERROR".
  return (typeof message === "string" && /^D1_\w+: .*\b(SQLITE_[A-Z]{1,20})\b/.exec(message)?.[1]) || null;
}

/** The name of an error, if it looks like a name. */
export function nameOf(error: object): string {
  const { name } = error as { name?: unknown };
  return typeof name === "string" && /^\w{1,40}$/.test(name) ? name : "Error";
}

/** How many causes of causes are read. A chain may be circular. */
const MAX_CAUSES = 5;

/** The error and its causes. A connection that is refused at several addresses is an AggregateError. */
export function causesOf(error: object): readonly object[] {
  const chain: object[] = [];
  let next: unknown = error;
  while (typeof next === "object" && next !== null && chain.length < MAX_CAUSES && !chain.includes(next)) {
    chain.push(next);
    const { cause, errors } = next as { cause?: unknown; errors?: unknown };
    next = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return chain;
}
