import type { Context } from "../context/context.ts";
import { contextOf } from "../context/context-of.ts";
import { AuthError } from "../errors.ts";
import { rateLimited } from "../guards/attempt-limit.ts";
import type { Attempt, Guard, SessionOpening, SessionVerdict, WayInAddition } from "../guards/guard.ts";
import { factorLockKey } from "../guards/lock-keys.ts";
import { countAll } from "../guards/throttle.ts";
import { proofRequired } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import { STRONG_METHODS } from "./methods.ts";
import { bindRules, isRequired, provesFactor, readRules, type ResolvedRules, type SecondFactorRules } from "./rules.ts";
import { sealSignIn, SETUP_REQUIRED, SIGN_IN } from "./tickets.ts";
import { isTrustedDevice } from "./trusted-device.ts";

/** Codes and recovery codes that may be wrong, for one account, over all tickets and doors. */
const LIMIT = { limit: 5, window: 3600 };

/**
 * Lets no session exist before the second factor, whatever the way in (OWASP ASVS 5.0, 6.3.3). For packages that check
 * codes: `secondFactor()` of `@latchkey/second-factor` is this guard with TOTP.
 *
 * Who has a second factor proves it before adding what stands for it: a passkey, or a provider of `trusts`.
 *
 * Wrong codes are counted for each account: after 5 in an hour, none is looked at until the hour is over (RFC 6238
 * §5.1). A right one resets the count, and `unlock()` does. Signing in costs one storage read more.
 *
 * @returns a guard that holds back sessions with AuthError `second_factor_required` or
 * `second_factor_setup_required`, with `ticket`
 * @throws TypeError for an option that is missing or of another kind
 * @example
 * ```ts
 * import { secondFactorGuard, type FindStep } from "@latchkey/core/second-factor";
 *
 * const findStep: FindStep = () => null; // no code is right
 * const auth = createAuth({ storage, secret, guards: [secondFactorGuard({ issuer: "Example", findStep })] });
 * ```
 */
export function secondFactorGuard(options: SecondFactorRules): Guard {
  const rules = readRules(options);
  const guard: Guard = {
    async onAttempt(attempt) {
      if (attempt.purpose === "second_factor") await countGuess(attempt);
    },
    async onCorrectPassword(attempt) {
      if (attempt.purpose === "second_factor") attempt.resetOnSuccess(factorLockKey(attempt.pool, attempt.account));
    },
    beforeSession: (opening) => judge(contextOf(opening), rules, opening),
    beforeWayIn: (addition) => judgeAddition(rules, addition),
  };
  return bindRules(guard, rules);
}

async function countGuess(attempt: Attempt): Promise<void> {
  const [counted] = await countAll(attempt, [factorLockKey(attempt.pool, attempt.account)], LIMIT);
  if (counted!.count === LIMIT.limit + 1) await attempt.emit("account.locked");
  if (counted!.count > LIMIT.limit) throw rateLimited(counted!, attempt.now);
}

async function judge(
  context: Context,
  rules: ResolvedRules,
  opening: SessionOpening,
): Promise<SessionVerdict | undefined> {
  const { purpose, methods, user, takesOver, trustedDevice } = opening;
  // The user's own session goes on: it has passed this guard, or is older than the factor.
  if (purpose === "renewal" || methods.some((method) => provesFactor(rules, method))) return undefined;
  // A new account has no factor yet, and one that is taken over has a stranger's, which this step deletes.
  const isNew = purpose === "sign_up" || takesOver;
  const found = isNew ? null : await callStorage(() => context.storage.factors.find(user.id));
  if (!found) return isRequired(rules, user) ? { error: await hold(context, opening, false) } : undefined;
  const isTrusted = rules.trustedDevices && (await isTrustedDevice(context, trustedDevice, { ...found, user }));
  return isTrusted ? { adds: "trusted_device" } : { error: await hold(context, opening, true) };
}

/**
 * What stands for the second factor takes the second factor: else the password alone would add a passkey, and with it
 * open the account (OWASP ASVS 5.0, 6.3.3 and 7.5.1).
 */
async function judgeAddition(
  rules: ResolvedRules,
  { method, provedBy, user, storage }: WayInAddition,
): Promise<AuthError | undefined> {
  if (!provesFactor(rules, method) || provedBy.some((one) => provesFactor(rules, one))) return undefined;
  const found = await callStorage(() => storage.factors.find(user.id));
  return found ? proofRequired([...STRONG_METHODS, ...rules.trusts]) : undefined;
}

async function hold(context: Context, opening: SessionOpening, hasFactor: boolean): Promise<AuthError> {
  const ticket = await sealSignIn(context, hasFactor ? SIGN_IN : SETUP_REQUIRED, opening);
  return hasFactor
    ? new AuthError("second_factor_required", "Give the code of your second factor", { ticket })
    : new AuthError("second_factor_setup_required", "Set up a second factor to sign in", { ticket });
}
