import type { Client } from "./client.ts";

/** A token for one service. */
export interface ServiceToken {
  /** The token: a credential. Send it to the service as `Authorization: Bearer …`, and keep it in memory alone. */
  readonly token: string;
  /** How it is sent. */
  readonly tokenType: "Bearer";
  /** Seconds until it expires. Ask for a new one before. */
  readonly expiresIn: number;
}

/** What `withServiceTokens` adds. */
export interface ServiceTokenActions {
  /**
   * A short token with which the user can ask another service.
   *
   * @param audience the service, as the server lists it, letter by letter
   * @throws LatchkeyError `unauthenticated`, `invalid_input` (field `audience`: the server knows no such service)
   */
  serviceToken(audience: string): Promise<ServiceToken>;
}

/**
 * Adds tokens for other services to a client, where the server has `serviceTokenRoutes`. Who does not call it does not
 * bundle it.
 *
 * @example
 * const withTokens = withServiceTokens(createClient());
 * const { token } = await withTokens.serviceToken("https://api.example.com");
 */
export function withServiceTokens<Some extends Pick<Client<unknown, never>, "request">>(
  client: Some,
): Some & ServiceTokenActions {
  return { ...client, serviceToken: (audience) => client.request("POST", "/token", { audience }) };
}
