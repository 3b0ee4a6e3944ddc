import type { Auth, Client, JsonObject } from "@latchkey/core";
import type { Identities, Identity } from "@latchkey/core/identities";
import { begin, type BeginInput, type Begun } from "./flow/begin.ts";
import { linkPending } from "./flow/link-pending.ts";
import { socialSettings, type SocialOptions } from "./options.ts";
import { accessToken } from "./tokens/access-token.ts";
import { createParts, type Parts } from "./parts.ts";

/** A provider as buttons need it. */
export interface OfferedProvider {
  /** As in the path `/oauth/:provider`. */
  readonly id: string;
  /** What people call it: `"Google"`. */
  readonly name: string;
}

/** What `linkPending` takes. */
export interface PendingLinkInput {
  /** The session token of the user who has the address. The session must have been proved in the last 15 minutes. */
  readonly token: string;
  /** The ticket, from a client without cookies. Default: the cookie in `headers`. */
  readonly ticket?: string | undefined;
  /** The headers of the request. */
  readonly headers: Headers;
  /** Where the request comes from, for events. */
  readonly client?: Client | undefined;
}

/** An identity that was linked. */
export interface PendingLinked {
  /** The identity. */
  readonly identity: Identity;
  /** The `Set-Cookie` line that removes the ticket. */
  readonly setCookie: string;
}

/** What `socialSignIn` returns: for `socialRoutes`, and for server code. */
export interface Social {
  /** The providers, in the order of the option. */
  readonly providers: readonly OfferedProvider[];
  /** The identities of users: list, link and unlink them from server code. */
  readonly identities: Identities;
  /**
   * Begins the way to a provider, as `GET /oauth/:provider` does: for a form of a page of yours.
   *
   * @param input which provider, what for, and where to go afterwards
   * @throws AuthError `not_found`, `provider_failed`; with a purpose, `unauthenticated` and `proof_required`
   * @example
   * const google = openid("google", { issuer: "https://accounts.google.com", clientId: "…", clientSecret: "…" });
   * const social = socialSignIn(auth, { origin: "https://app.example.com", providers: [google] });
   * const { location, setCookie } = await social.begin({ provider: "google", next: "/account" });
   * const answer = new Response(null, { status: 303, headers: { location } });
   * for (const line of setCookie) answer.headers.append("set-cookie", line);
   */
  begin(input: BeginInput): Promise<Begun>;
  /**
   * Whether a browser carries a ticket for linking: then somebody came from a provider whose address has an account,
   * and should sign in to it now. The ticket may be too old.
   *
   * @param headers the headers of the request
   */
  hasPendingLink(headers: Headers): boolean;
  /**
   * Links what a ticket says to the user of a session, as `POST /oauth/link` does.
   *
   * @throws AuthError `unauthenticated`, `proof_required`, `flow_expired`, `link_required` (the session is of another
   * user than the one who has the address), `identity_taken`, `refused`, `storage_unavailable`
   */
  linkPending(input: PendingLinkInput): Promise<PendingLinked>;
  /**
   * An access token of a user at a provider of the option `keepTokens`. One that expires within a minute is refreshed
   * first: of concurrent callers, in any number of processes, one does so.
   *
   * @param userId the id of the user
   * @param provider the id of the provider
   * @returns `null`: none is kept, or the provider takes none of what is kept: the user signs in there again
   * @throws AuthError `not_found` (no such provider), `provider_failed`, `storage_unavailable`
   */
  accessToken(userId: string, provider: string): Promise<string | null>;
}

const known = new WeakMap<Social, Parts>();

/**
 * Lets people sign in with accounts that they have elsewhere (OpenID Connect, OAuth 2). Who somebody is there, is
 * provider and subject, never an e-mail address.
 *
 * @param auth Made by `createAuth`.
 * @param options See `SocialOptions`. `origin` and `providers` are needed.
 * @throws TypeError An option is missing, unknown or unsafe.
 * @example
 * const social = socialSignIn(auth, {
 *   origin: "https://app.example.com",
 *   providers: [openid("okta", { issuer: "https://example.okta.com", clientId: "…", clientSecret: "…" })],
 * });
 * const handler = createHandler(auth, { routes: socialRoutes(social) });
 */
export function socialSignIn<Metadata = JsonObject, Claims = JsonObject>(
  auth: Auth<Metadata, Claims>,
  options: SocialOptions,
): Social {
  const settings = socialSettings(options);
  const parts = createParts(auth as unknown as Auth, settings);
  const social: Social = {
    providers: [...settings.providers.values()].map(({ id, name }) => ({ id, name })),
    identities: parts.identities,
    begin: (input) => begin(parts, input),
    hasPendingLink: (headers) => parts.cookies.link(headers) !== undefined,
    linkPending: (input) => linkPending(parts, input),
    accessToken: (userId, provider) => accessToken(parts, userId, provider),
  };
  known.set(social, parts);
  return social;
}

/** The parts of what `socialSignIn` returned. @throws TypeError for anything else */
export function partsOf(social: Social): Parts {
  const parts = known.get(social);
  if (!parts) throw new TypeError("socialRoutes takes what socialSignIn returned");
  return parts;
}
