import { counterKey } from "./counter-key.ts";

/** The counter of guesses under one name, whether or not somebody has it: what a client gets to see depends on this alone. */
export function nameLockKey(pool: string, name: string): string {
  return counterKey("lock", pool, name);
}

/** The counter of guesses at one account over all its names (decisions/008). `account`: a user's id, or a name that nobody has. */
export function accountLockKey(pool: string, account: string): string {
  return counterKey("account", pool, account);
}

/** The counter of guesses by people with a session of the account. */
export function ownerLockKey(pool: string, userId: string): string {
  return counterKey("owner", pool, userId);
}
