import { accountLockKey, nameLockKey, ownerLockKey } from "./lock-keys.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Attempt, Guard } from "./guard.ts";
import {
  countAttempt,
  readLimit,
  rateLimited,
  MAX_ATTEMPT_SECONDS,
  type AttemptLimit,
  type LimitOptions,
} from "./attempt-limit.ts";
import type { Count } from "../storage/storage.ts";

/**
 * Locks an account against guessing: at most `limit` passwords reach the hasher in `window` seconds, whatever the
 * spelling, the name (e-mail address or user name) and the address they come from (OWASP Authentication Cheat Sheet,
 * "Account Lockout"; NIST SP 800-63B §3.2.2). Each is counted before anything is hashed, so guesses at the same moment do
 * not slip through. The right password resets the count; after the window it starts again. An unknown account locks like a
 * known one, and live sessions go on: somebody with a session has a count of their own for confirming the password.
 *
 * What a client sees depends on the name that it tries alone, so answers never tell which names belong together
 * (decisions/008). An attempt that is still under way holds its count for 30 seconds at most; a wrong password confirms it
 * for the whole window.
 *
 * Give every auth of one pool the same limit. Costs one storage write an attempt, one more after the first wrong password of a
 * window, and one more in the step that a success ends with; with `usernames()` two at once, also after every wrong password. While storage cannot
 * count, nobody gets in.
 *
 * @param options `limit`: attempts, default 5; `window`: seconds up to a day, default 600
 * @returns a guard that refuses with AuthError `rate_limited` and `retryAfter` in seconds
 * @throws TypeError for an option that is unknown or senseless
 */
export function throttle(options: LimitOptions = {}): Guard {
  const limit = readLimit("throttle", options, { limit: 5, window: 600 });
  return {
    oneAtATime: true,
    async onAttempt(attempt) {
      const keys = keysOf(attempt);
      if (keys.length === 0) return;
      const [named, shared] = await countAll(attempt, keys, limit);
      if ([named, shared].some((counted) => counted?.count === limit.limit + 1)) await attempt.emit("account.locked");
      if (named!.count > limit.limit) throw rateLimited(named!, attempt.now);
      // Guesses under another name of the account have used up the limit: nothing may tell so.
      if (shared && shared.count > limit.limit) attempt.treatAsWrongPassword();
    },
    async onCorrectPassword(attempt) {
      for (const key of keysOf(attempt)) attempt.resetOnSuccess(key);
    },
  };
}

/** First the counter that decides what is answered, then that of all names of an account, where it may have two. */
function keysOf({ purpose, pool, name, account, hasUsernames }: Attempt): readonly string[] {
  if (purpose !== "sign_in" && purpose !== "reauthentication") return [];
  // Somebody with a session: guesses of strangers at the name must not keep the owner out of the account (SI09).
  if (purpose === "reauthentication" && name === account) return [ownerLockKey(pool, account)];
  return hasUsernames ? [nameLockKey(pool, name), accountLockKey(pool, account)] : [nameLockKey(pool, name)];
}

/** Counts for as long as the attempt may be under way; if the password is wrong, for the whole window. */
async function countAll(
  { storage: { counters }, now, onWrongPassword }: Attempt,
  keys: readonly string[],
  { limit, window }: AttemptLimit,
): Promise<readonly Count[]> {
  const short = Math.min(window, MAX_ATTEMPT_SECONDS);
  const counts = await Promise.all(keys.map((key) => countAttempt(counters, key, { limit, window: short }, now)));
  const isShort = ({ resetsAt }: Count) => resetsAt.getTime() - now <= short * 1000;
  // With two counters both are always written: which of them has its window already tells whose name it is.
  if (window > short && (counts.length > 1 || counts.some(isShort))) {
    const until = new Date(now + window * 1000);
    onWrongPassword(async () => {
      await Promise.all(
        counts.map((counted, at) =>
          callStorage(() => counters.extend(keys[at]!, isShort(counted) ? until : counted.resetsAt)),
        ),
      );
    });
  }
  return counts;
}
