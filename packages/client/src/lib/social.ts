import type { Client } from "./client.ts";
import { identities, type Identity, type IdentityActions } from "./identities.ts";
import type { User } from "./user.ts";

/** Where the provider sends the browser back to. */
export interface SocialTarget {
  /** A path of the page's own origin: `"/orders?open=1"`. Default: what the server has for this. */
  readonly next?: string | undefined;
}

/** What `signInWithIdToken` takes. */
export interface IdTokenSignIn {
  /** The ID token that the provider gave to the app. */
  readonly idToken: string;
  /** What `nonce` returned, and the app gave to the provider, as it is or its SHA-256 in hex. */
  readonly nonce: string;
}

/** What `withSocial` adds. A `provider` is the `id` of one that `methods()` lists. */
export interface SocialActions<Metadata = unknown> {
  /** The accounts at providers that the user can sign in with. */
  readonly identities: IdentityActions;
  /**
   * The address that begins a sign-in: go there with the whole page, by a link or `location.assign`. It comes back with
   * a session, or to the page for errors with `?error=<code>&provider=<id>`.
   */
  signInUrl(provider: string, target?: SocialTarget): string;
  /**
   * Begins to connect an account at a provider with the user.
   *
   * @returns the address at the provider: go there with the whole page
   * @throws LatchkeyError `proof_required` (the last proof is too old), `unauthenticated`, `not_found`,
   * `provider_failed`
   */
  linkAccount(provider: string, target?: SocialTarget): Promise<string>;
  /**
   * Begins to prove once more that it is the user, by an account at a provider that is connected.
   *
   * @returns the address at the provider: go there with the whole page
   * @throws LatchkeyError `unauthenticated`, `not_found`, `provider_failed`
   */
  proveWith(provider: string, target?: SocialTarget): Promise<string>;
  /**
   * Connects the account whose sign-in came back with `?error=link_required`, once its owner has signed in by another
   * way. Within 15 minutes. Tell people before what will be connected.
   *
   * @param input `ticket`: that of the error of `signInWithIdToken`. Default: the cookie of a page's sign-in
   * @throws LatchkeyError `flow_expired` (too late, or nothing waits), `link_required` (this is another account than
   * the one with the address), `proof_required` (the sign-in was too long ago), `identity_taken`, `unauthenticated`
   */
  finishLink(input?: { readonly ticket?: string | undefined }): Promise<Identity>;
  /**
   * For apps, and for One Tap: what the provider shall put into the ID token. It works once.
   *
   * @throws LatchkeyError `not_found`
   */
  nonce(provider: string): Promise<string>;
  /**
   * Signs in by the ID token of a provider, without leaving the app.
   *
   * @throws LatchkeyError `flow_expired` (the nonce is old, spent or another's), `invalid_token` (the ID token is not
   * for this application), `link_required` (with `ticket`), `email_required`, `sign_ups_closed`, `provider_failed`,
   * `rate_limited` (with `retryAfter`)
   */
  signInWithIdToken(provider: string, input: IdTokenSignIn): Promise<User<Metadata>>;
}

/**
 * Adds sign-in with accounts at providers to a client, where the server has `socialRoutes`. Who does not call it does
 * not bundle it.
 *
 * @example
 * import { createClient, withSocial } from "@latchkey/client";
 *
 * const social = withSocial(createClient());
 * location.assign(social.signInUrl("google", { next: "/orders" }));
 */
export function withSocial<Metadata, Some extends Pick<Client<Metadata, never>, "baseUrl" | "request" | "openSession">>(
  client: Some & Pick<Client<Metadata, never>, "openSession">,
): Some & SocialActions<Metadata> {
  const { baseUrl, request, openSession } = client;
  const pathOf = (provider: string) => `/oauth/${encodeURIComponent(provider)}` as const;
  const start = async (purpose: "link" | "prove", provider: string, { next }: SocialTarget): Promise<string> => {
    const body = { purpose, next };
    return (await request<{ location: string }>("POST", `${pathOf(provider)}/start`, body)).location;
  };
  return {
    ...client,
    identities: identities(client),
    signInUrl: (provider, { next } = {}) =>
      baseUrl + pathOf(provider) + (next === undefined ? "" : `?${new URLSearchParams({ next })}`),
    linkAccount: (provider, target = {}) => start("link", provider, target),
    proveWith: (provider, target = {}) => start("prove", provider, target),
    finishLink: async ({ ticket } = {}) =>
      (await request<{ identity: Identity }>("POST", "/oauth/link", { ticket })).identity,
    nonce: async (provider) => (await request<{ nonce: string }>("POST", `${pathOf(provider)}/nonce`)).nonce,
    signInWithIdToken: (provider, { idToken, nonce }) => openSession(`${pathOf(provider)}/token`, { idToken, nonce }),
  };
}
