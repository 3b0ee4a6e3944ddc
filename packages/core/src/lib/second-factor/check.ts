import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitFailure } from "../context/events.ts";
import { AuthError } from "../errors.ts";
import { invalidCode, readCode } from "../input/one-time-code.ts";
import { resetCounters, tellGuards } from "../sign-in/check-password.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import type { FactorProof, FactorWithUser } from "../storage/storage.ts";
import { readRecoveryCode, recoveryHash } from "./recovery-codes.ts";
import { rulesOf } from "./rules.ts";
import { openSecret, reseal } from "./secret.ts";

/** A code of the second factor, or a recovery code: one of the two. */
export interface Guess {
  /** What the app shows: 6 digits. */
  readonly code?: string | undefined;
  /** One of the ten that were shown when the factor was turned on. */
  readonly recoveryCode?: string | undefined;
}

/** A code of the app that is right, or a recovery code that storage will look at. It is not used up yet. */
export interface RightCode {
  readonly proof: FactorProof;
  /** How sessions name it. */
  readonly method: "totp" | "recovery_code";
  /** The keys of counters to reset in the step that uses it up. */
  readonly counters: readonly string[];
}

/** A code that somebody gives, for whose factor, and from where. */
export interface Attempted {
  readonly found: FactorWithUser;
  readonly guess: Guess;
  readonly client: Client;
  /** Whether somebody signs in with it: then a wrong one is a failed sign-in. */
  readonly signsIn: boolean;
}

/**
 * Checks a code, and uses it up. Every door to the second factor is this one, so all of them share the count of wrong
 * codes (OWASP ASVS 5.0, 6.3.1).
 *
 * @param use one storage step. `false`: the code, or what came with it, was used meanwhile
 * @throws AuthError `invalid_code`, `rate_limited`, `storage_unavailable`, what a guard throws and what `use` throws
 * @throws TypeError the secret of the factor does not open
 */
export async function withRightCode(
  context: Context,
  { found, guess, client, signsIn }: Attempted,
  use: (right: RightCode) => Promise<boolean>,
): Promise<void> {
  const { factor, user } = found;
  const read = readGuess(guess);
  const attempt = { purpose: "second_factor", account: user.id, userId: user.id, client } as const;
  const entered = await enterGuards(context, attempt);
  const opened = await openSecret(context, factor);
  const proof = findProof(context, { found, read }, opened.secret);
  if (proof) {
    await tellGuards(context.guards, entered.attempt, user);
    const method = "step" in proof ? "totp" : "recovery_code";
    const { counters } = entered;
    if (await use({ proof, method, counters: context.countsElsewhere ? [] : counters })) {
      // Counters elsewhere come last: only the step says whether a recovery code was right. If they cannot be reset,
      // what was wrong before still counts.
      if (context.countsElsewhere) await resetCounters(context, counters).catch(() => {});
      return reseal(context, factor, opened);
    }
  }
  await entered.runWrongPasswordSteps();
  if (signsIn) await emitFailure(context, "sign_in.failed", { userId: user.id, client });
  throw invalidCode("digits" in read ? "code" : "recoveryCode");
}

type Read = { readonly digits: string } | { readonly recoveryCode: string };

/** Checks the form of a code. What cannot be one is no guess, and is not counted. */
function readGuess({ code, recoveryCode }: Guess): Read {
  if (recoveryCode === undefined) return { digits: readCode(code) };
  if (code !== undefined)
    throw new AuthError("invalid_input", "Give a code or a recovery code, not both", { field: "recoveryCode" });
  return { recoveryCode: readRecoveryCode(recoveryCode) };
}

/**
 * `null`: the code is wrong, or no later than the last one that was used (RFC 6238 §5.2). A recovery code may be wrong.
 */
function findProof(
  { guards, now }: Context,
  { found, read }: { readonly found: FactorWithUser; readonly read: Read },
  secret: Uint8Array<ArrayBuffer>,
): FactorProof | null {
  if ("recoveryCode" in read) return { recoveryHash: recoveryHash(secret, read.recoveryCode) };
  const step = rulesOf(guards).findStep(secret, { digits: read.digits, now: now() });
  return step !== null && step > found.factor.lastStep ? { step } : null;
}
