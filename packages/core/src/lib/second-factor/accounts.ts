import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { JsonObject } from "../json.ts";
import type { OpenOptions } from "../sessions/end-replaced.ts";
import { requireSession } from "../sessions/find.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import { presentUser, type User } from "../user.ts";
import type { Guess } from "./check.ts";
import { disable, forgetDevices, prove, replaceCodes, status, type FactorStatus } from "./manage.ts";
import { provesFactor, rulesOf, type ResolvedRules } from "./rules.ts";
import { confirm, setUp, type ConfirmInput } from "./set-up.ts";
import { confirmToSignIn, setUpToSignIn, type ConfirmedSignIn } from "./set-up-at-sign-in.ts";
import { signInWithFactor, type FactorSignedIn, type FactorSignInInput } from "./sign-in.ts";
import type { NewFactor } from "./turn-on.ts";

/** The second factor of accounts, for packages that check codes. */
export interface FactorAccounts<Metadata = JsonObject> {
  /** Whether some users must have a second factor: the option `required` is there. */
  readonly required: boolean;
  /** Whether browsers can be trusted: the option `trustedDevices`. */
  readonly trustsDevices: boolean;
  /**
   * Opens the session that was held back, for a code. The code, the ticket and the session are one storage step.
   *
   * @param input `ticket` of the error, and `code` or `recoveryCode`; `trustDevice`
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @throws AuthError `invalid_code` (with `field`), `flow_expired` (the ticket is too old or used, or the account has
   * changed since), `rate_limited` (5 wrong codes in an hour, with `retryAfter` in seconds), `invalid_credentials` (the
   * user is disabled), `refused` (from a hook or guard), `storage_unavailable`
   * @throws TypeError the secret of the factor was sealed with a secret that the auth has no more
   */
  signIn(input: FactorSignInInput, client?: Client, options?: OpenOptions): Promise<FactorSignedIn<Metadata>>;
  /**
   * Makes a secret for somebody who must have a second factor to sign in.
   *
   * @param ticket that of the error `second_factor_setup_required`
   * @throws AuthError `flow_expired`, `invalid_credentials`, `storage_unavailable`
   */
  setUpToSignIn(ticket: string): Promise<NewFactor>;
  /**
   * Turns that factor on by its first code, and opens the session.
   *
   * @param input `ticket` of `setUpToSignIn`, and `code`
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @throws AuthError `invalid_code`, `flow_expired`, `second_factor_enabled`, `invalid_credentials`, `refused` (from a
   * hook or guard), `storage_unavailable`
   */
  confirmToSignIn(
    input: Pick<ConfirmInput, "ticket" | "code">,
    client?: Client,
    options?: OpenOptions,
  ): Promise<ConfirmedSignIn<Metadata>>;
  /**
   * Whether the last proof of a session was by what stands for a second factor: a code, a passkey or a provider of
   * `trusts`. It asks no storage, and says nothing of when: `isRecent` of `stepUp(auth)` does.
   *
   * @param session the session that `auth.getSession` found
   */
  provesFactor(session: Session): boolean;
  /**
   * Whether the user of a session has a second factor.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `storage_unavailable`
   */
  status(token: string): Promise<FactorStatus>;
  /**
   * The same for a user whom `auth.getSession` has just found: a page that needs both then reads the session once. It
   * checks no credential.
   *
   * @param user the user that `auth.getSession` found
   * @throws AuthError `storage_unavailable`
   */
  statusFor(user: User<Metadata>): Promise<FactorStatus>;
  /**
   * Makes a secret for the user of a session that was proved in the last 5 minutes. Nothing is stored before it is
   * confirmed.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `proof_required`, `second_factor_enabled`, `storage_unavailable`
   */
  setUp(token: string): Promise<NewFactor>;
  /**
   * Turns the factor on by its first code, which is used up with it.
   *
   * @param token the session token: of the session that has begun it
   * @param input `ticket` of `setUp`, `code`, and `endOtherSessions`
   * @param client where the request comes from, for events
   * @returns ten recovery codes, which nobody can read again
   * @throws AuthError `unauthenticated`, `invalid_code`, `flow_expired`, `second_factor_enabled`, `refused` (from a
   * hook), `storage_unavailable`
   */
  confirm(token: string, input: ConfirmInput, client?: Client): Promise<readonly string[]>;
  /**
   * Makes ten new recovery codes, and voids those from before.
   *
   * @param token the session token
   * @param proof a code, which a session needs that was not proved by the factor or a passkey in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @returns the codes, which nobody can read again
   * @throws AuthError `unauthenticated`, `second_factor_disabled`, `proof_required`, `invalid_code`, `rate_limited`,
   * `refused` (from a hook or guard), `storage_unavailable`
   */
  replaceCodes(token: string, proof?: Guess, client?: Client): Promise<readonly string[]>;
  /**
   * Turns the factor off, with its recovery codes.
   *
   * @param token the session token
   * @param proof a code, which a session needs that was not proved by the factor or a passkey in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @throws AuthError `unauthenticated`, `second_factor_disabled`, `proof_required`, `invalid_code`, `rate_limited`,
   * `refused` (from a hook or guard), `storage_unavailable`
   */
  disable(token: string, proof?: Guess, client?: Client): Promise<void>;
  /**
   * Ends the trust in all browsers of the user.
   *
   * @param token the session token
   * @param client where the request comes from, for events
   * @throws AuthError `unauthenticated`, `second_factor_disabled`, `storage_unavailable`
   */
  forgetDevices(token: string, client?: Client): Promise<void>;
  /**
   * Renews the proof of a session by a code. It opens no session.
   *
   * @param token the session token
   * @param guess `code` or `recoveryCode`
   * @param client where the request comes from, for guards and events
   * @returns the session, with the new `provedAt` and the `methods` `["totp"]` or `["recovery_code"]`
   * @throws AuthError `unauthenticated`, `second_factor_disabled`, `invalid_code`, `rate_limited` (with `retryAfter` in
   * seconds), `refused` (from a hook or guard), `storage_unavailable`
   */
  prove(token: string, guess: Guess, client?: Client): Promise<Session>;
}

