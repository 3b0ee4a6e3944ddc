import { lockKey } from "./account-lock.ts";
import type { Guard } from "./guard.ts";
import { count, readLimit, tooMany, type LimitOptions } from "./limit.ts";

/**
 * Locks an account against guessing: at most `limit` passwords reach the hasher in `window` seconds, whatever the
 * door, the spelling and the address they come from (OWASP Authentication Cheat Sheet, "Account Lockout"; NIST SP
 * 800-63B §3.2.2). Each is counted before anything is hashed, so guesses at the same moment do not slip through. The
 * right password sets the count back; after the window it starts again. An unknown account locks like a known one, and
 * live sessions go on.
 *
 * Give every auth of one pool the same limit. Costs one storage write an attempt, and one more in the step that a
 * success ends with. While
 * storage cannot count, nobody gets in.
 *
 * @param options `limit`: attempts, default 5; `window`: seconds up to a day, default 600
 * @returns a guard that refuses with AuthError `rate_limited` and `retryAfter` in seconds
 * @throws TypeError for an option that is unknown or senseless
 */
export function throttle(options: LimitOptions = {}): Guard {
  const limit = readLimit("throttle", options, { limit: 5, window: 600 });
  return {
    async enter({ pool, account, door, storage, now, tell }) {
      if (door !== "sign_in" && door !== "account") return;
      const counted = await count(storage.counters, lockKey(pool, account), limit, now);
      if (counted.count <= limit.limit) return;
      if (counted.count === limit.limit + 1) await tell("account.locked");
      throw tooMany(counted, now);
    },
    async pass({ pool, account, setBack }) {
      setBack(lockKey(pool, account));
    },
  };
}
