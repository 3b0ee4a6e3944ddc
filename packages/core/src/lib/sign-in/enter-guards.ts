import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import type { Attempt, AttemptPurpose } from "../guards/guard.ts";
import type { AuthEventType } from "../hooks.ts";

/** Who asks for what. */
export interface AttemptInput {
  readonly purpose: AttemptPurpose;
  /** The user's id, or for an account that does not exist, or is not looked up, the canonical name that was given. */
  readonly account: string;
  /** The canonical name that was given. Default: `account`. */
  readonly name?: string;
  /** The user's id, where it is known: for the application's hook. */
  readonly userId?: string | null;
  readonly client: Client;
  /** Tells the application's hook. Default: at once. */
  readonly emit?: (type: AuthEventType) => void | Promise<void>;
}

/** An attempt that guards have let in. */
export interface EnteredAttempt {
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
export async function enterGuards(context: Context, input: AttemptInput): Promise<EnteredAttempt> {
  const { purpose, account, name = account, userId = null, client } = input;
  const emit = input.emit ?? ((type: AuthEventType) => emitEvent(context, type, { userId, client }));
  const counters: string[] = [];
  const steps: (() => Promise<void>)[] = [];
  let isWrong = false;
  const attempt: Attempt = {
    pool: context.pool,
    account,
    name,
    hasUsernames: context.accountNames.hasUsernames,
    client,
    purpose,
    now: context.now(),
    storage: context.storage,
    resetOnSuccess: (counter) => void counters.push(counter),
    onWrongPassword: (step) => void steps.push(step),
    treatAsWrongPassword: () => void (isWrong = true),
    emit: async (type) => emit(type),
  };
  for (const guard of context.guards) await guard.onAttempt(attempt);
  const wrong = async () => void (await Promise.all(steps.map((step) => step())));
  return { attempt, counters, isWrongAnyway: () => isWrong, wrong };
}
