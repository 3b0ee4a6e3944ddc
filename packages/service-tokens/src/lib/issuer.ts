import { AuthError, type Auth, type JsonObject } from "@latchkey/core";
import { SignJWT } from "jose/jwt/sign";
import { createKeyRing, type PublicKeySet } from "./key-ring.ts";
import { checkOptions, type ServiceTokenOptions } from "./options.ts";
import { MAX_TOKEN_LENGTH, TOKEN_TYPE } from "./token-format.ts";

/** A token for one service. */
export interface IssuedServiceToken {
  /** The token: a credential. The service gets it as `Authorization: Bearer …` (RFC 6750 §2.1). */
  readonly token: string;
  /** How it is sent. */
  readonly tokenType: "Bearer";
  /** Seconds until it expires. */
  readonly expiresIn: number;
}

/** What `serviceTokens` returns. */
export interface ServiceTokens {
  /**
   * Issues a token for one service to the user of a live session. It reads storage once. The token never outlives the
   * session's own end.
   *
   * @param sessionToken the session token. An API key gets no service token.
   * @param audience one of the option `audiences`
   * @throws AuthError `unauthenticated` (no live session), `invalid_input` (field `audience`), `invalid_metadata` (what
   * `claims` takes of the metadata makes the token too long), `storage_unavailable`, and what `claims` throws
   * @throws TypeError A key is missing, or `claims` returned what it must not, or too much.
   */
  issue(sessionToken: string | null | undefined, audience: string): Promise<IssuedServiceToken>;
  /**
   * The public part of every key, for `/.well-known/jwks.json`.
   *
   * @throws TypeError A key is missing.
   */
  publicKeys(): Promise<PublicKeySet>;
}

/** What decides about a token, and `toJSON`, which would replace all of it. */
const RESERVED = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "auth_time", "amr", "sid", "toJSON"];

/**
 * Short tokens for other services, which verify them by the public keys alone: JSON Web Tokens as access tokens (RFC
 * 9068), signed by ES256 or EdDSA. Session tokens stay what they are, and neither passes as the other.
 *
 * @param auth Made by `createAuth`.
 * @throws TypeError An option is missing, unknown or unsafe.
 * @example
 * const services = serviceTokens(auth, {
 *   issuer: "https://app.example.com",
 *   keys: [process.env.SERVICE_KEY],
 *   audiences: ["https://api.example.com"],
 * });
 * const handler = createHandler(auth, { routes: serviceTokenRoutes(services) });
 */
export function serviceTokens<Metadata = JsonObject, Claims = JsonObject>(
  auth: Auth<Metadata, Claims>,
  options: ServiceTokenOptions<Metadata>,
): ServiceTokens {
  checkOptions(options);
  const { issuer, lifetime = 300, claims, now = Date.now } = options;
  const audiences: readonly unknown[] = [...options.audiences];
  const loadKeys = createKeyRing(options.keys);

  return {
    async issue(sessionToken, audience) {
      const { signing } = await loadKeys();
      const found = await auth.getSession(sessionToken);
      if (!found) throw new AuthError("unauthenticated", "Not signed in");
      if (!audiences.includes(audience))
        throw new AuthError("invalid_input", "audience must be a service that this server knows", {
          field: "audience",
        });
      const { user, session } = found;
      const extra = readClaims(await claims?.(user, audience));
      const iat = Math.floor(now() / 1000);
      const exp = Math.min(iat + lifetime, seconds(session.expiresAt));
      if (exp <= iat) throw new AuthError("unauthenticated", "Not signed in");
      const token = await new SignJWT({
        ...extra,
        iss: issuer,
        sub: user.id,
        aud: audience,
        iat,
        exp,
        jti: crypto.randomUUID(),
        auth_time: seconds(session.provedAt),
        amr: [...session.methods],
        sid: session.id,
      })
        .setProtectedHeader({ alg: signing.alg, typ: TOKEN_TYPE, kid: signing.kid })
        .sign(signing.key);
      if (token.length > MAX_TOKEN_LENGTH) throw tooLong(user.metadata !== null);
      return { token, tokenType: "Bearer", expiresIn: exp - iat };
    },

    publicKeys: async () => (await loadKeys()).published,
  };
}

/** Whole seconds since 1970 of a moment in ISO 8601. */
function seconds(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000);
}

/** The metadata of the user may be what made the claims too long. Without any, the application did. */
function tooLong(hasMetadata: boolean): Error {
  if (!hasMetadata) return new TypeError(`claims make the service token longer than ${MAX_TOKEN_LENGTH} characters`);
  return new AuthError("invalid_metadata", "Metadata is too long for the service token", { field: "metadata" });
}

function readClaims(extra: unknown): object {
  if (extra === undefined || extra === null) return {};
  if (typeof extra !== "object" || Array.isArray(extra))
    throw new TypeError("claims must return an object, or a promise of one");
  for (const name of Object.keys(extra))
    if (RESERVED.includes(name)) throw new TypeError(`claims must not set the reserved name "${name}"`);
  return extra;
}
