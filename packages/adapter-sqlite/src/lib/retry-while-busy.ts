import { isSqliteBusy } from "@latchkey/sql";

const MAX_PAUSE_MS = 25;

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
    return isSqliteBusy(error) ? retry(deadline, () => work(...args)) : Promise.reject(error as Error);
  }
}

async function retry<T>(deadline: number, work: () => T): Promise<T> {
  for (let pause = 1; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
    // Random, so that processes that wait do not all try at the same moment.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    try {
      return work();
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() > deadline) throw error;
    }
  }
}
