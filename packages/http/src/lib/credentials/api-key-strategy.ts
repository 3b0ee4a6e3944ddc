import type { ApiKeys, VerifiedApiKey } from "@latchkey/core/api-keys";
import type { Strategy } from "./strategy.ts";

/** By an API key: `key.scopes` says what it may do, and it is the application's to ask. */
export interface ApiKeyIdentity extends VerifiedApiKey {
  readonly via: "api-key";
}

const AUTHORIZATION = /^bearer +(lk_[\dA-Za-z]+) *$/i;

/** Takes `Authorization: Bearer lk_…` (RFC 6750 §2.1), and a key from nowhere else: no cookie, URL or body. */
export function apiKeyStrategy(keys: ApiKeys): Strategy<ApiKeyIdentity> {
  return async ({ headers }) => {
    const found = await keys.verify(AUTHORIZATION.exec(headers.get("authorization") ?? "")?.[1]);
    return found && { via: "api-key", user: found.user, key: found.key };
  };
}
