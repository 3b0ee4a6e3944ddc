/** The longest timer of JavaScript. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws TypeError for anything but a whole number of milliseconds */
export function checkTimeout(timeoutMs: number): number {
  if (Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs;
  throw new TypeError(`timeoutMs must be a whole number of milliseconds from 1 to ${MAX_TIMEOUT_MS}, like 1000`);
}

/** Settles as `work` does, or rejects after `milliseconds`. Without a connection, a client waits for one forever. */
export function withTimeLimit<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error("Redis did not answer in time (timeoutMs)")), milliseconds);
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
