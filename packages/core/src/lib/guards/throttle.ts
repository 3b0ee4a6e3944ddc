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
 * Locks an account against guessing: at most `limit` attempts per account in `window` seconds, counted together for
 * all routes, spellings, names (e-mail address and user name) and client addresses (OWASP Authentication Cheat Sheet,
 * "Account Lockout"; NIST SP 800-63B-4 §3.2.2).
 *
 * - Each attempt is counted before anything is hashed, so concurrent guesses do not slip through.
 * - The correct password resets the count. After the window it starts again by itself; `unlock()` ends it at once.
 * - An unknown account locks like a known one, so the lock does not tell which accounts exist.
 * - Live sessions go on, and a user with a session has a count of their own for confirming the password.
 * - What a client sees depends only on the name that it tries, so answers never tell which names belong to one
 *   account (decisions/008).
 * - An open attempt counts for at most 30 seconds. A wrong password makes it count for the whole window.
 *
 * Give every auth of one pool the same limit. Costs one storage write per attempt, one more after the first wrong
 * password of a window, and one more in the storage step of a success. With `usernames()` each of them is two, and
 * the write after a wrong password happens every time. While storage cannot count, attempts are refused with
 * `storage_unavailable`.
 *
 * @param options `limit`: attempts, default 5; `window`: seconds, default 600 (10 minutes), at most a day
 * @returns a guard that refuses with AuthError `rate_limited`; `retryAfter` says in how many seconds to try again
 * @throws TypeError for an option that is unknown or out of bounds
 *
 * @example
 * ```ts
 * import { throttle } from "@latchkey/core/throttle";
 *
 * // 10 attempts per account and hour, instead of the default 5 in 10 minutes.
 * const auth = createAuth({ storage, secret, guards: [throttle({ limit: 10, window: 3600 })] });
 * ```
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
      // Guesses under another name of the account have used up the limit, and the answer must not tell.
      if (shared && shared.count > limit.limit) attempt.treatAsWrongPassword();
    },
    async onCorrectPassword(attempt) {
      for (const key of keysOf(attempt)) attempt.resetOnSuccess(key);
    },
  };
}

/** First the key of the counter that decides the answer, then the one that all names of an account share. */
function keysOf({ purpose, pool, name, account, hasUsernames }: Attempt): readonly string[] {
  if (purpose !== "sign_in" && purpose !== "reauthentication") return [];
  // A user with a session: guesses of strangers at the name must not lock the owner out of the account (SI09).
  if (purpose === "reauthentication" && name === account) return [ownerLockKey(pool, account)];
  return hasUsernames ? [nameLockKey(pool, name), accountLockKey(pool, account)] : [nameLockKey(pool, name)];
}

/** Counts the attempt for as long as it can be open, and for the whole window if the password turns out wrong. */
export async function countAll(
  { storage: { counters }, now, onWrongPassword }: Attempt,
  keys: readonly string[],
  { window }: AttemptLimit,
): Promise<readonly Count[]> {
  const short = Math.min(window, MAX_ATTEMPT_SECONDS);
  const counts = await Promise.all(keys.map((key) => countAttempt(counters, key, { window: short, now })));
  const isShort = ({ resetsAt }: Count) => resetsAt.getTime() - now <= short * 1000;
  // With two counters both are always written: a difference would tell which account a name belongs to.
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
