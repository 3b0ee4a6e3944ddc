import { type AuthOptions, type Guard, type PasswordHasher, pbkdf2 } from "@latchkey/core";
import { commonPasswords } from "@latchkey/core/common-passwords";
import { pwned } from "@latchkey/core/pwned";
import { rateLimit } from "@latchkey/core/rate-limit";
import { requireVerifiedEmail } from "@latchkey/core/require-verified-email";
import { scrypt } from "@latchkey/core/scrypt";
import { sessionUse } from "@latchkey/core/session-use";
import { throttle } from "@latchkey/core/throttle";
import { secondFactor } from "@latchkey/second-factor";
import { PBKDF2_ITERATIONS } from "./password-cost.ts";
import type { Settings } from "../settings/settings.ts";

/** The name of the pool that is always there. */
export const MAIN_POOL = "users";

/**
 * The options of `createAuth` that the settings say, but for storage, secret, pool and hooks.
 *
 * @throws TypeError for a combination that the SDK refuses
 */
export function accountOptions(settings: Settings) {
  const { name, passwordCommon, passwordBreached, passwordMinLength, passwordMaxLength } = settings;
  return {
    session: sessionOptions(settings),
    passwords: hashers(settings),
    passwordPolicy: {
      minLength: passwordMinLength,
      maxLength: passwordMaxLength,
      serviceName: ["latchkey", name],
      common: passwordCommon ? commonPasswords() : undefined,
      breached: passwordBreached ? pwned() : undefined,
    },
    guards: guardsOf(settings),
  } satisfies Partial<AuthOptions>;
}

function sessionOptions(settings: Settings) {
  const { sessionLifetime: lifetime, sessionMaxLifetime, sessionIdleTimeout, sessionRenewAfter } = settings;
  const isUsed = sessionIdleTimeout !== null || sessionRenewAfter !== null;
  return {
    lifetime,
    maxLifetime: sessionMaxLifetime ?? undefined,
    use: isUsed
      ? sessionUse({ idleTimeout: sessionIdleTimeout ?? undefined, renewAfter: sessionRenewAfter ?? undefined })
      : undefined,
  };
}

/** The first hashes, and all verify. */
function hashers({ passwordHash }: Settings): readonly PasswordHasher[] {
  const all = [pbkdf2({ iterations: PBKDF2_ITERATIONS }), scrypt()];
  return passwordHash === "scrypt" ? all.reverse() : all;
}

/** Whether there is a second factor: in development unless it is off, in production if it is on. */
export function hasSecondFactor({ secondFactor: wanted, nodeEnv }: Settings): boolean {
  return wanted === null ? nodeEnv !== "production" : wanted !== "off";
}

function secondFactorOf(settings: Settings): readonly Guard[] {
  if (!hasSecondFactor(settings)) return [];
  const isRequired = settings.secondFactor === "required";
  return [secondFactor({ issuer: settings.name || "Latchkey", required: isRequired ? () => true : undefined })];
}

function guardsOf(settings: Settings): readonly Guard[] {
  const { rateLimit: perAddress, rateWindow, throttleLimit, throttleWindow } = settings;
  return [
    ...(perAddress === 0 ? [] : [rateLimit({ limit: perAddress, window: rateWindow })]),
    throttle({ limit: throttleLimit, window: throttleWindow }),
    ...(settings.requireVerifiedEmail ? [requireVerifiedEmail()] : []),
    ...secondFactorOf(settings),
  ];
}
