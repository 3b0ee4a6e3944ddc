import { callStorage } from "./call-storage.ts";
import type { Storage } from "./storage.ts";
import { remainingMs, withTimeout } from "./time-limit.ts";

/** With less time than this there is no point in looking: timers are not exact to the millisecond. */
const MIN_FIND_MS = 5;

/**
 * Writes, and looks whether the write has happened when its answer got lost. The database may have committed before
 * the connection broke: without the look, a user who signs up and tries again would hear that the address is taken.
 * Both share the storage's time limit, so that the caller waits once for a database that does not answer.
 *
 * @param write one atomic step
 * @param find what the write would have returned, if it has happened; `null` when that cannot be found out
 * @throws AuthError `storage_unavailable`, always with the cause of the write
 */
export async function writeOrFind<T>(
  storage: Storage,
  write: () => Promise<T>,
  find: () => Promise<T | null>,
): Promise<T> {
  const since = performance.now();
  try {
    return await callStorage(write);
  } catch (error) {
    const left = remainingMs(storage, since);
    const found = left > MIN_FIND_MS ? await withTimeout(left, find) : null;
    if (found === null) throw error;
    return found;
  }
}
