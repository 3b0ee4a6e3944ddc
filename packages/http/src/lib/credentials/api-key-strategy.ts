import type { ApiKeys, VerifiedApiKey } from "@latchkey/core/api-keys";
import type { Strategy } from "./strategy.ts";

/** A request with a valid API key. `key.scopes` says what the key may do: the application must check it. */
export interface ApiKeyIdentity extends VerifiedApiKey {
  /** It has an API key. */
  readonly via: "api-key";
}

const AUTHORIZATION = /^bearer +(lk_[\dA-Za-z]+) *$/i;

/**
 * Authenticates requests with `Authorization: Bearer lk_…` (RFC 6750 §2.1). Keys in a cookie, a URL or a body do not
 * count.
 *
 * @param keys The companion `apiKeys(auth)`.
 * @returns A strategy for `strategies` of `createHandler` and `createAuthenticator`. It throws AuthError
 * `storage_unavailable`.
 * @example
 * const authenticate = createAuthenticator(auth, { strategies: [apiKeyStrategy(apiKeys(auth))] });
 * const found = await authenticate(request);
 * const mayRead = found?.via === "session" || found?.key.scopes.includes("orders:read");
 */
export function apiKeyStrategy(keys: ApiKeys): Strategy<ApiKeyIdentity> {
  return async ({ headers }) => {
    const found = await keys.verify(AUTHORIZATION.exec(headers.get("authorization") ?? "")?.[1]);
    return found && { via: "api-key", user: found.user, key: found.key };
  };
}
