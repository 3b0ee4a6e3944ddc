import {
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  ResponseBodyError,
  type TokenEndpointResponse,
} from "oauth4webapi";
import { clientAuth, clientOf } from "./client.ts";
import type { Call } from "./engine.ts";
import { tidyFetch } from "./exchange.ts";
import { fetchOptions } from "./server.ts";

/**
 * New tokens for a refresh token (RFC 6749 §6).
 *
 * @returns `null`: the provider does not take the refresh token any more
 */
export async function refreshTokens(
  { engine, provider, server: { as }, fetch }: Call,
  refreshToken: string,
): Promise<TokenEndpointResponse | null> {
  const client = clientOf(engine, provider.clientId);
  // An ID token that comes along says nothing new.
  const options = fetchOptions(tidyFetch({ kind: "oauth2" }, fetch));
  const secret = await clientAuth(engine, provider);
  const answer = await refreshTokenGrantRequest(as, client, secret, refreshToken, options);
  try {
    return await processRefreshTokenResponse(as, client, answer);
  } catch (error) {
    if (error instanceof ResponseBodyError && error.error === "invalid_grant") return null;
    throw error;
  }
}
