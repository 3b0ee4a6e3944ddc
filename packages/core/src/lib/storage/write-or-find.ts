import { callStorage } from "./call-storage.ts";
import type { Storage } from "./storage.ts";
import { remainingMs, withTimeout } from "./time-limit.ts";

/** Timers are not exact to the millisecond: less than this is no time to look. */
const MIN_FIND_MS = 5;

/**
 * Writes, and looks when the answer was lost on the way back: the database may have committed before the connection
 * broke, and an owner who tries again would hear that the address is taken. Both share the storage's time limit, so
 * nobody waits twice for a database that does not answer.
 *
 * @param write one atomic step
 * @param find what the write says when it happened, as far as a look can tell; `null` when it tells nothing
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
