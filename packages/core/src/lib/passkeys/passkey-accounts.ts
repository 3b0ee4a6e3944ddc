import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { JsonObject } from "../json.ts";
import type { OpenOptions } from "../sessions/end-replaced.ts";
import { requireSession } from "../sessions/find.ts";
import type { Session, SignedIn } from "../sessions/session.ts";
import type { Passkey } from "./passkey.ts";
import { add, beginAdd } from "./add.ts";
import type { Assertion } from "./assertion.ts";
import { newChallenge, userHandle } from "./ceremony.ts";
import type { VerifiedRegistration } from "./new-passkey.ts";
import { list, remove, rename } from "./own.ts";
import { beginProof, prove, type BegunProof } from "./prove.ts";
import { signIn } from "./sign-in.ts";
import { beginSignUp, signUp, type BegunRegistration, type PasskeySignUp } from "./sign-up.ts";

/** The passkeys of a user, and by what browsers and authenticators know the user. */
export interface PasskeyList {
  /** The oldest first, at most 100. */
  readonly passkeys: readonly Passkey[];
  /** The user handle, in base64url. */
  readonly userHandle: string;
  /** The address of the user. */
  readonly email: string;
}

/**
 * Passkeys in storage: who has which, and what a ceremony may do. Whoever calls it has done the ceremony (WebAuthn §7):
 * `@latchkey/passkeys` does. Challenges are good for 5 minutes, for one purpose, one person and one pool, and once.
 * Every method may throw AuthError `storage_unavailable`, and every method with a token `unauthenticated`.
 */
