import { decodeText, encodeText } from "../encoding/base64url.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { KeyRing } from "./key-ring.ts";

/** The claims of a session token (RFC 7519 §4.1). */
export interface SessionClaims {
  /** The user's id. */
  readonly sub: string;
  /** The session's id. */
  readonly sid: string;
  /** The user pool. */
  readonly aud: string;
  /** When the token was issued, in whole seconds since 1970. */
  readonly iat: number;
  /** When the token expires, in whole seconds since 1970. */
  readonly exp: number;
  /** What the option `claims` of `createAuth` added. */
  readonly [name: string]: JsonValue;
}

/** Longer tokens are not read. */
const MAX_TOKEN_LENGTH = 4096;

/**
 * Longer tokens are not issued. Browsers drop a cookie whose name and value have more than 4096 bytes together (RFC
 * 6265bis §5.6), and the longest cookie name of the handler has 73: 64, and 9 of `__Secure-`.
 */
export const MAX_ISSUED_LENGTH = 4000;

/** How far the clock of another server may be ahead, in seconds. */
const MAX_CLOCK_SKEW_S = 60;

/** Claims that an application must not add: those that decide, and `toJSON`, which would replace all of them. */
const RESERVED = new Set(["sub", "sid", "aud", "iat", "exp", "iss", "nbf", "jti", "toJSON"]);
const USER_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const SESSION_ID = /^[\w-]{16}$/;

/**
 * Signs a session token: a JWS with HS256 in compact form (RFC 7515 §3.1).
 *
 * @param extra what the option `claims` adds
 * @throws TypeError when that is not an object, or sets a reserved name
 */
export function issueToken(keys: KeyRing, claims: SessionClaims, extra: object | null | undefined): string {
  if (extra && (typeof extra !== "object" || Array.isArray(extra) || "then" in extra)) {
    throw new TypeError("claims must return an object, at once: an async function does not");
  }
  for (const name of Object.keys(extra ?? {})) {
    if (RESERVED.has(name)) throw new TypeError(`claims must not set the reserved name "${name}"`);
  }
  const { signing } = keys;
  const signingInput = `${signing.header}.${encodeText(JSON.stringify({ ...claims, ...extra }))}`;
  return `${signingInput}.${signing.sign(signingInput)}`;
}

/**
 * Reads a token that this ring signed for this pool and that has not expired at `now` (milliseconds). Anything else
 * is `null`.
 *
 * The header must be one that the ring writes, byte for byte. So no algorithm is negotiated, and `crit`, `jwk`,
 * `jku`, `x5u` and the like have no meaning (RFC 8725 §3.1, §3.10). The signature is compared in its encoded form, so
 * each token has one spelling.
 */
export function readToken(
  { keys, pool }: { readonly keys: KeyRing; readonly pool: string },
  token: unknown,
  now: number,
): SessionClaims | null {
  if (typeof token !== "string" || token.length > MAX_TOKEN_LENGTH) return null;
  const headerEnd = token.indexOf(".");
  const payloadEnd = token.lastIndexOf(".");
  if (headerEnd === payloadEnd) return null;

  const key = keys.find(token.slice(0, headerEnd));
  if (!key) return null;
  if (!key.verify(token.slice(0, payloadEnd), token.slice(payloadEnd + 1))) return null;

  const claims = parseObject(token.slice(headerEnd + 1, payloadEnd));
  return claims && isCurrent(claims, pool, now / 1000) ? claims : null;
}

function isCurrent(claims: JsonObject, pool: string, now: number): claims is SessionClaims {
  return (
    claims.aud === pool &&
    Number.isFinite(claims.exp) &&
    (claims.exp as number) > now &&
    Number.isFinite(claims.iat) &&
    (claims.iat as number) <= now + MAX_CLOCK_SKEW_S &&
    typeof claims.sub === "string" &&
    USER_ID.test(claims.sub) &&
    typeof claims.sid === "string" &&
    SESSION_ID.test(claims.sid) &&
    // Session tokens have none of these, so a token with one was made for something else.
    claims.iss === undefined &&
    claims.nbf === undefined &&
    claims.jti === undefined
  );
}

function parseObject(encoded: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(decodeText(encoded));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
