import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { after } from "../context/events.ts";
import type { Attempt, Door } from "../guards/guard.ts";
import type { AuthEventType } from "../hooks.ts";

/** Who asks for what. */
export interface Asker {
  readonly door: Door;
  /** The user's id, or for an account that does not exist, or is not looked up, the canonical name that was given. */
  readonly account: string;
  /** The canonical name that was given. Default: `account`. */
  readonly name?: string;
  /** The user's id, where it is known: for the application's hook. */
  readonly userId?: string | null;
  readonly client: Client;
  /** Tells the application's hook. Default: at once. */
  readonly tell?: (type: AuthEventType) => void | Promise<void>;
}

/** An attempt that guards have let in. */
export interface Entered {
  readonly attempt: Attempt;
  /** The keys of counters that a success resets. */
  readonly counters: readonly string[];
  /** Whether a guard wants the password refused as a wrong one, whatever it is. */
  isWrongAnyway(): boolean;
  /** What guards want done after a wrong password. */
  wrong(): Promise<void>;
}

/**
 * Asks every guard whether this may go on, before anything is hashed or sent.
 *
 * @throws AuthError `rate_limited`, `storage_unavailable`, and what else a guard throws
 */
export async function enterGuards(context: Context, asker: Asker): Promise<Entered> {
  const { door, account, name = account, userId = null, client } = asker;
  const tell = asker.tell ?? ((type: AuthEventType) => after(context, type, userId, null, client));
  const counters: string[] = [];
  const steps: (() => Promise<void>)[] = [];
  let isWrong = false;
  const attempt: Attempt = {
    pool: context.pool,
    account,
    name,
    hasUsernames: context.doors.hasUsernames,
    client,
    door,
    now: context.now(),
    storage: context.storage,
    setBack: (counter) => void counters.push(counter),
    ifWrong: (step) => void steps.push(step),
    refuseQuietly: () => void (isWrong = true),
    tell: async (type) => tell(type),
  };
  for (const guard of context.guards) await guard.enter(attempt);
  const wrong = async () => void (await Promise.all(steps.map((step) => step())));
  return { attempt, counters, isWrongAnyway: () => isWrong, wrong };
}
