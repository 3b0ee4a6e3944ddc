import type { Auth } from "../auth.ts";
import { accountLockKey, nameLockKey } from "../guards/lock-keys.ts";
import { callStorage } from "../storage/call-storage.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import { canonicalEmail } from "../input/email.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { findUser, noSuchUser } from "../users/find.ts";
import { resetLocks } from "../guards/reset-locks.ts";

/**
 * Lifts the lock of `throttle()`, for server code alone.
 *
 * @param account an address may be one that nobody has: it locks, too
 * @throws AuthError `invalid_email`, `not_found` (no such id), `storage_unavailable`
 */
export async function unlock(
  auth: Auth,
  account: { email: string } | { userId: string },
  client: Client = UNKNOWN_CLIENT,
): Promise<void> {
  const context = contextOf(auth);
  const email = "email" in account ? canonicalEmail(account.email) : null;
  const found = await findUser(context, "email" in account ? { email: account.email } : { id: account.userId });
  if (!found && email === null) throw noSuchUser();

  const userId = found?.user.id ?? null;
  await runBeforeHook(context, "unlock_account", { userId, client });
  if (found) await resetLocks(context, found.user);
  else
    await Promise.all(
      [nameLockKey, accountLockKey].map((lock) =>
        callStorage(() => context.storage.counters.reset(lock(context.pool, email!))),
      ),
    );
  await emitEvent(context, "account.unlocked", { userId, client });
}
