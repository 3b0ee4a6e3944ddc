import {
  getValidatedIdTokenClaims,
  jwksCache,
  processAuthorizationCodeResponse,
  validateApplicationLevelSignature,
  type TokenEndpointResponse,
} from "oauth4webapi";
import { hostOf, type Fetch } from "../http/bounded-fetch.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import type { ProviderClaims } from "../provider/profile.ts";
import { clientOf } from "./client.ts";
import { CLOCK_TOLERANCE_S } from "./clock.ts";
import type { Call } from "./engine.ts";
import { fetchOptions } from "./server.ts";

/** What an ID token must say. */
export interface Expected {
  /** `aud`. */
  readonly clientId: string;
  /** `nonce`. */
  readonly nonce: string;
}

/** A token answer whose ID token is verified. */
export interface VerifiedAnswer {
  readonly tokens: TokenEndpointResponse;
  readonly claims: ProviderClaims;
}

/**
 * Verifies the ID token of a token answer (OpenID Connect Core §3.1.3.7): `alg`, `iss`, `aud`, `azp`, `exp`, `nbf`,
 * `iat`, `nonce`, the signature by the provider's keys, and `at_hash` where it is there.
 *
 * @param answer the answer of the token endpoint, not read yet
 */
export async function verifyIdToken(
  { engine, provider, server, fetch }: Call<OpenIdProvider>,
  answer: Response,
  { clientId, nonce }: Expected,
): Promise<VerifiedAnswer> {
  const unverified = (await answer
    .clone()
    .json()
    .catch(() => null)) as { id_token?: unknown } | null;
  const as = { ...server.as, issuer: issuerFor(provider, unverified?.id_token) ?? server.as.issuer };
  const client = clientOf(engine, clientId);
  const tokens = await processAuthorizationCodeResponse(as, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  const options = { ...fetchOptions(keysFetch(fetch)), [jwksCache]: server.keys };
  await validateApplicationLevelSignature(as, answer, options);
  const claims = getValidatedIdTokenClaims(tokens)!;
  if (claims.iat > engine.now() / 1000 + CLOCK_TOLERANCE_S) throw new Error("the ID token comes from the future");
  return { tokens, claims };
}

/** Tells keys that are none from a token that is none: then the provider is at fault, and not who sent the token. */
function keysFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const answer = await fetch(url, init);
    const set = (await answer
      .clone()
      .json()
      .catch(() => null)) as { keys?: unknown } | null;
    if (!answer.ok || !Array.isArray(set?.keys))
      throw new Error(`${hostOf(url)} answers without keys (${answer.status})`);
    return answer;
  };
}

/**
 * Whether the ID token belongs to this client (OpenID Connect Core §3.1.3.7, 5) and to the access token beside it
 * (§3.1.3.8). An app's ID token may name the app as the party that asked for it.
 */
export async function checkCodeFlow({ tokens, claims }: VerifiedAnswer, clientId: string): Promise<void> {
  if (claims.azp !== undefined && claims.azp !== clientId) throw new Error("the ID token was made for another client");
  if (claims.at_hash === undefined) return;
  const { alg } = readPart(tokens.id_token, 0) as { alg: string };
  const bits = /\d{3}$/.exec(alg)?.[0] ?? "512";
  const digest = new Uint8Array(
    await crypto.subtle.digest(`SHA-${bits}`, new TextEncoder().encode(tokens.access_token)),
  );
  const half = btoa(String.fromCharCode(...digest.subarray(0, digest.length / 2)));
  const expected = half.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  if (claims.at_hash !== expected) throw new Error("the ID token belongs to another access token");
}

/** The issuer of the tenant that a token claims to be of. It is compared with the verified `iss` afterwards. */
function issuerFor({ tokenIssuer }: OpenIdProvider, idToken: unknown): string | undefined {
  if (!tokenIssuer) return undefined;
  const issuer = tokenIssuer(readPart(idToken, 1));
  if (issuer === null) throw new Error("no tenant of the provider makes such ID tokens");
  return issuer;
}

/** A part of a JWT that is not verified yet. */
export function readPart(jwt: unknown, at: 0 | 1): ProviderClaims {
  try {
    const part = (jwt as string).split(".")[at]!.replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    return Object(JSON.parse(new TextDecoder().decode(bytes))) as ProviderClaims;
  } catch {
    return {};
  }
}
