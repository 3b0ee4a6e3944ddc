import type { Guard } from "../guards/guard.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";
import { STRONG_METHODS } from "./methods.ts";

/** Finds the time step of a one-time code, at most one step from now (RFC 6238 §5.2). */
export type FindStep = (
  secret: Uint8Array<ArrayBuffer>,
  code: { readonly digits: string; readonly now: number },
) => number | null;

/** Options of `secondFactorGuard()`. */
export interface SecondFactorRules {
  /** Who asks for the code, as the app shows it: the name of the service. 1 to 64 characters without a colon. */
  readonly issuer: string;
  /**
   * Whether a user must have a second factor. Who has none sets one up while signing in, and has no session before.
   * Default: nobody must.
   */
  readonly required?: ((user: User) => boolean) | undefined;
  /**
   * Ways in whose own second factor counts, as sessions name them: `["oauth:okta"]`. A passkey always counts as two
   * factors. Default: none.
   */
  readonly trusts?: readonly string[] | undefined;
  /**
   * Whether a browser may be trusted for 30 days: it is then asked for the first factor alone. Default `false`.
   */
  readonly trustedDevices?: boolean | undefined;
  /** Finds the time step of a code. `null`: the code is wrong. */
  readonly findStep: FindStep;
}

/** The options, checked and filled in. */
export interface ResolvedRules {
  readonly issuer: string;
  /** `null`: nobody must have one. */
  readonly required: ((user: User) => boolean) | null;
  readonly trusts: ReadonlySet<string>;
  readonly trustedDevices: boolean;
  readonly findStep: FindStep;
}

const known = new WeakMap<Guard, ResolvedRules>();

/** Remembers the rules of a guard, so that the companion finds them. */
export function bindRules(guard: Guard, rules: ResolvedRules): Guard {
  known.set(guard, rules);
  return guard;
}

/** @throws TypeError the auth has no such guard */
export function rulesOf(guards: readonly Guard[]): ResolvedRules {
  for (const guard of guards) {
    const rules = known.get(guard);
    if (rules) return rules;
  }
  throw new TypeError("the second factor needs its guard: createAuth({ guards: [throttle(), secondFactor({ … })] })");
}

/** Whether a method of a session stands for the second factor: a trusted provider does, a trusted device does not. */
export function provesFactor({ trusts }: ResolvedRules, method: string): boolean {
  return STRONG_METHODS.includes(method) || trusts.has(method);
}

/** Whether a user must have a second factor. */
export function isRequired({ required }: ResolvedRules, user: UserRecord): boolean {
  return required !== null && required(presentUser(user));
}

/** @throws TypeError for an option that is missing or of another kind */
export function readRules(options: SecondFactorRules): ResolvedRules {
  const { issuer, required = null, trusts = [], trustedDevices = false, findStep } = options;
  if (typeof issuer !== "string" || !/^[^:\p{Cc}]{1,64}$/u.test(issuer))
    throw new TypeError("secondFactor: issuer must be 1 to 64 characters without a colon");
  if (required !== null && typeof required !== "function")
    throw new TypeError("secondFactor: required must be a function of a user");
  if (!Array.isArray(trusts) || !trusts.every((method) => typeof method === "string" && method.startsWith("oauth:")))
    throw new TypeError('secondFactor: trusts takes methods of providers, like ["oauth:okta"]');
  if (typeof trustedDevices !== "boolean") throw new TypeError("secondFactor: trustedDevices must be true or false");
  if (typeof findStep !== "function") throw new TypeError("secondFactor: findStep must be a function");
  return { issuer, required, trusts: new Set(trusts), trustedDevices, findStep };
}
