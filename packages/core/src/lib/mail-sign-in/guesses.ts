import type { Context } from "../context/context.ts";
import { countAttempt, rateLimited } from "../guards/attempt-limit.ts";
import { counterKey } from "../guards/counter-key.ts";
import { callStorage } from "../storage/call-storage.ts";

const LIMIT = 5;
const WINDOW_S = 3600;

/** Guesses at the codes of one account. */
export interface Guesses {
  /** Forgets them: a code was right. @throws AuthError `storage_unavailable` */
  forget(): Promise<void>;
}

/**
 * Counts a guess before the code is looked at, so that concurrent guesses do not slip through: five an hour for one
 * account, over all codes and browsers. Asking for another code changes nothing.
 *
 * @param kind strangers guess at codes to sign in. Whoever has a session has a count of their own (SI09).
 * @param account the canonical address, or the id of the user who has the session
 * @throws AuthError `rate_limited`, `storage_unavailable`
 */
export async function countGuess(context: Context, kind: "sign_in" | "proof", account: string): Promise<Guesses> {
  const { counters, pool, now } = context;
  const key = counterKey("mail code", kind, pool, account);
  const counted = await countAttempt(counters, key, { window: WINDOW_S, now: now() });
  if (counted.count > LIMIT) throw rateLimited(counted, now());
  return { forget: () => callStorage(() => counters.reset(key)) };
}
