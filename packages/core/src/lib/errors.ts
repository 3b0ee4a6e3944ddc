/** Every reason for which core refuses. Codes are stable; messages are for people and may change. */
const CODES = [
  // The input is not acceptable: `field` names it.
  "invalid_email",
  "invalid_password",
  "password_too_short",
  "password_too_long",
  "password_too_common",
  "invalid_metadata",
  // A wrong password, an unknown name or a disabled account.
  "invalid_credentials",
  "sign_ups_closed",
  "user_exists",
  "username_taken",
  "invalid_username",
  "invalid_input",
  // A mailed token that is unknown, used or expired.
  "invalid_token",
  // No live session.
  "unauthenticated",
  "email_not_verified",
  // The user must prove again to be the one: by the password, or by another way in.
  "proof_required",
  // What was proved is enough for no session yet: the second factor is asked for. `ticket` goes on from here.
  "second_factor_required",
  // The same, but the user has none yet and must set one up.
  "second_factor_setup_required",
  // A code of an app or of a mail, or a recovery code, that is wrong or was used.
  "invalid_code",
  // What an authenticator has sent is malformed, or does not verify.
  "invalid_passkey",
  // The passkey is somebody's already.
  "passkey_taken",
  // There is a second factor already.
  "second_factor_enabled",
  // There is no second factor.
  "second_factor_disabled",
  // Signing in by an account at a provider: the address has an account, which its owner must link.
  "link_required",
  // The provider gave no e-mail address.
  "email_required",
  // The account at the provider is linked to another user.
  "identity_taken",
  // A user without a password keeps one way in.
  "last_way_in",
  // The pool keeps a user who is enabled: the option `keepsLastUser`.
  "last_user",
  // The person has refused at the provider.
  "access_denied",
  // A way in of several steps took too long, has been used, or was begun elsewhere.
  "flow_expired",
  // The provider did not answer as it should: `cause` says what went wrong.
  "provider_failed",
  "not_found",
  // Refused by a guard or a hook of the application.
  "refused",
  // Too many attempts: `retryAfter` says when to come back.
  "rate_limited",
  // Too many password hashes at once: `retryAfter` says when to come back.
  "overloaded",
  // The database did not answer: `cause` has its error.
  "storage_unavailable",
] as const;

/**
 * A reason for which core refuses, as `AuthError.code`.
 *
 * - Input: `invalid_email`, `invalid_password`, `password_too_short`, `password_too_long`, `password_too_common`,
 *   `invalid_username`, `invalid_metadata`, `invalid_input`. `field` names the input.
 * - Accounts: `user_exists`, `username_taken`, `sign_ups_closed`, `not_found`, `last_user` (the pool keeps one who
 *   is enabled).
 * - Signing in: `invalid_credentials` (a wrong password, an unknown name and a disabled account look the same),
 *   `email_not_verified`, `unauthenticated` (no live session), `invalid_token` (a mailed token that is unknown, used
 *   or expired).
 * - Proof: `proof_required` (the user must prove again to be the one; `methods` says by what, if not by all).
 * - Second factor: `second_factor_required` and `second_factor_setup_required` (with `ticket`), `invalid_code`,
 *   `second_factor_enabled` (there is one already), `second_factor_disabled` (there is none).
 * - Passkeys: `invalid_passkey` (malformed, or not verified), `passkey_taken`.
 * - Accounts at providers: `link_required` (the address has an account, which its owner must link), `identity_taken`,
 *   `last_way_in`, `email_required` (the provider gave no address), `access_denied` (the person refused there),
 *   `flow_expired`, `provider_failed` (`cause` says what went wrong).
 * - Limits: `rate_limited` (too many attempts) and `overloaded` (too many password hashes at once). `retryAfter` says
 *   when to try again.
 * - `refused`: a guard or a hook of the application refused.
 * - `storage_unavailable`: the database did not answer. `cause` has its error.
 */
export type AuthErrorCode = (typeof CODES)[number];

/** What an `AuthError` says beside its code and its message. */
export interface AuthErrorDetails {
  /** The input field at fault; a path with dots for a nested one: `"email"`, `"metadata.plan"`. */
  readonly field?: string | undefined;
  /** In how many seconds to try again. */
  readonly retryAfter?: number | undefined;
  /** With what to go on: a credential for one more step, which only the one who tries may get. */
  readonly ticket?: string | undefined;
  /** Of `proof_required`: one of these must be the proof, as sessions name them. Not set: any. */
  readonly methods?: readonly string[] | undefined;
  /** The error underneath, for logs on the server only. */
  readonly cause?: unknown;
}

/**
 * A refused action. `code` says why. The error never repeats what the caller sent, except for the name of a field, so
 * its code and its message are safe to log and to show.
 *
 * Guards and hooks of an application throw it to refuse: `new AuthError("refused", "Not from here")`.
 *
 * @throws TypeError for a code that is not an `AuthErrorCode`
 *
 * @example
 * ```ts
 * import { AuthError } from "@latchkey/core";
 *
 * try {
 *   await auth.signIn({ email, password });
 * } catch (error) {
 *   if (!(error instanceof AuthError)) throw error;
 *   if (error.code === "rate_limited") console.log(`Try again in ${error.retryAfter} seconds`);
 * }
 * ```
 */
export class AuthError extends Error {
  override readonly name = "AuthError";
  /** Why the action was refused. */
  readonly code: AuthErrorCode;
  /** The input field at fault; a path with dots for a nested one. */
  readonly field: string | undefined;
  /** In how many seconds to try again. */
  readonly retryAfter: number | undefined;
  /** Of `proof_required`: one of these must be the proof, as sessions name them. `undefined`: any. */
  readonly methods: readonly string[] | undefined;
  /** Private, so that a logger that prints every field of an error prints no credential. */
  readonly #ticket: string | undefined;

  constructor(code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    if (!CODES.includes(code))
      throw new TypeError(`AuthError takes one of its codes, like "refused", and not ${quote(code)}`);
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
    this.methods = details.methods;
    this.#ticket = details.ticket;
  }

  /** With what to go on, of `second_factor_required` and `second_factor_setup_required`: a credential. */
  get ticket(): string | undefined {
    return this.#ticket;
  }
}

function quote(code: unknown): string {
  return typeof code === "string" ? JSON.stringify(code) : typeof code;
}
