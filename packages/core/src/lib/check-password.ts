import { ask } from "./ask.ts";
import type { Client } from "./client.ts";
import type { Context } from "./context.ts";
import { enterGuards } from "./enter-guards.ts";
import { AuthError } from "./errors.ts";
import { failed } from "./events.ts";
import type { Attempt, Door, Guard } from "./guard.ts";
import type { Credentials, UserRecord } from "./storage.ts";

export interface Checked extends Credentials {
  /** The keys of counters that are to be reset. */
  readonly counters: readonly string[];
}

/**
 * The one way to check a password, so that every door costs the same, is guarded the same, and answers the same: an
 * account that is unknown (`found` is `null`) or disabled is refused like a wrong password, after as much work.
 *
 * @param name the canonical name that was tried, for an account that does not exist
 * @param door not `"sign_in"` for somebody who has proved a session or the mailbox before
 * @returns the credentials, with the stored hash as it is now, and the counters that this success sets back: the caller's
 * next storage step does
 * @throws AuthError `invalid_credentials`, `overloaded`, `storage_unavailable`, and what a guard throws
 */
export async function checkPassword(context: Context, found: Credentials | null, name: string, password: string, client: Client, door: Door): Promise<Checked> {
  const { guards, passwords, storage } = context;
  const userId = found?.user.id ?? null;
  const { attempt, counters } = await enterGuards(context, { door, account: userId ?? name, userId, client });

  const { matches, stronger } = await passwords.check(password, found && !found.user.disabled ? found.passwordHash : null);
  if (!found || !matches) {
    if (door === "sign_in") await failed(context, "sign_in.failed", userId, client);
    throw new AuthError("invalid_credentials", "Invalid credentials");
  }

  const { user, passwordHash } = found;
  try {
    await passGuards(guards, attempt, user);
    const isSwapped = stronger !== null && (await ask(() => storage.users.rehashPassword(user.id, passwordHash, stronger)));
    return { user, passwordHash: isSwapped ? stronger : passwordHash, counters };
  } catch (error) {
    // The password was right all the same.
    await setBack(context, counters);
    throw error;
  }
}

/**
 * Every guard hears of the right password, also behind one that refuses it: whatever their order, it is no guess.
 *
 * @throws what the first that refuses throws
 */
async function passGuards(guards: readonly Guard[], attempt: Attempt, user: UserRecord): Promise<void> {
  const refusals: unknown[] = [];
  for (const guard of guards) {
    try {
      await guard.pass(attempt, user);
    } catch (refusal) {
      refusals.push(refusal);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

/** The same for somebody whose session or mailbox is proved already: what comes of it is the caller's own. */
export async function checkOwnPassword(context: Context, found: Credentials | null, name: string, password: string, client: Client): Promise<Credentials> {
  const { counters, ...credentials } = await checkPassword(context, found, name, password, client, "account");
  await setBack(context, counters);
  return credentials;
}

/** Resets the counters of a right password that no storage step comes of. @throws AuthError `storage_unavailable` */
export async function setBack({ storage }: Context, counters: readonly string[]): Promise<void> {
  for (const counter of counters) await ask(() => storage.counters.reset(counter));
}