export interface PasskeyAccounts<Metadata = JsonObject> {
  /** A challenge for signing in. It asks nothing of storage, and says nothing of any user. */
  beginSignIn(): Promise<string>;
  /**
   * Signs in by a passkey, in two storage steps. It counts as two factors: the session has the methods `["passkey"]`.
   *
   * @param assertion what the authenticator answered
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces` and `trustedDevice`
   * @throws AuthError `flow_expired`, `invalid_credentials` (an unknown key, a wrong answer, a disabled user, or a
   * counter that fell back: then there is an event `passkey.cloned`), `email_not_verified` (from a guard),
   * `rate_limited` (from a guard, with `retryAfter` in seconds), `refused` (from a hook or guard)
   */
  signIn(assertion: Assertion, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;
  /**
   * Begins a sign-up without a password. It creates nothing.
   *
   * @param input `email`, and `metadata`, which `signUp` gets again
   * @param client where the request comes from, for guards
   * @throws AuthError `sign_ups_closed`, `invalid_email`, `invalid_metadata`, `user_exists`, `rate_limited` (from a
   * guard, with `retryAfter` in seconds), `refused` (from a guard)
   */
  beginSignUp(input: PasskeySignUp, client?: Client): Promise<BegunRegistration>;
  /**
   * Creates the user, with this passkey and the first session. The address is not verified.
   *
   * @param made what the authenticator made
   * @param input `metadata`, and `replaces`: session tokens of the request, whose sessions the new one replaces
   * @param client where the request comes from, for the session list, guards and events
   * @throws AuthError `flow_expired`, `user_exists`, `passkey_taken`, `invalid_passkey`, `invalid_input` (field
   * `name`), `sign_ups_closed`, `invalid_metadata`, `rate_limited`, `refused` (from a hook or guard)
   */
  signUp(
    made: VerifiedRegistration,
    input?: Pick<PasskeySignUp, "metadata"> & OpenOptions,
    client?: Client,
  ): Promise<SignedIn<Metadata>>;
  /**
   * Begins to add a passkey to the user of a session, which must have been proved in the last 5 minutes.
   *
   * @param token the session token
   * @throws AuthError `proof_required`, `refused` (the user has 100)
   */
  beginAdd(token: string): Promise<BegunRegistration>;
  /**
   * Adds a passkey to the user of the session that began it.
   *
   * @param token the session token
   * @param made what the authenticator made
   * @param client where the request comes from, for events
   * @throws AuthError `flow_expired`, `proof_required`, `passkey_taken`, `invalid_passkey`, `invalid_input` (field
   * `name`), `refused` (the user has 100, or from a hook)
   */
  add(token: string, made: VerifiedRegistration, client?: Client): Promise<Passkey>;
  /**
   * Begins to prove a session by a passkey of its user.
   *
   * @param token the session token
   * @throws AuthError `not_found` (the user has none)
   */
  beginProof(token: string): Promise<BegunProof>;
  /**
   * Renews the proof of a session by a passkey of its user. It opens no session.
   *
   * @param token the session token
   * @param assertion what the authenticator answered
   * @param client where the request comes from, for guards and events
   * @returns the session, with the new `provedAt` and the `methods` `["passkey"]`
   * @throws AuthError `flow_expired`, `invalid_credentials`, `rate_limited` (from a guard, with `retryAfter` in
   * seconds), `refused` (from a hook or guard)
   */
  prove(token: string, assertion: Assertion, client?: Client): Promise<Session>;
  /**
   * Lists the passkeys of the user of a session.
   *
   * @param token the session token
   */
  list(token: string): Promise<PasskeyList>;
  /**
   * The passkeys of the user of a session that `auth.getSession` has just found: a page that needs both then reads the
   * session once. It checks no credential: never give it what a client sent.
   *
   * @param session the session that `auth.getSession` found
   */
  listFor(session: Session): Promise<readonly Passkey[]>;
  /**
   * Gives a passkey of the user another name.
   *
   * @param token the session token
   * @param input `id`, and `name`: 1 to 64 characters
   * @param client where the request comes from, for events
   * @throws AuthError `invalid_input` (field `name`), `not_found` (the user has no such passkey), `refused` (from a
   * hook)
   */
  rename(token: string, input: { readonly id: string; readonly name: string }, client?: Client): Promise<void>;
  /**
   * Deletes a passkey of the user, unless it is the last way in. Sessions that were opened with it live on: end them
   * with `sessions(auth)`.
   *
   * @param token the session token
   * @param input `id`, and `currentPassword`, which a session needs that was not proved in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @throws AuthError `proof_required`, `invalid_password`, `password_too_long`, `invalid_credentials`, `last_way_in`,
   * `not_found` (the user has no such passkey), `rate_limited`, `refused` (from a hook or guard), `overloaded`
   */
  delete(
    token: string,
    input: { readonly id: string; readonly currentPassword?: string | undefined },
    client?: Client,
  ): Promise<void>;
}

/**
 * Passkeys of users, for the package that does the ceremonies.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { passkeyAccounts } from "@latchkey/core/passkeys";
 *
 * const { passkeys } = await passkeyAccounts(auth).list(token);
 * console.log(passkeys.map(({ name }) => name));
 * ```
 */
export function passkeyAccounts<Metadata>(auth: Auth<Metadata>): PasskeyAccounts<Metadata> {
  const context = contextOf(auth);
  const live = (token: string) => requireSession(context, token);
  const companion: PasskeyAccounts = {
    beginSignIn: () => newChallenge(context, "sign_in", { userId: null }),
    signIn: (assertion, client = UNKNOWN_CLIENT, options = {}) => signIn(context, { ...options, assertion, client }),
    beginSignUp: (input, client = UNKNOWN_CLIENT) => beginSignUp(context, input, client),
    signUp: (made, { metadata, replaces } = {}, client = UNKNOWN_CLIENT) =>
      signUp(context, { made, metadata, client, replaces }),
    beginAdd: async (token) => beginAdd(context, await live(token)),
    add: async (token, made, client = UNKNOWN_CLIENT) => add(context, await live(token), { made, client }),
    beginProof: async (token) => beginProof(context, await live(token)),
    prove: async (token, assertion, client = UNKNOWN_CLIENT) =>
      prove(context, await live(token), { assertion, client }),
    async list(token) {
      const { user } = await live(token);
      const { id, email } = user;
      return { passkeys: await list(context, id), userHandle: userHandle(context, id), email };
    },
    listFor: ({ userId }) => list(context, userId),
    rename: async (token, input, client = UNKNOWN_CLIENT) => rename(context, await live(token), { ...input, client }),
    delete: async (token, { id, currentPassword }, client = UNKNOWN_CLIENT) =>
      remove(context, await live(token), { id, proof: { currentPassword, client } }),
  };
  return companion as PasskeyAccounts<Metadata>;
}
