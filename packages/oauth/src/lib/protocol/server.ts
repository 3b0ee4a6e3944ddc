import {
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
  type AuthorizationServer,
} from "oauth4webapi";
import type { Fetch } from "../http/bounded-fetch.ts";
import { isSafeFor } from "../http/safe-url.ts";
import type { OpenIdProvider, Provider } from "../provider/provider.ts";
import type { Engine, Server } from "./engine.ts";

/** A document is asked for again after an hour. */
const KEEP_MS = 3600 * 1000;

/** Signatures by a key pair alone. With HS256 who knows the client secret could sign, and `none` is no signature. */
const ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split(" ");

/** Options for oauth4webapi. The bounded fetch decides about http. */
export function fetchOptions(fetch: Fetch): { [customFetch]: Fetch; [allowInsecureRequests]: true } {
  return { [customFetch]: fetch, [allowInsecureRequests]: true };
}

/**
 * The server of a provider. That of a provider with OpenID is fetched at the first use (OpenID Connect Discovery §4).
 * Nothing is shared while it is fetched: Workers may not wait for what another request has begun.
 */
export async function serverOf({ servers, now }: Engine, provider: Provider, fetch: Fetch): Promise<Server> {
  const known = servers.get(provider.id);
  if (known && now() < known.until) return known;
  const as = configured(provider) ?? (await discover(provider as OpenIdProvider, fetch));
  // Keys outlive the document, unless they are elsewhere now.
  const keys = known?.as.jwks_uri === as.jwks_uri && known ? known.keys : {};
  const server = { as, keys, until: now() + KEEP_MS };
  servers.set(provider.id, server);
  return server;
}

async function discover({ issuer, discovery }: OpenIdProvider, fetch: Fetch): Promise<AuthorizationServer> {
  const headers = { accept: "application/json" };
  const expected = new URL(issuer);
  const answer = discovery ? fetch(discovery, { headers }) : discoveryRequest(expected, fetchOptions(fetch));
  const as = await processDiscoveryResponse(expected, await answer);
  const named = { ...as, userinfo_endpoint: as.userinfo_endpoint ?? as.token_endpoint };
  for (const name of ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] as const)
    if (!isSafeFor(issuer, named[name])) throw new Error(`the document of the provider has no safe ${name}`);
  const offered = as.id_token_signing_alg_values_supported ?? ["RS256"];
  return { ...as, id_token_signing_alg_values_supported: ALGORITHMS.filter((alg) => offered.includes(alg)) };
}

/** A provider whose addresses are in its data. `null`: its document has them. */
function configured(provider: Provider): AuthorizationServer | null {
  if (provider.kind === "oauth2") {
    return {
      // Nobody can guess this one, so without an issuer every `iss` is refused.
      issuer: provider.issuer ?? `urn:uuid:${crypto.randomUUID()}`,
      authorization_endpoint: provider.authorizationEndpoint,
      token_endpoint: provider.tokenEndpoint,
      authorization_response_iss_parameter_supported: provider.sendsIssuer === true,
    };
  }
  const { issuer, endpoints } = provider;
  if (!endpoints) return null;
  return {
    issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    jwks_uri: endpoints.keys,
    ...(endpoints.userInfo !== undefined && { userinfo_endpoint: endpoints.userInfo }),
    id_token_signing_alg_values_supported: ALGORITHMS,
  };
}
