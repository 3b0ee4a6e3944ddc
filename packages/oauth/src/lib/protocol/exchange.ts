import {
  authorizationCodeGrantRequest,
  nopkce,
  processAuthorizationCodeResponse,
  validateAuthResponse,
  type AuthorizationServer,
  type Client,
  type TokenEndpointResponse,
} from "oauth4webapi";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Profile } from "../provider/profile.ts";
import type { OpenIdProvider, Provider } from "../provider/provider.ts";
import { providerApi } from "./api.ts";
import type { FlowSecrets } from "./authorization-url.ts";
import { clientAuth, clientOf } from "./client.ts";
import type { Call } from "./engine.ts";
import { checkCodeFlow, verifyIdToken } from "./id-token.ts";
import { checkProfile } from "./check-profile.ts";
import { fetchOptions } from "./server.ts";

/** Who came back, with the provider's tokens. */
export interface Exchanged {
  readonly profile: Profile;
  readonly tokens: TokenEndpointResponse;
  /** When the provider last asked for the password, in seconds since 1970, if it says so (`auth_time`). */
  readonly authTime: number | null;
}

/**
 * Takes the browser's way back: checks `state` and `iss` (RFC 9207), exchanges the code (RFC 6749 §4.1.3), verifies the
 * ID token, and learns who it is.
 *
 * @param parameters of the callback's address
 */
export async function exchange(
  call: Call,
  parameters: URLSearchParams,
  { state, nonce, verifier }: FlowSecrets,
): Promise<Exchanged> {
  const { engine, provider, server, fetch } = call;
  const { as } = server;
  const client = clientOf(engine, provider.clientId);
  const checked = validateAuthResponse(...withoutTenant(call, client, parameters), state);
  const answer = await authorizationCodeGrantRequest(
    as,
    client,
    await clientAuth(engine, provider),
    checked,
    engine.redirectUri(provider),
    provider.pkce === false ? nopkce : verifier,
    fetchOptions(tidyFetch(provider, fetch)),
  );
  if (provider.kind === "openid") {
    const verified = await verifyIdToken(call as Call<OpenIdProvider>, answer, { clientId: provider.clientId, nonce });
    await checkCodeFlow(verified, provider.clientId);
    const { tokens, claims } = verified;
    const api = providerApi(call, tokens.access_token, String(claims.sub));
    const authTime = typeof claims.auth_time === "number" ? claims.auth_time : null;
    return { tokens, authTime, profile: checkProfile(await provider.profile(claims, api)) };
  }
  const tokens = await processAuthorizationCodeResponse(as, client, answer);
  const profile = checkProfile(await provider.profile(providerApi(call, tokens.access_token)));
  return { tokens, authTime: null, profile };
}

/**
 * What an answer is checked against. The `iss` of a tenant, of which there are many, is not compared, whatever the
 * provider promises. Each provider has a redirect URI of its own, which is another defence against mix-up (RFC 9700
 * §4.4.2.2).
 */
function withoutTenant(
  { provider, server: { as } }: Call,
  client: Client,
  parameters: URLSearchParams,
): [AuthorizationServer, Client, URLSearchParams] {
  if (provider.kind !== "openid" || !provider.tokenIssuer) return [as, client, parameters];
  const kept = new URLSearchParams([...parameters].filter(([name]) => name !== "iss"));
  return [{ ...as, authorization_response_iss_parameter_supported: false }, client, kept];
}

/**
 * Mends what some providers send: a list of scopes (Twitch), no `token_type`, and an ID token of one who has no OpenID
 * for us, which nobody reads.
 */
export function tidyFetch({ kind }: Pick<Provider, "kind">, fetch: Fetch): Fetch {
  return async (url, init) => {
    const answer = await fetch(url, init);
    const json = (await answer
      .clone()
      .json()
      .catch(() => null)) as Record<string, unknown> | null;
    if (!answer.ok || typeof json !== "object" || json === null) return answer;
    const { scope, id_token: idToken, ...rest } = json;
    return Response.json({
      token_type: "bearer",
      ...rest,
      ...(scope !== undefined && { scope: Array.isArray(scope) ? scope.join(" ") : scope }),
      ...(kind === "openid" && idToken !== undefined && { id_token: idToken }),
    });
  };
}
