/**
 * Why a call failed, as `LatchkeyError.code`. Codes never change their meaning; the server's sentences may.
 *
 * - Input: `invalid_email`, `invalid_password`, `password_too_short`, `password_too_long`, `password_too_common`,
 *   `invalid_username`, `invalid_metadata`, `invalid_input`, `invalid_request`. `field` names the input.
 * - Accounts: `user_exists`, `username_taken`, `sign_ups_closed`, `not_found`.
 * - Signing in: `invalid_credentials`, `email_not_verified`, `unauthenticated` (no live session), `invalid_token` (a
 *   mailed token that is unknown, used or expired).
 * - Proof: `proof_required` (prove again that you are the user).
 * - Second factor: `second_factor_required` and `second_factor_setup_required` (with `ticket` where the client keeps no
 *   cookies), `invalid_code`, `second_factor_enabled` (there is one already), `second_factor_disabled` (there is none).
 * - Passkeys: `invalid_passkey` (malformed, or not verified), `passkey_taken`.
 * - Accounts at providers: `link_required` (the address has an account, whose owner must link), `identity_taken`,
 *   `last_way_in`, `email_required` (the provider gave no address), `access_denied` (the person refused there),
 *   `flow_expired` (begin again), `provider_failed`.
 * - Limits: `rate_limited` and `overloaded`. `retryAfter` says when to try again.
 * - Refused: `refused` (a rule of the application), `forbidden_origin` (the page's origin is not trusted).
 * - Trouble: `storage_unavailable` and `internal` (on the server), `network` (no answer came).
 * - Mistakes of a program: `method_not_allowed`, `payload_too_large`, `unsupported_media_type`.
 */
export type ErrorCode =
  | "invalid_email"
  | "invalid_password"
  | "password_too_short"
  | "password_too_long"
  | "password_too_common"
  | "invalid_username"
  | "invalid_metadata"
  | "invalid_input"
  | "invalid_request"
  | "user_exists"
  | "username_taken"
  | "sign_ups_closed"
  | "not_found"
  | "invalid_credentials"
  | "email_not_verified"
  | "unauthenticated"
  | "invalid_token"
  | "proof_required"
  | "second_factor_required"
  | "second_factor_setup_required"
  | "invalid_code"
  | "invalid_passkey"
  | "passkey_taken"
  | "second_factor_enabled"
  | "second_factor_disabled"
  | "link_required"
  | "email_required"
  | "identity_taken"
  | "last_way_in"
  | "last_user"
  | "access_denied"
  | "flow_expired"
  | "provider_failed"
  | "rate_limited"
  | "overloaded"
  | "refused"
  | "forbidden_origin"
  | "storage_unavailable"
  | "internal"
  | "network"
  | "method_not_allowed"
  | "payload_too_large"
  | "unsupported_media_type";

/** What a `LatchkeyError` says beside its code and its sentence. */
export interface ErrorDetails {
  /** The HTTP status. Default 0: no answer came. */
  readonly status?: number | undefined;
  /** The input field at fault; a path with dots for a nested one: `"email"`, `"metadata.plan"`. */
  readonly field?: string | undefined;
  /** In how many seconds to try again. */
  readonly retryAfter?: number | undefined;
  /** Of `link_required` after `signInWithIdToken`: what `finishLink` takes. */
  readonly ticket?: string | undefined;
  /** Of `proof_required`: one of these must be the proof, as sessions name them. Not set: any. */
  readonly methods?: readonly string[] | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * What every method of the client rejects with. `code` says why; `message` is the server's English sentence. Show
 * people a sentence of your own by code.
 *
 * @example
 * ```ts
 * import { LatchkeyError } from "@latchkey/client";
 *
 * try {
 *   await client.signIn({ email, password });
 * } catch (error) {
 *   if (!(error instanceof LatchkeyError)) throw error;
 *   if (error.code === "rate_limited") console.log(`Try again in ${error.retryAfter} seconds`);
 * }
 * ```
 */
export class LatchkeyError extends Error {
  override readonly name = "LatchkeyError";
  /** Why the call failed. A newer server may send a code that this version does not know. */
  readonly code: ErrorCode | (string & {});
  /** The HTTP status. 0: no answer came. */
  readonly status: number;
  /** The input field at fault; a path with dots for a nested one. */
  readonly field: string | undefined;
  /** In how many seconds to try again. */
  readonly retryAfter: number | undefined;
  /** Of `link_required` after `signInWithIdToken`: what `finishLink` takes. Keep it in memory alone. */
  readonly ticket: string | undefined;

  /** Of `proof_required`: one of these must be the proof, as sessions name them. `undefined`: any. */
  readonly methods: readonly string[] | undefined;

  constructor(code: ErrorCode | (string & {}), message: string, details: ErrorDetails = {}) {
    const { status = 0, field, retryAfter, ticket, methods, cause } = details;
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.field = field;
    this.retryAfter = retryAfter;
    this.ticket = ticket;
    this.methods = methods;
  }
}
