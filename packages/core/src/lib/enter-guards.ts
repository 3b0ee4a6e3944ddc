import type { Client } from "./client.ts";
import type { Context } from "./context.ts";
import { after } from "./events.ts";
import type { Attempt, Door } from "./guard.ts";

/** Who asks for what. */
export interface Asker {
  readonly door: Door;
  /** The user's id, or for an account that does not exist, or is not looked up, the canonical name that was given. */
  readonly account: string;
  /** The user's id, where it is known: for the application's hook. */
  readonly userId?: string | null;
  readonly client: Client;
}

/** An attempt that guards have let in. */
export interface Entered {
  readonly attempt: Attempt;
  /** The keys of counters that a success resets. */
  readonly counters: readonly string[];
}

/**
 * Asks every guard whether this may go on, before anything is hashed, looked up or sent.
 *
 * @throws AuthError `rate_limited`, `storage_unavailable`, and what else a guard throws
 */
export async function enterGuards(context: Context, { door, account, userId = null, client }: Asker): Promise<Entered> {
  const counters: string[] = [];
  const attempt: Attempt = {
    pool: context.pool,
    account,
    client,
    door,
    now: context.now(),
    storage: context.storage,
    setBack: (counter) => void counters.push(counter),
    tell: (type) => after(context, type, userId, null, client),
  };
  for (const guard of context.guards) await guard.enter(attempt);
  return { attempt, counters };
}
