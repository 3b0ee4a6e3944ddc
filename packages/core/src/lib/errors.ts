/** Every reason for which core refuses, as a stable code. Messages are for people and may change; codes do not. */
const CODES = [
  "invalid_email",
  "invalid_password",
  "password_too_short",
  "password_too_long",
  "password_too_common",
  "invalid_metadata",
  "invalid_credentials",
  "sign_ups_closed",
  "user_exists",
  "username_taken",
  "invalid_username",
  "invalid_input",
  "invalid_token",
  "unauthenticated",
  "email_not_verified",
  "not_found",
  "refused",
  "rate_limited",
  "overloaded",
  "storage_unavailable",
] as const;

export type AuthErrorCode = (typeof CODES)[number];

export interface AuthErrorDetails {
  /** The input field at fault, dotted for nested ones: `"email"`, `"metadata.plan"`. */
  readonly field?: string | undefined;
  /** Seconds after which trying again is worthwhile. */
  readonly retryAfter?: number | undefined;
  /** What went wrong underneath, for logs on the server only. */
  readonly cause?: unknown;
}

/**
 * A refused action. `code` says which; nothing in it repeats what the caller sent, but for the name of a field.
 *
 * @throws TypeError for a code that is not in the list: a table that looks it up would not know it either
 */
export class AuthError extends Error {
  override readonly name = "AuthError";
  readonly code: AuthErrorCode;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    if (!CODES.includes(code))
      throw new TypeError(`AuthError takes one of its codes, like "refused", and not ${quote(code)}`);
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
  }
}

function quote(code: unknown): string {
  return typeof code === "string" ? JSON.stringify(code) : typeof code;
}
