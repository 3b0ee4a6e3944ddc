/** What a test registers at the plain OAuth 2 provider. */
export interface PlainClient {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uris: readonly string[];
}

/**
 * How the hostile provider behaves: what it does wrong is the first part of its issuer's path. `"honest"` does nothing
 * wrong, so that a test sees that a refusal comes from the trick alone.
 */
export type Trick = "honest" | IdTokenTrick | TenantTrick | CallbackTrick | `${FaultyEndpoint}-${Fault}`;

export const ID_TOKEN_TRICKS = [
  "alg-none",
  "hs256-public-key",
  "hs256-client-secret",
  "other-key",
  "unknown-kid",
  "wrong-iss",
  "wrong-aud",
  "no-aud",
  "wrong-azp",
  "two-aud-without-azp",
  "wrong-nonce",
  "no-nonce",
  "expired",
  "no-exp",
  "issued-tomorrow",
  "wrong-at-hash",
  "foreign-azp",
  "iat-tomorrow",
  "no-sub",
  "empty-sub",
  "number-sub",
  "long-sub",
  "no-id-token",
] as const;
export type IdTokenTrick = (typeof ID_TOKEN_TRICKS)[number];

/** A provider with an issuer for each tenant: who made the ID token. Only the first is right. */
export const TENANT_TRICKS = [
  "tenant-right",
  "tenant-of-another",
  "tenant-not-allowed",
  "tenant-missing",
  "tenant-placeholder",
] as const;
export type TenantTrick = (typeof TENANT_TRICKS)[number];

export const CALLBACK_TRICKS = [
  // The address of another provider: a mix-up (RFC 9207).
  "callback-iss-wrong",
  "callback-iss-missing",
  "callback-state-wrong",
  "callback-state-missing",
  "callback-code-missing",
  "callback-code-twice",
  "callback-code-and-error",
  "callback-error-unknown",
  "callback-next-elsewhere",
] as const;
export type CallbackTrick = (typeof CALLBACK_TRICKS)[number];

export const FAULTY_ENDPOINTS = ["discovery", "token", "keys"] as const;
export type FaultyEndpoint = (typeof FAULTY_ENDPOINTS)[number];

export const FAULTS = ["hangs", "drips", "huge", "html", "500", "redirects", "array", "not-json", "closes"] as const;
export type Fault = (typeof FAULTS)[number];
