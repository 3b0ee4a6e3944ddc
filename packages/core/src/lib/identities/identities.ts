import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { JsonObject } from "../json.ts";
import type { OpenOptions } from "../sessions/end-replaced.ts";
import { requireWayIn } from "../sign-in/require-way-in.ts";
import { requireSession } from "../sessions/find.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import type { Identity, IdentityList } from "../users/identity.ts";
import { link, linkPending } from "./link.ts";
import { list, prove, unlink, type Name } from "./own.ts";
import { methodOf, type ProvedIdentity } from "./proved-identity.ts";
import { attempt, signInWith, type IdentitySignIn } from "./sign-in.ts";
import { keepTokens, keptTokens, takeRefreshTurn, type NewTokens, type ProviderTokens } from "./tokens.ts";

/** How `signIn` treats sessions and addresses. */
export interface IdentitySignInOptions extends OpenOptions {
  /**
   * Links at once where the provider has proved the address and the user has, too. Default `false`: the owner signs in
   * by another way first.
   */
  readonly linkVerified?: boolean | undefined;
  /** Whether `attempt` has let this attempt pass, so that no guard counts it twice. Default `false`. */
  readonly attempted?: boolean | undefined;
}

/**
 * Accounts at providers, with which users sign in. An identity is named by provider and subject, never by its e-mail
 * address. Whoever calls `signIn`, `link` and `prove` has verified what the provider says: `@latchkey/oauth` does.
 */
export interface Identities<Metadata = JsonObject> {
  /**
   * Asks the guards whether somebody may try to sign in, link or prove, before a provider is asked. So a flood of
   * made-up codes does not reach the provider.
   *
   * @param provider the provider, as the application calls it
   * @param client where the request comes from, for guards and events
   * @throws AuthError `rate_limited` (from a guard, with `retryAfter` in seconds), `refused` (from a guard),
   * `storage_unavailable`
   */
  attempt(provider: string, client?: Client): Promise<void>;
  /**
   * Signs in the user who has the identity. If no user has it, and none has the address, it creates one without a
   * password; the address is verified if the provider is an authority for it. If a user has the address, nobody is
   * signed in: the owner signs in by another way and then links.
   *
   * @param proved what the provider says
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`, `linkVerified` and `attempted`
   * @throws AuthError `email_required`, `sign_ups_closed`, `invalid_metadata`, `invalid_credentials` (the user is
   * disabled), `email_not_verified` (from a guard), `provider_failed` (no subject), `rate_limited` (from a guard, with
   * `retryAfter` in seconds), `refused` (from a hook or guard), `storage_unavailable`
   */
  signIn(proved: ProvedIdentity, client?: Client, options?: IdentitySignInOptions): Promise<IdentitySignIn<Metadata>>;
  /**
   * Checks that the user of a session may link an account at a provider: before the browser goes there. The session was
   * proved in the last 5 minutes, and if the provider stands for a second factor that the user has, by that factor.
   *
   * @param token the session token
   * @param provider the id of the provider
   * @returns the session
   * @throws AuthError `unauthenticated`, `proof_required`, `storage_unavailable`
   */
  requireLinkProof(token: string, provider: string): Promise<Session>;
  /**
   * Links an identity to the user of a session that was proved in the last 15 minutes. A user can have at most 100.
   *
   * @param token the session token
   * @param proved what the provider says
   * @param client where the request comes from, for events
   * @throws AuthError `unauthenticated`, `proof_required`, `identity_taken`, `provider_failed`, `refused` (100
   * identities, or from a hook), `storage_unavailable`
   */
  link(token: string, proved: ProvedIdentity, client?: Client): Promise<Identity>;
  /**
   * Links the identity of a ticket to its user, who has signed in by another way in the last 15 minutes. Once.
   *
   * @param token the session token
   * @param ticket what `signIn` returned with `link_required`
   * @param client where the request comes from, for events
   * @throws AuthError `unauthenticated`, `proof_required`, `flow_expired` (the ticket has expired or was used),
   * `link_required` (the session is of another user; the ticket stays good), and what `link` throws
   */
  linkPending(token: string, ticket: string, client?: Client): Promise<Identity>;
  /**
   * Renews the proof of a session by an identity of its user. It opens no session.
   *
   * @param token the session token
   * @param proved what the provider says
   * @param client where the request comes from, for events
   * @returns the session, with the new `provedAt` and the `methods` `["oauth:…"]`
   * @throws AuthError `unauthenticated`, `invalid_credentials` (the identity is not of this user), `provider_failed`,
   * `refused` (from a hook), `storage_unavailable`
   */
  prove(token: string, proved: ProvedIdentity, client?: Client): Promise<Session>;
  /**
   * Lists what the user of a session signs in with.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `storage_unavailable`
   */
  list(token: string): Promise<IdentityList>;
  /**
   * The same for a session that `auth.getSession` has just found: a page that needs both then reads the session once.
   * It checks no credential: never give it what a client sent.
   *
   * @param session the session that `auth.getSession` found
   * @throws AuthError `storage_unavailable`
   */
  listFor(session: Session): Promise<IdentityList>;
  /**
   * Takes an identity from the user of a session, unless it is the last way in. Sessions that were opened with it live
   * on: end them with `sessions(auth)`.
   *
   * @param token the session token
   * @param input `provider` and `subject`, and `currentPassword`, which a session needs that was not proved in the last
   * 5 minutes
   * @param client where the request comes from, for guards and events
   * @throws AuthError `unauthenticated`, `proof_required`, `invalid_password`, `password_too_long`,
   * `invalid_credentials`, `last_way_in`, `not_found` (the user has no such identity), `rate_limited` (from a guard,
   * with `retryAfter` in seconds), `refused` (from a hook or guard), `overloaded`, `storage_unavailable`
   */
  unlink(
    token: string,
    input: Name & { readonly currentPassword?: string | undefined },
    client?: Client,
  ): Promise<void>;
  /**
   * The tokens of a provider that were kept for a user, for server code. Of several identities at one provider: the one
   * that was used last.
   *
   * @param userId the id of the user
   * @param provider the provider, as the application calls it
   * @returns `null`: none were kept, or the secret with which they were sealed is gone
   * @throws AuthError `storage_unavailable`
   */
  tokens(userId: string, provider: string): Promise<ProviderTokens | null>;
  /**
   * Replaces the tokens that are kept for an identity, as after a refresh. It is no use of the identity.
   *
   * @param userId the id of the user
   * @param kept `provider` and `subject`, and `tokens` as text, at most 16 384 characters. They are stored sealed.
   * @throws AuthError `not_found`, `provider_failed` (too long), `storage_unavailable`
   */
  keepTokens(userId: string, kept: NewTokens): Promise<void>;
  /**
   * Whether this caller may refresh the tokens of an identity: of all callers within 15 seconds, in any number of
   * processes, one. Many providers take a refresh token once.
   *
   * @param identity `provider` and `subject`
   * @throws AuthError `storage_unavailable`
   */
  takeRefreshTurn(identity: Name): Promise<boolean>;
}

