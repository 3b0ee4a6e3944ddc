import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitAfterwards } from "../context/emit-afterwards.ts";
import { emitAlone, emitFailure } from "../context/events.ts";
import { guessQueueKey } from "../context/queue-key.ts";
import { invalidCredentials } from "./invalid-credentials.ts";
import { enterGuards } from "./enter-guards.ts";
import type { Attempt, Guard } from "../guards/guard.ts";
import type { AuthEventType } from "../hooks.ts";
import type { PasswordOperations } from "../passwords/passwords.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Credentials, UserRecord } from "../storage/storage.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";

/** A password, and whose it should be. */
export interface PasswordAttempt {
  /** `"reauthentication"`: the user has a session or a mailed token already. */
  readonly purpose: "sign_in" | "reauthentication";
  /** The canonical name that was given. For a user with a session, the user's id. */
  readonly name: string;
  readonly password: string;
  readonly client: Client;
  /** Looks the user up. */
  find(): Promise<Credentials | null>;
}

/** A user whose password was correct. */
export interface VerifiedCredentials extends Credentials {
  /** The keys of counters to reset. */
  readonly counters: readonly string[];
}

/**
 * Checks a password. Unknown and disabled accounts cost the same work and get the same error as a wrong password, for
 * every purpose. All of it happens in one place of the queue for hashing: an attempt that the full queue refuses has
 * read, counted and hashed nothing.
 *
 * @param use what to do with the correct password, in the same place of the queue. It gets the credentials, with the
 * password hash that is stored now. It must reset `counters` in its storage step, and must call no hook.
 * @throws AuthError `invalid_credentials`, `overloaded`, `storage_unavailable`, what a guard throws and what `use`
 * throws
 */
export async function withPassword<T>(
  context: Context,
  tried: PasswordAttempt,
  use: (verified: VerifiedCredentials) => Promise<T>,
): Promise<T> {
  return emitAfterwards((defer) =>
    context.passwords.enqueue(guessQueueKey(context, tried.client, tried.name), async (hashing) => {
      const found = await callStorage(() => tried.find());
      const subject = { userId: found?.user.id ?? null, client: tried.client };
      const emit = (type: AuthEventType) => defer(() => emitAlone(context, type, subject));
      const fail = () => defer(() => emitFailure(context, "sign_in.failed", subject));
      return use(await check(context, tried, { found, hashing, emit, fail }));
    }),
  );
}

interface Check {
  readonly found: Credentials | null;
  readonly hashing: PasswordOperations;
  emit(type: AuthEventType): void;
  fail(): void;
}

async function check(
  context: Context,
  { purpose, name, password, client }: PasswordAttempt,
  { found, hashing, emit, fail }: Check,
): Promise<VerifiedCredentials> {
  const { guards, storage } = context;
  const entered = await enterGuards(context, { purpose, account: found?.user.id ?? name, name, client, emit });
  const { attempt, counters } = entered;

  const stored = found && !found.user.disabled ? found.passwordHash : null;
  // A random password fails, after the same work as any other.
  const tried = entered.isTreatedAsWrong() ? crypto.randomUUID() : password;
  const { matches, strongerHash } = await hashing.check(tried, stored);
  if (!found || !matches) {
    await entered.runWrongPasswordSteps();
    if (purpose === "sign_in") fail();
    throw invalidCredentials();
  }

  const { user, passwordHash } = found;
  const since = performance.now();
  try {
    await tellGuards(guards, attempt, user);
    const isReplaced =
      strongerHash !== null &&
      (await callStorage(() => storage.users.rehashPassword(user.id, passwordHash, strongerHash)));
    return { user, passwordHash: isReplaced ? strongerHash : passwordHash, counters };
  } catch (error) {
    // The password was correct, so the attempt does not count as a guess.
    await cleanUpAfterFailure(storage, { error, since }, () => resetCounters(context, counters));
    throw error;
  }
}

/**
 * Tells every guard of the correct password, also after one has refused it: in any order of guards, a correct password
 * is no guess.
 *
 * @throws what the first guard that refuses throws
 */
export async function tellGuards(guards: readonly Guard[], attempt: Attempt, user: UserRecord): Promise<void> {
  const refusals: unknown[] = [];
  for (const guard of guards) {
    try {
      await guard.onCorrectPassword(attempt, user);
    } catch (refusal) {
      refusals.push(refusal);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

/** Resets counters when no other storage step does. @throws AuthError `storage_unavailable` */
export async function resetCounters({ counters }: Context, keys: readonly string[]): Promise<void> {
  for (const key of keys) await callStorage(() => counters.reset(key));
}