/**
 * The second factor of accounts, for packages that check codes. It keeps secrets, counts guesses and opens sessions;
 * they make the codes.
 *
 * @throws TypeError for anything that `createAuth` did not return, and for an auth without a `secondFactorGuard()`
 * @example
 * ```ts
 * import { factorAccounts } from "@latchkey/core/second-factor";
 *
 * const factors = factorAccounts(auth);
 * const { ticket } = await factors.setUp(token);
 * const recoveryCodes = await factors.confirm(token, { ticket, code: "123456" });
 * ```
 */
export function factorAccounts<Metadata>(auth: Auth<Metadata>): FactorAccounts<Metadata> {
  const context = contextOf(auth);
  const rules = rulesOf(context.guards);
  const live = (token: string) => requireSession(context, token);
  const companion: FactorAccounts<unknown> = {
    ...offered(rules),
    signIn: (input, client, options) => signInWithFactor(context, input, { ...options, client }),
    setUpToSignIn: (ticket) => setUpToSignIn(context, ticket),
    confirmToSignIn: (input, client, options) => confirmToSignIn(context, input, { ...options, client }),
    provesFactor: ({ methods }) => methods.some((method) => provesFactor(rules, method)),
    status: async (token) => status(context, presentUser((await live(token)).user)),
    statusFor: (user) => status(context, user as User),
    setUp: async (token) => setUp(context, await live(token)),
    confirm: async (token, input, client = UNKNOWN_CLIENT) => confirm(context, await live(token), { ...input, client }),
    replaceCodes: async (token, proof, client = UNKNOWN_CLIENT) =>
      replaceCodes(context, await live(token), { ...proof, client }),
    disable: async (token, proof, client = UNKNOWN_CLIENT) => disable(context, await live(token), { ...proof, client }),
    forgetDevices: async (token, client = UNKNOWN_CLIENT) => forgetDevices(context, await live(token), client),
    prove: async (token, guess, client = UNKNOWN_CLIENT) =>
      presentSession(await prove(context, await live(token), { ...guess, client })),
  };
  return companion as FactorAccounts<Metadata>;
}

function offered({ required, trustedDevices }: ResolvedRules) {
  return { required: required !== null, trustsDevices: trustedDevices };
}
