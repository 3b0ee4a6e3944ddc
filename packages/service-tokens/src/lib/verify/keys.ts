import type { JWTVerifyGetKey } from "jose";
import { JWKSNoMatchingKey } from "jose/errors";
import { createLocalJWKSet } from "jose/jwks/local";
import { createRemoteJWKSet, customFetch } from "jose/jwks/remote";
import { ServiceTokenError } from "./error.ts";
import { readAddress, requirePublic, type ServiceTokenVerifierOptions } from "./options.ts";

/** How long the issuer may take to send its keys, in milliseconds. */
const KEYS_TIMEOUT_MS = 5000;
/** How long they count, in milliseconds: so long goes a key on that the issuer has removed. */
const KEYS_MAX_AGE_MS = 600_000;
/** How often a token with an unknown key may make us ask again, in milliseconds. */
const KEYS_COOLDOWN_MS = 30_000;

/** Finds the key of a token. It throws ServiceTokenError `unknown_key` or `keys_unavailable`. */
export function keyFinder({ jwks, fetch }: ServiceTokenVerifierOptions): JWTVerifyGetKey {
  const find = openKeys(jwks, fetch);
  return async (header, token) => {
    // Without a name, a key would be found by trying.
    if (typeof header.kid !== "string") throw new ServiceTokenError("unknown_key");
    try {
      return await find(header, token);
    } catch (error) {
      throw new ServiceTokenError(error instanceof JWKSNoMatchingKey ? "unknown_key" : "keys_unavailable", error);
    }
  };
}

function openKeys(jwks: ServiceTokenVerifierOptions["jwks"], fetch: ServiceTokenVerifierOptions["fetch"]) {
  if (typeof jwks === "string" || jwks instanceof URL) {
    return createRemoteJWKSet(readAddress(jwks), {
      timeoutDuration: KEYS_TIMEOUT_MS,
      cacheMaxAge: KEYS_MAX_AGE_MS,
      cooldownDuration: KEYS_COOLDOWN_MS,
      ...(fetch ? { [customFetch]: fetch } : {}),
    });
  }
  requirePublic(jwks);
  return createLocalJWKSet(structuredClone(jwks) as unknown as Parameters<typeof createLocalJWKSet>[0]);
}
