import { counterKey } from "./counter-key.ts";

/**
 * The counter of guesses under one name, whether an account has that name or not. What a client sees depends on it
 * alone.
 */
export function nameLockKey(pool: string, name: string): string {
  return counterKey("lock", pool, name);
}

/**
 * The counter of guesses at one account under all of its names (decisions/008).
 *
 * @param account a user's id, or the name itself when no account has it
 */
export function accountLockKey(pool: string, account: string): string {
  return counterKey("account", pool, account);
}

/** The counter of codes of the second factor of one account, over all tickets and doors. */
export function factorLockKey(pool: string, userId: string): string {
  return counterKey("factor", pool, userId);
}

/** The counter of guesses that come with a live session of the account. */
export function ownerLockKey(pool: string, userId: string): string {
  return counterKey("owner", pool, userId);
}
