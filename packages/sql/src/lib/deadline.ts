/** Milliseconds that one storage method takes at the most, unless `timeoutMs` says otherwise. */
const DEFAULT_TIMEOUT_MS = 5_000;
/** A timer of JavaScript counts no further. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws TypeError for what is no number of milliseconds */
export function checkTimeout(timeoutMs: number | undefined): number {
  const checked = timeoutMs ?? DEFAULT_TIMEOUT_MS;
  if (Number.isInteger(checked) && checked >= 1 && checked <= LONGEST_TIMEOUT_MS) return checked;
  throw new TypeError(`timeoutMs must be a whole number of milliseconds from 1 to ${LONGEST_TIMEOUT_MS}, like 5000`);
}

/** Rejects at the deadline. The work itself goes on, and nobody hears how it ends: end it yourself where that can be. */
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

/** Never before the deadline: timers count whole milliseconds. */
export function millisecondsUntil(deadline: number): number {
  return Math.max(0, Math.ceil(deadline - performance.now()));
}

export function timeoutError(): Error {
  return new Error("The database did not answer in time (timeoutMs)");
}
