import { callStorage } from "./call-storage.ts";
import { AuthError } from "../errors.ts";
import type { Storage } from "./storage.ts";

/** Milliseconds that one operation may take on a storage without `timeoutMs`. */
const DEFAULT_TIMEOUT_MS = 5_000;

/** Milliseconds left of the storage's time limit for an operation that began at `since`, by `performance.now()`. */
export function remainingMs(storage: Storage, since: number): number {
  return since + (storage.timeoutMs ?? DEFAULT_TIMEOUT_MS) - performance.now();
}

/** Resolves to `null` when the work fails or takes longer than `milliseconds`. The work itself is not stopped. */
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
 * Cleans up after a failure. The work is always started. After a failure of storage, the caller waits for it only
 * until the time limit of the failed operation, so that it waits once for a database that does not answer. Never
 * rejects, so that the caller can throw the failure.
 *
 * @param failure the error, and when the failed operation began, by `performance.now()`
 */
export async function cleanUpAfterFailure(
  storage: Storage,
  { error, since }: { readonly error: unknown; readonly since: number },
  work: () => Promise<unknown>,
): Promise<void> {
  const isStorage = error instanceof AuthError && error.code === "storage_unavailable";
  await withTimeout(remainingMs(storage, isStorage ? since : performance.now()), work);
}
