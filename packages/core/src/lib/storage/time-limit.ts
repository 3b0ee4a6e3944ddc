import { callStorage } from "./call-storage.ts";
import { AuthError } from "../errors.ts";
import type { Storage } from "./storage.ts";

/** Milliseconds that a storage which names no limit of its own is given for one operation. */
const DEFAULT_TIMEOUT_MS = 5_000;

/** What is left of the storage's time for one operation, of which the clock has run `since`, by `performance.now()`. */
export function remainingMs(storage: Storage, since: number): number {
  return since + (storage.timeoutMs ?? DEFAULT_TIMEOUT_MS) - performance.now();
}

/** `null` when the work fails or takes longer than so many milliseconds; it goes on behind. */
export function withTimeout<T>(milliseconds: number, work: () => Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    if (milliseconds <= 0) resolve(null);
    const timer = setTimeout(resolve, milliseconds, null);
    const done = (result: T | null) => {
      clearTimeout(timer);
      resolve(result);
    };
    callStorage(work).then(done, () => done(null));
  });
}

/**
 * Puts something right after a failure. It is always begun; where storage failed, nobody waits for it beyond the time that the
 * failed work had, so that a database that hangs is waited for once. Never rejects: the failure is what is told.
 *
 * @param since when the work began that failed, by `performance.now()`
 */
export async function cleanUpAfterFailure(
  storage: Storage,
  error: unknown,
  since: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const isStorage = error instanceof AuthError && error.code === "storage_unavailable";
  await withTimeout(remainingMs(storage, isStorage ? since : performance.now()), work);
}
