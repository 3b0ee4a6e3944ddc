import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { enterGuards } from "./enter-guards.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, emitFailure } from "../context/events.ts";
import type { Attempt, Guard } from "../guards/guard.ts";
import type { AuthEventType } from "../hooks.ts";
import type { PasswordOperations } from "../passwords/passwords.ts";
import type { Credentials, UserRecord } from "../storage/storage.ts";
import { emitAfterwards } from "../context/emit-afterwards.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";
import { guessQueueKey } from "../context/queue-key.ts";

/** A password at a door. */
export interface PasswordAttempt {
  /** `"reauthentication"` for somebody who has proved a session or the mailbox before. */
  readonly purpose: "sign_in" | "reauthentication";
  /** The canonical name that was tried; for somebody with a session the user's id. */
  readonly name: string;
  readonly password: string;
  readonly client: Client;
  find(): Promise<Credentials | null>;
}

export interface VerifiedCredentials extends Credentials {
  /** The keys of counters that are to be reset. */
  readonly counters: readonly string[];
}

/**
 * The one way to check a password, so that every door costs the same, is guarded the same, and answers the same: an
 * account that is unknown or disabled is refused like a wrong password, after as much work. Everything happens in one
 * turn of the queue in front of the hashers, the lookup and the count too: who finds no room has asked, counted and
 * hashed nothing.
 *
 * @param use what comes of the right password, in the same turn: it gets the credentials, with the stored hash as it is
 * now, and the counters to reset, which its storage step does. It calls no hook.
 * @throws AuthError `invalid_credentials`, `overloaded`, `storage_unavailable`, what a guard throws and what `use` throws
 */
export async function withPassword<T>(
  context: Context,
  tried: PasswordAttempt,
  use: (checked: VerifiedCredentials) => Promise<T>,
): Promise<T> {
  return emitAfterwards((defer) =>
    context.passwords.enqueue(guessQueueKey(context, tried.client, tried.name), async (hashing) => {
      const found = await callStorage(() => tried.find());
      const userId = found?.user.id ?? null;
      const emit = (type: AuthEventType) => defer(() => emitEvent(context, type, { userId, client: tried.client }));
      const fail = () => defer(() => emitFailure(context, "sign_in.failed", { userId, client: tried.client }));
      return use(await check(context, hashing, tried, found, { emit, fail }));
    }),
  );
}

async function check(
  context: Context,
  hashing: PasswordOperations,
  { purpose, name, password, client }: PasswordAttempt,
  found: Credentials | null,
  { emit, fail }: { emit: (type: AuthEventType) => void; fail: () => void },
): Promise<VerifiedCredentials> {
  const { guards, storage } = context;
  const entered = await enterGuards(context, { purpose, account: found?.user.id ?? name, name, client, emit });
  const { attempt, counters, isWrongAnyway, wrong } = entered;

  const stored = found && !found.user.disabled ? found.passwordHash : null;
  // A password that nobody has costs exactly what a wrong one costs.
  const { matches, strongerHash } = await hashing.check(isWrongAnyway() ? crypto.randomUUID() : password, stored);
  if (!found || !matches) {
    await wrong();
    if (purpose === "sign_in") fail();
    throw new AuthError("invalid_credentials", "Invalid credentials");
  }

  const { user, passwordHash } = found;
  const since = performance.now();
  try {
    await passGuards(guards, attempt, user);
    const isSwapped =
      strongerHash !== null &&
      (await callStorage(() => storage.users.rehashPassword(user.id, passwordHash, strongerHash)));
    return { user, passwordHash: isSwapped ? strongerHash : passwordHash, counters };
  } catch (error) {
    // The password was right all the same.
    await cleanUpAfterFailure(storage, { error, since }, () => resetCounters(context, counters));
    throw error;
  }
}

/**
 * Every guard hears of the right password, also behind one that refuses it: whatever their order, it is no guess.
 *
 * @throws what the first that refuses throws
 */
async function passGuards(guards: readonly Guard[], attempt: Attempt, user: UserRecord): Promise<void> {
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

/** The password of somebody whose session or mailbox is proved already. */
export interface OwnPassword {
  readonly userId: string;
  readonly password: string;
  readonly client: Client;
  /** For somebody without a session: whom the mail went to. Guesses count as at the door then. */
  readonly mailed?: Credentials;
}

/**
 * The same for somebody whose session or mailbox is proved already: what comes of it is the caller's own.
 *
 * @throws AuthError `invalid_credentials`, `overloaded`, `storage_unavailable`, and what a guard throws
 */
export async function checkOwnPassword(
  context: Context,
  { userId, password, client, mailed }: OwnPassword,
): Promise<Credentials> {
  const find = async () => mailed ?? context.storage.users.find(userId);
  const tried = { purpose: "reauthentication", name: mailed?.user.email ?? userId, password, client, find } as const;
  return withPassword(context, tried, async ({ counters, ...found }) => {
    await resetCounters(context, counters);
    return found;
  });
}

/** Resets the counters of a right password that no storage step comes of. @throws AuthError `storage_unavailable` */
export async function resetCounters({ storage }: Context, counters: readonly string[]): Promise<void> {
  for (const counter of counters) await callStorage(() => storage.counters.reset(counter));
}
