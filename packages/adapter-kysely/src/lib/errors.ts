const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/**
 * SQLSTATEs of a statement that PostgreSQL did not run: serialization_failure, deadlock_detected, a prepared statement whose
 * result would have another type by now, and one that the connection does not have or has already.
 */
const CONFLICTS = new Set(["40001", "40P01", "0A000", "26000", "42P05"]);

export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error) ?? "");
}

/** Whether another connection holds the lock. The low byte of a number is SQLite's primary code. */
export function isSqliteBusy(error: unknown): boolean {
  const { code, errno, errcode } = (error ?? {}) as { code?: unknown; errno?: unknown; errcode?: unknown };
  if (typeof code === "string" && /^SQLITE_(?:BUSY|LOCKED)/.test(code)) return true;
  return [SQLITE_BUSY, SQLITE_LOCKED].includes(Number(errcode ?? errno) & 0xff);
}

/** A driver that cannot keep accounts. Its code tells the log what to advise. */
export class UnfitDriver extends TypeError {
  readonly code: string;

  constructor(code: "NO_TRANSACTIONS" | "UNREADABLE_VALUES", sentence: string, cause?: Error) {
    super(sentence, { cause });
    this.code = code;
  }
}

/**
 * The error without what a driver hangs onto it: the statement, its values, the row that was in the way. Errors end up in
 * logs. Its code says what happened.
 */
export function withoutValues(error: unknown): Error {
  if (error instanceof UnfitDriver) return error;
  const { name, message, stack } = error instanceof Error ? error : new Error("The driver rejected with no error");
  const code = codeOf(error);
  const isDestroyed = message === "driver has already been destroyed";
  const bare = new Error(message || code || "The driver gave an error without a message");
  Object.assign(bare, { name, stack }, isDestroyed ? { code: "DATABASE_CLOSED" } : code === null ? {} : { code });
  return bare;
}

/** Bun's own client has PostgreSQL's code as `errno`. */
function codeOf(error: unknown): string | null {
  const { code, errno } = (error ?? {}) as { code?: unknown; errno?: unknown };
  const given = typeof errno === "string" && /^[\dA-Z]{5}$/.test(errno) ? errno : code;
  return typeof given === "string" ? given : null;
}
