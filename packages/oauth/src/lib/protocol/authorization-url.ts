import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from "oauth4webapi";
import type { Engine, Server } from "./engine.ts";
import type { Provider } from "../provider/provider.ts";

/** What makes a flow safe: each is a random value of 256 bits. */
export interface FlowSecrets {
  /** Comes back in the address (RFC 6749 §10.12). */
  readonly state: string;
  /** Comes back in the ID token (OpenID Connect Core §15.5.2). */
  readonly nonce: string;
  /** Goes to the token endpoint (RFC 7636). */
  readonly verifier: string;
}

/** New secrets for one flow. */
export function flowSecrets(): FlowSecrets {
  return { state: generateRandomState(), nonce: generateRandomNonce(), verifier: generateRandomCodeVerifier() };
}

/** Where the browser is sent (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export async function authorizationUrl(
  { redirectUri }: Engine,
  { provider, server }: { readonly provider: Provider; readonly server: Server },
  { state, nonce, verifier, maxAge }: FlowSecrets & { readonly maxAge: number | null },
): Promise<string> {
  const url = new URL(server.as.authorization_endpoint!);
  const parameters = {
    ...provider.authorizationParameters,
    client_id: provider.clientId,
    redirect_uri: redirectUri(provider),
    response_type: "code",
    ...(provider.scopes.length > 0 && { scope: provider.scopes.join(" ") }),
    state,
    ...(provider.pkce !== false && {
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }),
    ...(provider.kind === "openid" && { nonce }),
    ...(maxAge !== null && { max_age: String(maxAge) }),
    ...(provider.responseMode && { response_mode: provider.responseMode }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