/**
 * Lets users sign in with accounts at providers, for packages that talk to a provider. It reads and writes; they do the
 * protocol.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { identities } from "@latchkey/core/identities";
 *
 * const proved = { provider: "okta", subject: "00u1", email: "ada@example.com", emailIsProven: true };
 * const result = await identities(auth).signIn(proved);
 * if (result.outcome === "signed_in") console.log(result.signedIn.user.id);
 * ```
 */
export function identities<Metadata>(auth: Auth<Metadata>): Identities<Metadata> {
  const context = contextOf(auth);
  const companion: Identities = {
    attempt: (provider, client = UNKNOWN_CLIENT) => attempt(context, provider, client),
    signIn: (proved, client = UNKNOWN_CLIENT, { linkVerified = false, attempted = false, ...options } = {}) =>
      signInWith(context, { ...options, proved, client, linkVerified, attempted }),
    async requireLinkProof(token, provider) {
      const live = await requireSession(context, token);
      await requireWayIn(context, live, { method: methodOf({ provider }) });
      return presentSession(live.session);
    },
    link: async (token, proved, client = UNKNOWN_CLIENT) =>
      link(context, await requireSession(context, token), { proved, client }),
    linkPending: async (token, ticket, client = UNKNOWN_CLIENT) =>
      linkPending(context, await requireSession(context, token), { ticket, client }),
    prove: async (token, proved, client = UNKNOWN_CLIENT) =>
      prove(context, await requireSession(context, token), { proved, client }),
    list: async (token) => list(context, (await requireSession(context, token)).user.id),
    listFor: ({ userId }) => list(context, userId),
    unlink: async (token, { currentPassword, ...name }, client = UNKNOWN_CLIENT) =>
      unlink(context, await requireSession(context, token), { name, proof: { currentPassword, client } }),
    tokens: (userId, provider) => keptTokens(context, userId, provider),
    keepTokens: (userId, kept) => keepTokens(context, userId, kept),
    takeRefreshTurn: (identity) => takeRefreshTurn(context, identity),
  };
  return companion as Identities<Metadata>;
}
