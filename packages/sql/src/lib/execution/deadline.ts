const DEFAULT_TIMEOUT_MS = 5_000;
/** The longest timer of JavaScript. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The time limit of one storage operation, in milliseconds. Default 5000.
 *
 * @throws TypeError for anything but a whole number of milliseconds
 */
export function checkTimeout(timeoutMs: number | undefined): number {
  const checked = timeoutMs ?? DEFAULT_TIMEOUT_MS;
  if (Number.isInteger(checked) && checked >= 1 && checked <= MAX_TIMEOUT_MS) return checked;
  throw new TypeError(`timeoutMs must be a whole number of milliseconds from 1 to ${MAX_TIMEOUT_MS}, like 5000`);
}

/**
 * Settles as `work` does, or rejects at the deadline. The work itself goes on, and its end is ignored: cancel it
 * yourself where the driver can.
 *
 * @param deadline in milliseconds of `performance.now()`
 */
export function withDeadline<T>(deadline: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timeoutError()), millisecondsUntil(deadline));
    const settle =
      <Value>(done: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(timer);
        done(value);
      };
    work.then(settle(resolve), settle(reject));
  });
}

/** Rounded up, because timers count whole milliseconds and must not fire before the deadline. 0 when it is over. */
export function millisecondsUntil(deadline: number): number {
  return Math.max(0, Math.ceil(deadline - performance.now()));
}

/** What an executor rejects with at its deadline. */
export function timeoutError(): Error {
  return new Error("The database did not answer in time (timeoutMs)");
}
