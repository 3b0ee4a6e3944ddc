import { addressKey } from "./address-key.ts";
import { counterKey } from "./counter-key.ts";
import type { Guard } from "./guard.ts";
import { countAttempt, readLimit, rateLimited, type LimitOptions } from "./attempt-limit.ts";

/**
 * Limits what one client address may ask for, over all accounts of the pool: passwords, right ones included (signing in
 * to an account of their own gives an attacker no new tries), new accounts, and mails. Wherever it stands in the list,
 * it comes before `throttle()`: what it refuses locks no account.
 *
 * The address is the one that the mount vouches for (`client` of `createHandler`, or the last parameter of `signIn`).
 * **Where the mount gives none, nothing is counted.** IPv6 counts by /64.
 *
 * @param options `limit`: attempts, default 100; `window`: seconds up to a day, default 600
 * @returns a guard that refuses with AuthError `rate_limited` and `retryAfter` in seconds
 * @throws TypeError for an option that is unknown or senseless
 */
export function rateLimit(options: LimitOptions = {}): Guard {
  const limit = readLimit("rateLimit", options, { limit: 100, window: 600 });
  return {
    runsFirst: true,
    async onAttempt({ pool, client, storage, now }) {
      if (client.address === null) return;
      // The window is part of the name, so that a short and a long limit can stand side by side.
      const key = counterKey("address", pool, limit.window, addressKey(client.address));
      const counted = await countAttempt(storage.counters, key, limit, now);
      if (counted.count > limit.limit) throw rateLimited(counted, now);
    },
    async onCorrectPassword() {},
  };
}
