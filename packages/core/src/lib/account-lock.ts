import { counterKey } from "./counter-key.ts";

/** The counter of wrong passwords for one account: the user's id, or for an account that does not exist the canonical name. */
export function lockKey(pool: string, account: string): string {
  return counterKey("lock", pool, account);
}
