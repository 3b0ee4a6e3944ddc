import { callStorage } from "../storage/call-storage.ts";
import { AuthError } from "../errors.ts";
import type { Count, CounterStore } from "../storage/storage.ts";

/** `limit` attempts per `window` seconds. */
export interface AttemptLimit {
  readonly limit: number;
  readonly window: number;
}

/** Options of `throttle()` and `rateLimit()`: `limit` attempts per `window` seconds. */
export interface LimitOptions {
  /** How many attempts one window allows: a whole number from 1. */
  readonly limit?: number | undefined;
  /** Length of a window in seconds: a whole number from 1 to 86 400 (one day). It starts with the first attempt. */
  readonly window?: number | undefined;
}

/**
 * The options of a guard, checked and filled in.
 *
 * @param name of the guard, for the error sentence
 * @throws TypeError for an option that is unknown or out of bounds
 */
export function readLimit(name: string, options: LimitOptions, defaults: AttemptLimit): AttemptLimit {
  const unknown = Object.keys(options).find((option) => !Object.hasOwn(defaults, option));
  if (unknown !== undefined) throw new TypeError(`${name} does not know the option "${unknown}"`);
  const { limit = defaults.limit, window = defaults.window } = options;
  if (!Number.isInteger(limit) || limit < 1) throw new TypeError(`${name}: limit must be a whole number from 1`);
  if (!Number.isInteger(window) || window < 1 || window > 86_400)
    throw new TypeError(`${name}: window must be a whole number of seconds from 1 to 86400`);
  return { limit, window };
}

/** Seconds that an open attempt counts: longer than any attempt takes, even with slow storage. */
export const MAX_ATTEMPT_SECONDS = 30;

/**
 * Increments a counter and returns its count atomically, so that concurrent calls each see a different count.
 *
 * @param time `window` in seconds, `now` in milliseconds
 */
export function countAttempt(
  counters: CounterStore,
  key: string,
  { window, now }: { readonly window: number; readonly now: number },
): Promise<Count> {
  return callStorage(() => counters.add(key, new Date(now), new Date(now + window * 1000)));
}

/** The refusal of an attempt beyond the limit, with the seconds until the window ends. `now` in milliseconds. */
export function rateLimited({ resetsAt }: Pick<Count, "resetsAt">, now: number): AuthError {
  const retryAfter = Math.max(1, Math.ceil((resetsAt.getTime() - now) / 1000));
  return new AuthError("rate_limited", "Too many attempts, try again later", { retryAfter });
}
