import { JOSEAlgNotAllowed, JWSSignatureVerificationFailed, JWTClaimValidationFailed, JWTExpired } from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import { ALGORITHMS } from "../algorithms.ts";
import { MAX_TOKEN_LENGTH, TOKEN_TYPE } from "../token-format.ts";
import { readClaims, type ServiceTokenClaims } from "./claims.ts";
import { ServiceTokenError, type ServiceTokenErrorCode } from "./error.ts";
import { keyFinder } from "./keys.ts";
import { checkVerifierOptions, type ServiceTokenVerifierOptions } from "./options.ts";

/** A request, or anything else with its headers. */
export interface ServiceTokenCarrier {
  /** The header `Authorization` has the token, as `Bearer …` (RFC 6750 §2.1). */
  readonly headers: Pick<Headers, "get">;
}

/**
 * Verifies a service token.
 *
 * @param given A `Request`, whose header `Authorization` has the token, or the token itself.
 * @returns What the token says.
 * @throws ServiceTokenError `missing_token`, `malformed`, `wrong_type`, `unknown_key`, `wrong_signature`, `expired`,
 * `not_yet_valid`, `wrong_issuer`, `wrong_audience`, `keys_unavailable`. Nothing else is thrown.
 */
export type VerifyServiceToken = (
  given: ServiceTokenCarrier | string | null | undefined,
) => Promise<ServiceTokenClaims>;

/** How far the clocks of two servers may be apart, in seconds. */
const CLOCK_TOLERANCE_S = 10;
/** Base64url in its one spelling: both algorithms sign with 64 bytes, which leave four bits of the last character. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/;
const AUTHORIZATION = /^bearer +([\w.-]+) *$/i;

/**
 * Verifies the tokens of `serviceTokens` in another service, which knows nothing but the public keys. It needs jose and
 * no other package, and runs on Node, Bun, Deno and Workers.
 *
 * @returns A function that verifies one token. Make it once, since it keeps the keys.
 * @throws TypeError An option is missing, unknown or unsafe.
 * @example
 * import { serviceTokenVerifier } from "@latchkey/service-tokens/verify";
 *
 * const verify = serviceTokenVerifier({
 *   jwks: "https://app.example.com/auth/.well-known/jwks.json",
 *   issuer: "https://app.example.com",
 *   audience: "https://api.example.com",
 * });
 * const { sub } = await verify(request);
 */
export function serviceTokenVerifier(options: ServiceTokenVerifierOptions): VerifyServiceToken {
  checkVerifierOptions(options);
  const { issuer, audience, now = Date.now } = options;
  const findKey = keyFinder(options);
  return async (given) => {
    const token = tokenOf(given);
    const at = now();
    try {
      const { payload } = await jwtVerify(token, findKey, {
        algorithms: Object.keys(ALGORITHMS),
        typ: TOKEN_TYPE,
        issuer,
        audience,
        requiredClaims: ["exp", "iat"],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(at),
      });
      if (!TOKEN.test(token)) throw new ServiceTokenError("malformed");
      return readClaims(payload, at / 1000 + CLOCK_TOLERANCE_S);
    } catch (error) {
      throw error instanceof ServiceTokenError ? error : new ServiceTokenError(codeOf(error), error);
    }
  };
}

function tokenOf(given: ServiceTokenCarrier | string | null | undefined): string {
  const token = typeof given === "string" ? given : bearerToken(given?.headers?.get("authorization"));
  if (!token) throw new ServiceTokenError("missing_token");
  if (token.length > MAX_TOKEN_LENGTH) throw new ServiceTokenError("malformed");
  return token;
}

function bearerToken(authorization: string | null | undefined): string | undefined {
  return AUTHORIZATION.exec(authorization ?? "")?.[1];
}

const CLAIM_CODES: Readonly<Record<string, ServiceTokenErrorCode>> = {
  typ: "wrong_type",
  iss: "wrong_issuer",
  aud: "wrong_audience",
};

function codeOf(error: unknown): ServiceTokenErrorCode {
  if (error instanceof JWTExpired) return "expired";
  if (error instanceof JWSSignatureVerificationFailed) return "wrong_signature";
  if (error instanceof JOSEAlgNotAllowed) return "wrong_type";
  if (!(error instanceof JWTClaimValidationFailed)) return "malformed";
  if (error.claim === "nbf" && error.reason === "check_failed") return "not_yet_valid";
  return CLAIM_CODES[error.claim] ?? "malformed";
}
