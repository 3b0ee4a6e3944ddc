import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import { emitAlone, runBeforeHook } from "../context/events.ts";
import { accountLockKey, nameLockKey } from "../guards/lock-keys.ts";
import { canonicalEmail } from "../input/email.ts";
import { callStorage } from "../storage/call-storage.ts";
import { findUser, noSuchUser } from "../users/find.ts";
import { unlockUser } from "../users/manage.ts";

/**
 * Ends the locks that `throttle()` has put on an account. For server code: it asks for no password.
 *
 * @param account `userId` or `email`. The address need not have an account: guesses lock it as well.
 * @param client where the administrator is, for events
 * @throws AuthError `invalid_email`, `not_found` (no user has this id), `refused` (from a hook), `storage_unavailable`
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { unlock } from "@latchkey/core/throttle";
 *
 * await unlock(auth, { email: "ada@example.com" });
 * ```
 */
export async function unlock(
  auth: Auth,
  account: { readonly email: string } | { readonly userId: string },
  client: Client = UNKNOWN_CLIENT,
): Promise<void> {
  const context = contextOf(auth);
  const { pool, counters } = context;
  const email = "email" in account ? canonicalEmail(account.email) : null;
  const found = await findUser(context, "email" in account ? { email: account.email } : { id: account.userId });
  if (!found && email === null) throw noSuchUser();

  if (found) return unlockUser(context, found.user, client);
  await runBeforeHook(context, "unlock_account", { userId: null, client });
  const keys = [nameLockKey(pool, email!), accountLockKey(pool, email!)];
  await Promise.all(keys.map((key) => callStorage(() => counters.reset(key))));
  await emitAlone(context, "account.unlocked", { userId: null, client });
}
