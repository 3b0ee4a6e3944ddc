/** Why a service token is refused. Codes are stable. */
export type ServiceTokenErrorCode =
  /** There is no token, or not as `Authorization: Bearer …`. */
  | "missing_token"
  /** It is no JSON Web Token, or lacks a claim. */
  | "malformed"
  /** It is a token of another kind, such as a session token, or signed in another way. */
  | "wrong_type"
  /** No published key has its `kid`. */
  | "unknown_key"
  /** The signature does not belong to it. */
  | "wrong_signature"
  /** It is over. */
  | "expired"
  /** Its time is still to come: a clock is wrong. */
  | "not_yet_valid"
  /** Another issuer. */
  | "wrong_issuer"
  /** It is for another service. */
  | "wrong_audience"
  /** The issuer's keys cannot be read. The token may be right: try again. */
  | "keys_unavailable";

const SENTENCES: Readonly<Record<ServiceTokenErrorCode, string>> = {
  missing_token: "There is no service token: send it as Authorization: Bearer",
  malformed: "The service token is malformed",
  wrong_type: "This is no service token",
  unknown_key: "The service token has an unknown key",
  wrong_signature: "The service token has a wrong signature",
  expired: "The service token has expired",
  not_yet_valid: "The service token is not valid yet",
  wrong_issuer: "The service token has another issuer",
  wrong_audience: "The service token is for another service",
  keys_unavailable: "The keys of the issuer cannot be read now",
};

/**
 * A refused service token. The message is safe to log and to show: it repeats nothing of the token.
 *
 * @example
 * import { ServiceTokenError } from "@latchkey/service-tokens/verify";
 *
 * function refuse(error: unknown): Response {
 *   if (!(error instanceof ServiceTokenError)) throw error;
 *   return Response.json({ error: error.message, code: error.code }, { status: error.status });
 * }
 */
export class ServiceTokenError extends Error {
  override readonly name = "ServiceTokenError";
  /** Why the token is refused. */
  readonly code: ServiceTokenErrorCode;
  /** The HTTP status: 503 for `keys_unavailable`, else 401. */
  readonly status: 401 | 503;

  /**
   * @param code Why the token is refused.
   * @param cause The error underneath, for logs on the server only.
   */
  constructor(code: ServiceTokenErrorCode, cause?: unknown) {
    super(SENTENCES[code], cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = code === "keys_unavailable" ? 503 : 401;
  }
}
