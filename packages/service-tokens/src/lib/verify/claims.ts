import type { JWTPayload } from "jose";
import { ServiceTokenError } from "./error.ts";

/** What a service token says (RFC 9068 §2.2). */
export interface ServiceTokenClaims {
  /** The issuer. */
  readonly iss: string;
  /** The user's id. */
  readonly sub: string;
  /** The service that the token is for. */
  readonly aud: string;
  /** When it was issued, in whole seconds since 1970. */
  readonly iat: number;
  /** When it expires, in whole seconds since 1970. */
  readonly exp: number;
  /** The id of the token. */
  readonly jti: string;
  /** When the user last proved to be the one, in whole seconds since 1970. `0`: it is not known. */
  readonly auth_time: number;
  /** By what: `["password"]`. */
  readonly amr: readonly string[];
  /** The id of the session. It is no credential. */
  readonly sid: string;
  /** What the option `claims` of the issuer added. */
  readonly [name: string]: unknown;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTime = (value: unknown) => typeof value === "number" && Number.isFinite(value);

/** What `jwtVerify` leaves open. @throws ServiceTokenError `malformed`, `wrong_audience`, `not_yet_valid` */
export function readClaims(payload: JWTPayload, latest: number): ServiceTokenClaims {
  const { sub, aud, iat, jti, auth_time, amr, sid } = payload;
  // One service each: a list could name another one, too.
  if (typeof aud !== "string") throw new ServiceTokenError("wrong_audience");
  const isWhole = [sub, jti, sid].every(isText) && [iat, auth_time].every(isTime);
  if (!isWhole || !Array.isArray(amr) || !amr.every(isText)) throw new ServiceTokenError("malformed");
  if (iat! > latest) throw new ServiceTokenError("not_yet_valid");
  return payload as unknown as ServiceTokenClaims;
}
