import type { AuthErrorCode } from "@latchkey/core";

/** Core's reasons to refuse, and those that only exist on the wire. */
export type HttpErrorCode =
  | AuthErrorCode
  | "invalid_request"
  | "forbidden_origin"
  | "method_not_allowed"
  | "payload_too_large"
  | "unsupported_media_type"
  | "internal";

/** The status of every code (RFC 9110 §15, RFC 6585): a code without one does not compile. */
export const STATUS: Readonly<Record<HttpErrorCode, number>> = {
  invalid_request: 400,
  invalid_email: 400,
  invalid_password: 400,
  password_too_short: 400,
  password_too_long: 400,
  password_too_common: 400,
  invalid_metadata: 400,
  invalid_username: 400,
  invalid_input: 400,
  invalid_token: 400,
  invalid_credentials: 401,
  unauthenticated: 401,
  sign_ups_closed: 403,
  forbidden_origin: 403,
  email_not_verified: 403,
  refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  user_exists: 409,
  username_taken: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  storage_unavailable: 503,
};

/** Whether a code is one of ours, and no name that every object has. */
export function hasStatus(code: unknown): code is HttpErrorCode {
  return typeof code === "string" && Object.hasOwn(STATUS, code);
}

/** A refusal by a route: its code decides the status. @throws TypeError for a code that has none */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  readonly field: string | undefined;

  constructor(code: HttpErrorCode, message: string, field?: string) {
    if (!hasStatus(code))
      throw new TypeError(
        `HttpError takes one of its codes, like "refused", and not ${typeof code === "string" ? JSON.stringify(code) : typeof code}`,
      );
    super(message);
    this.code = code;
    this.field = field;
  }
}
