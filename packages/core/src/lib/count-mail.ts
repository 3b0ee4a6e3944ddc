import type { Context } from "./context.ts";
import { counterKey } from "./counter-key.ts";
import { count, tooMany } from "./limit.ts";
import type { Purpose } from "./one-time-token.ts";
import type { Count } from "./storage.ts";

/** Counts a mail to an account, before it is written: of any number asked for at once, one is the first. */
export function countMail(context: Context, purpose: Purpose, userId: string, interval: number): Promise<Count> {
  return count(context.storage.counters, counterKey("mail", purpose, context.pool, userId), { limit: 1, window: interval }, context.now());
}

/** For somebody who is signed in, and may know. @throws AuthError `rate_limited`, `storage_unavailable` */
export async function requireMailDue(context: Context, purpose: Purpose, userId: string, interval: number): Promise<void> {
  const counted = await countMail(context, purpose, userId, interval);
  if (counted.count > 1) throw tooMany(counted, context.now());
}
