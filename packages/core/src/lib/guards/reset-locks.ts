import { accountLockKey, nameLockKey, ownerLockKey } from "./lock-keys.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { CounterStore, UserRecord } from "../storage/storage.ts";

/**
 * Resets every counter with which `throttle()` locks a user.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function resetLocks(
  { counters, pool }: { counters: CounterStore; pool: string },
  { id, email, username }: UserRecord,
): Promise<void> {
  const names = username === null ? [email] : [email, username];
  // All keys, whatever this process uses: another process of the pool may have user names.
  const keys = [...names.map((name) => nameLockKey(pool, name)), accountLockKey(pool, id), ownerLockKey(pool, id)];
  await Promise.all(keys.map((key) => callStorage(() => counters.reset(key))));
}
