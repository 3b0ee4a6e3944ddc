import type { AuthErrorCode } from "@latchkey/core";

/** Every error code that a client can get: those of `AuthError`, and those that only exist over HTTP. */
export type HttpErrorCode =
  | AuthErrorCode
  | "invalid_request"
  | "forbidden_origin"
  | "method_not_allowed"
  | "payload_too_large"
  | "unsupported_media_type"
  | "internal";

/** The status of every code (RFC 9110 §15, RFC 6585). A code without a status does not compile. */
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
  email_required: 400,
  flow_expired: 400,
  invalid_code: 400,
  invalid_passkey: 400,
  invalid_credentials: 401,
  unauthenticated: 401,
  second_factor_required: 401,
  second_factor_setup_required: 401,
  sign_ups_closed: 403,
  forbidden_origin: 403,
  email_not_verified: 403,
  proof_required: 403,
  access_denied: 403,
  refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  user_exists: 409,
  username_taken: 409,
  link_required: 409,
  identity_taken: 409,
  passkey_taken: 409,
  second_factor_enabled: 409,
  second_factor_disabled: 409,
  last_way_in: 409,
  last_user: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  provider_failed: 502,
  overloaded: 503,
  storage_unavailable: 503,
};

/** What a client may see of an error. */
export interface PublicError {
  /** The HTTP status of the code. */
  readonly status: number;
  /** For programs. */
  readonly code: HttpErrorCode;
  /** A sentence for people, in English. */
  readonly message: string;
  /** The input field at fault, with dots for nested ones. */
  readonly field: string | undefined;
  /** Of `proof_required`: by what it must be proved, as sessions name it. Not set: by anything. */
  readonly methods?: readonly string[] | undefined;
  /** In how many whole seconds to try again. It means something with status 429 and 503 only. */
  readonly retryAfter: number;
}

/** Whether a value is one of the codes, and not a name that every object has, like `toString`. */
export function hasStatus(code: unknown): code is HttpErrorCode {
  return typeof code === "string" && Object.hasOwn(STATUS, code);
}

/**
 * What a route of yours throws to refuse a request. The code decides the status.
 *
 * @example
 * import { HttpError } from "@latchkey/http";
 *
 * throw new HttpError("refused", "Only admins may do this");
 * // 403 { "error": "Only admins may do this", "code": "refused" }
 */
export class HttpError extends Error {
  override readonly name = "HttpError";
  /** For programs. It decides the status: `"not_found"` is 404. */
  readonly code: HttpErrorCode;
  /** The input field at fault, with dots for nested ones: `"email"`, `"metadata.plan"`. */
  readonly field: string | undefined;

  /**
   * @param code One of the codes in docs/http.md.
   * @param message A sentence for people. The client gets it, so it must contain no secret.
   * @param field The input field at fault, if one is.
   * @throws TypeError The code is not in the list.
   */
  constructor(code: HttpErrorCode, message: string, field?: string) {
    if (!hasStatus(code)) {
      const given = typeof code === "string" ? JSON.stringify(code) : typeof code;
      throw new TypeError(`HttpError takes one of its codes, like "refused", and not ${given}`);
    }
    super(message);
    this.code = code;
    this.field = field;
  }
}
