import { accountLockKey, nameLockKey, ownerLockKey } from "./lock-keys.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Storage, UserRecord } from "../storage/storage.ts";

/** Lifts every lock of a user. @throws AuthError `storage_unavailable` */
export async function resetLocks(
  { storage, pool }: { storage: Storage; pool: string },
  { id, email, username }: UserRecord,
): Promise<void> {
  const names = username === null ? [email] : [email, username];
  // All of them: another process of the pool may open more doors than this one.
  const keys = [...names.map((name) => nameLockKey(pool, name)), accountLockKey(pool, id), ownerLockKey(pool, id)];
  await Promise.all(keys.map((key) => callStorage(() => storage.counters.reset(key))));
}
