const LONGEST_PAUSE = 25;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/**
 * Does the work, at once where it can be, or again and again while another process has the database locked, until the
 * deadline (milliseconds of `performance.now()`).
 */
export function whenFree<Arguments extends readonly unknown[], T>(
  deadline: number,
  work: (...args: Arguments) => T,
  ...args: Arguments
): Promise<T> {
  try {
    return Promise.resolve(work(...args));
  } catch (error) {
    return isBusy(error) ? again(deadline, () => work(...args)) : Promise.reject(error as Error);
  }
}

/** Gives the event loop free in between. */
async function again<T>(deadline: number, work: () => T): Promise<T> {
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    // Not in step with the others that wait.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
  }
}

/**
 * better-sqlite3 names the code, bun:sqlite and node:sqlite give its number, Deno's node:sqlite a sentence alone. The low byte
 * is the primary code; a locked table is one that another connection of a shared cache uses.
 */
function isBusy(error: unknown): boolean {
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
