import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitAlone } from "../context/events.ts";
import type { Attempt, AttemptPurpose } from "../guards/guard.ts";
import type { AuthEventType } from "../hooks.ts";
import type { Storage } from "../storage/storage.ts";

/** What guards hear of an attempt. */
export interface AttemptInput {
  readonly purpose: AttemptPurpose;
  /** The user's id, or the canonical name that was given if no account has it or none was looked up. */
  readonly account: string;
  /** The canonical name that was given. Default: `account`. */
  readonly name?: string;
  /** The user's id, if it is known, for the event. */
  readonly userId?: string | null;
  readonly client: Client;
  /** Sends an event to the application's hook. Default: at once. */
  readonly emit?: (type: AuthEventType) => void | Promise<void>;
}

/** An attempt that no guard has refused. */
export interface EnteredAttempt {
  readonly attempt: Attempt;
  /** The keys of counters that a success resets. */
  readonly counters: readonly string[];
  /** Whether a guard wants the password refused as a wrong one, whatever it is. */
  isTreatedAsWrong(): boolean;
  /** Runs what guards want done after a wrong password. */
  runWrongPasswordSteps(): Promise<void>;
}

/**
 * Asks every guard whether an attempt may go on, before anything is hashed or sent.
 *
 * @throws AuthError `rate_limited`, `storage_unavailable`, and what else a guard throws
 */
export async function enterGuards(context: Context, input: AttemptInput): Promise<EnteredAttempt> {
  const { purpose, account, name = account, userId = null, client } = input;
  const emit = input.emit ?? ((type: AuthEventType) => emitAlone(context, type, { userId, client }));
  const counters: string[] = [];
  const steps: (() => Promise<void>)[] = [];
  let isTreatedAsWrong = false;
  const attempt: Attempt = {
    pool: context.pool,
    account,
    name,
    hasUsernames: context.accountNames.hasUsernames,
    client,
    purpose,
    now: context.now(),
    storage: storageOfGuards(context),
    resetOnSuccess: (counter) => void counters.push(counter),
    onWrongPassword: (step) => void steps.push(step),
    treatAsWrongPassword: () => void (isTreatedAsWrong = true),
    emit: async (type) => emit(type),
  };
  for (const guard of context.guards) await guard.onAttempt(attempt);
  return {
    attempt,
    counters,
    isTreatedAsWrong: () => isTreatedAsWrong,
    runWrongPasswordSteps: async () => void (await Promise.all(steps.map((step) => step()))),
  };
}

/** Guards count in `storage.counters`, wherever that is. */
function storageOfGuards({ storage, counters, countsElsewhere }: Context): Storage {
  return countsElsewhere ? { ...storage, counters } : storage;
}
