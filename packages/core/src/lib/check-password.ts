import { ask } from "./ask.ts";
import type { Client } from "./client.ts";
import type { Context } from "./context.ts";
import { AuthError } from "./errors.ts";
import { after } from "./events.ts";
import type { Attempt } from "./guard.ts";
import type { Credentials } from "./storage.ts";

/**
 * The one way to check a password, so that every door costs the same, is guarded the same, and answers the same: an
 * account that is unknown (`found` is `null`) or disabled is refused like a wrong password, after as much work.
 *
 * @param name the canonical name that was tried, for an account that does not exist
 * @param door not `"sign_in"` for somebody who has proved a session or the mailbox before
 * @returns the credentials, with the stored hash as it is now
 * @throws AuthError `invalid_credentials`, `overloaded`, `storage_unavailable`, and what a guard throws
 */
export async function checkPassword(context: Context, found: Credentials | null, name: string, password: string, client: Client, door: Attempt["door"] = "sign_in"): Promise<Credentials> {
  const { guards, passwords, storage } = context;
  const userId = found?.user.id ?? null;
  const attempt: Attempt = {
    pool: context.pool,
    account: userId ?? name,
    client,
    door,
    now: context.now(),
    storage,
    tell: (type) => after(context, type, userId, null, client),
  };
  for (const guard of guards) await guard.enter(attempt);

  const { matches, stronger } = await passwords.check(password, found && !found.user.disabled ? found.passwordHash : null);
  if (!found || !matches) throw new AuthError("invalid_credentials", "Invalid credentials");

  const { user, passwordHash } = found;
  for (const guard of guards) await guard.pass(attempt, user);
  if (stronger === null) return found;
  const isSwapped = await ask(() => storage.users.rehashPassword(user.id, passwordHash, stronger));
  return isSwapped ? { user, passwordHash: stronger } : found;
}
