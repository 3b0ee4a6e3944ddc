/**
 * SQLSTATEs of a statement that PostgreSQL did not run: serialization_failure, deadlock_detected, a prepared statement
 * whose result would have another type by now, and one that the connection does not have or has already.
 */
const CONFLICTS: ReadonlySet<unknown> = new Set(["40001", "40P01", "0A000", "26000", "42P05"]);

/** What Kysely says after `db.destroy()`. */
const DESTROYED = "driver has already been destroyed";

export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error));
}

/**
 * Whether SQLite refused a commit because the driver left a statement open. Nothing on that connection is committed
 * then.
 */
export function isStuck(error: unknown): boolean {
  return error instanceof Error && /SQL statements in progress/.test(error.message);
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
 * The error without what drivers attach to it: the statement, its values, the row that was in the way, a URL with a
 * password. Errors end up in logs.
 */
export function withoutValues(error: unknown): Error {
  if (error instanceof UnfitDriver) return error;
  const { name, message, stack } = error instanceof Error ? error : new Error("The driver rejected without an Error");
  const code = message === DESTROYED ? "DATABASE_CLOSED" : isStuck(error) ? "CONNECTION_STUCK" : codeOf(error);
  const bare = new Error(message || code || "The driver gave an error without a message");
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return Object.assign(bare, { name, stack }, code && { code }, typeof errcode === "number" && { errcode });
}

/** Bun's own client gives PostgreSQL's code as `errno`. */
function codeOf(error: unknown): string | undefined {
  const { code, errno } = (error ?? {}) as { code?: unknown; errno?: unknown };
  const given = typeof errno === "string" && /^[\dA-Z]{5}$/.test(errno) ? errno : code;
  return typeof given === "string" ? given : undefined;
}
