import type { Guard } from "@latchkey/core";
import { secondFactorGuard, type SecondFactorRules } from "@latchkey/core/second-factor";
import { findStep } from "./totp.ts";

/** Options of `secondFactor()`. */
export type SecondFactorOptions = Omit<SecondFactorRules, "findStep">;

/**
 * A second factor by one-time codes of an app (TOTP, RFC 6238). Who has one gets no session before a code, whatever the
 * way in; `secondFactors(auth)` is the rest.
 *
 * @param options `issuer`, and optionally `required`, `trusts` and `trustedDevices`
 * @returns a guard for `createAuth`
 * @throws TypeError for an option that is missing or of another kind
 * @example
 * ```ts
 * import { createAuth, type User } from "@latchkey/core";
 * import { throttle } from "@latchkey/core/throttle";
 * import { secondFactor } from "@latchkey/second-factor";
 *
 * const required = (user: User) => user.appMetadata?.role === "admin";
 * const guards = [throttle(), secondFactor({ issuer: "Example", required })];
 * const auth = createAuth({ storage, secret, guards });
 * ```
 */
export function secondFactor(options: SecondFactorOptions): Guard {
  return secondFactorGuard({ ...options, findStep });
}
