const MAX_PAUSE_MS = 25;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/**
 * Does the work at once, and again while another process or connection has the database locked. Between two tries other
 * requests are served.
 *
 * @param deadline in milliseconds of `performance.now()`: after it, the error of the last try is thrown
 */
export function retryWhileBusy<Arguments extends readonly unknown[], T>(
  deadline: number,
  work: (...args: Arguments) => T,
  ...args: Arguments
): Promise<T> {
  try {
    return Promise.resolve(work(...args));
  } catch (error) {
    return isBusy(error) ? retry(deadline, () => work(...args)) : Promise.reject(error as Error);
  }
}

async function retry<T>(deadline: number, work: () => T): Promise<T> {
  for (let pause = 1; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
    // Random, so that processes that wait do not all try at the same moment.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
  }
}

/**
 * better-sqlite3 gives the code's name, bun:sqlite and node:sqlite its number, and node:sqlite in Deno only a message.
 * The low byte of the number is the primary code. A locked table is in use by another connection with the same cache.
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
