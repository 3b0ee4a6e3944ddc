import { accountLock, nameLock, ownerLock } from "./account-lock.ts";
import { ask } from "./ask.ts";
import type { Context } from "./context.ts";
import type { UserRecord } from "./storage.ts";

/** Lifts every lock of a user. @throws AuthError `storage_unavailable` */
export async function liftLocks({ storage, pool }: Context, { id, email, username }: UserRecord): Promise<void> {
  const names = username === null ? [email] : [email, username];
  // All of them: another process of the pool may open more doors than this one.
  const keys = [...names.map((name) => nameLock(pool, name)), accountLock(pool, id), ownerLock(pool, id)];
  await Promise.all(keys.map((key) => ask(() => storage.counters.reset(key))));
}
