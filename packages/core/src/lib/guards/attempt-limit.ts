import { callStorage } from "../storage/call-storage.ts";
import { AuthError } from "../errors.ts";
import type { Count, CounterStore } from "../storage/storage.ts";

/** So many in so many seconds. */
export interface AttemptLimit {
  readonly limit: number;
  readonly window: number;
}

/** What a guard that counts takes. */
export interface LimitOptions {
  /** How many attempts are let through in one window: a whole number from 1. */
  readonly limit?: number | undefined;
  /** Seconds from 1 to 86 400. */
  readonly window?: number | undefined;
}

/** @throws TypeError for an option that is unknown or senseless */
export function readLimit(name: string, options: LimitOptions, defaults: AttemptLimit): AttemptLimit {
  const unknown = Object.keys(options).find((option) => !Object.hasOwn(defaults, option));
  if (unknown !== undefined) throw new TypeError(`${name} does not know the option "${unknown}"`);
  const { limit = defaults.limit, window = defaults.window } = options;
  if (!Number.isInteger(limit) || limit < 1) throw new TypeError(`${name}: limit must be a whole number from 1`);
  if (!Number.isInteger(window) || window < 1 || window > 86_400)
    throw new TypeError(`${name}: window must be a whole number of seconds from 1 to 86400`);
  return { limit, window };
}

/** Seconds from the count of an attempt to its end: longer than any attempt takes, with storage at its slowest. */
export const MAX_ATTEMPT_SECONDS = 30;

/** Counts one more, in the same storage step in which it asks how many there are: of any number at once, each is another. */
export function countAttempt(
  counters: CounterStore,
  key: string,
  { window }: AttemptLimit,
  now: number,
): Promise<Count> {
  return callStorage(() => counters.add(key, new Date(now), new Date(now + window * 1000)));
}

export function rateLimited({ resetsAt }: Pick<Count, "resetsAt">, now: number): AuthError {
  const retryAfter = Math.max(1, Math.ceil((resetsAt.getTime() - now) / 1000));
  return new AuthError("rate_limited", "Too many attempts, try again later", { retryAfter });
}
