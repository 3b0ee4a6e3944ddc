import { addressKey } from "./address-key.ts";
import { counterKey } from "./counter-key.ts";
import type { Guard } from "./guard.ts";
import { countAttempt, readLimit, rateLimited, type LimitOptions } from "./attempt-limit.ts";

/**
 * Limits attempts per client address, over all accounts of the pool: passwords (correct ones too, because signing in
 * to an account of one's own must not give an attacker new tries), new accounts, and mails. It runs before
 * `throttle()` whatever its place in the list, so an attempt that it refuses locks no account.
 *
 * The address is the one that the server vouches for: `client` of `createHandler`, or the `client` argument of
 * `signIn`. **Without an address, nothing is counted.** An IPv6 address counts as its /64 (RFC 6177 §2).
 *
 * Costs one storage write per attempt. While storage cannot count, attempts are refused with `storage_unavailable`.
 *
 * @param options `limit`: attempts, default 100; `window`: seconds, default 600 (10 minutes), at most a day
 * @returns a guard that refuses with AuthError `rate_limited`; `retryAfter` says in how many seconds to try again
 * @throws TypeError for an option that is unknown or out of bounds
 *
 * @example
 * ```ts
 * import { rateLimit } from "@latchkey/core/rate-limit";
 * import { throttle } from "@latchkey/core/throttle";
 *
 * const auth = createAuth({ storage, secret, guards: [rateLimit({ limit: 100, window: 600 }), throttle()] });
 * ```
 */
export function rateLimit(options: LimitOptions = {}): Guard {
  const limit = readLimit("rateLimit", options, { limit: 100, window: 600 });
  return {
    runsFirst: true,
    async onAttempt({ pool, client, storage, now }) {
      if (client.address === null) return;
      // The window is part of the key, so that a short and a long limit can be used together.
      const key = counterKey("address", pool, limit.window, addressKey(client.address));
      const counted = await countAttempt(storage.counters, key, { ...limit, now });
      if (counted.count > limit.limit) throw rateLimited(counted, now);
    },
    async onCorrectPassword() {},
  };
}
