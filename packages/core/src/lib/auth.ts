import type { Client } from "./client.ts";
import type { AnyMetadata, WithMetadata } from "./input/metadata-types.ts";
import type { JsonObject } from "./json.ts";
import type { OpenOptions } from "./sessions/end-replaced.ts";
import type { Authenticated, SignedIn } from "./sessions/session.ts";
import type { SignInInput } from "./sign-in/sign-in.ts";
import type { SignUpInput } from "./sign-in/sign-up.ts";
import type { User } from "./user.ts";

/** Options of `auth.getSession`. */
export interface GetSessionOptions {
  /**
   * Whether you can hand a new token to the client. Only then does `sessionUse({ renewAfter })` renew the session.
   * Default `false`.
   */
  readonly renew?: boolean | undefined;
}

/**
 * One user pool: sign-up, sign-in, sign-out and sessions. `createAuth` makes it, and companions such as
 * `sessions(auth)` add to it.
 *
 * Failures are the same everywhere:
 * - A lookup that finds nothing returns `null`.
 * - A refused action throws an `AuthError` with a stable `code`.
 * - Storage that cannot be reached throws `AuthError` `storage_unavailable`. It is never `null`.
 * - A programming mistake throws a `TypeError`, for example a missing `secret`.
 *
 * `createAuth` infers the type arguments. `Auth` alone is any user pool:
 * - `Metadata`: what the `metadata` schema makes of user-written metadata. Default: any JSON object.
 * - `Claims`: what the `claims` option adds to tokens, as JSON. Default: any JSON object.
 * - `MetadataInput`: the `metadata` of a sign-up, as the schema takes it. Default: any object, `null` or nothing.
 */
export interface Auth<Metadata = JsonObject, Claims = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /** The name of the user pool. It is also the audience (`aud`) of its tokens. */
  readonly pool: string;
  /** How long sessions live, in seconds. */
  readonly session: {
    /** Seconds from sign-in or refresh to the end of a session. */
    readonly lifetime: number;
    /** Seconds from sign-in after which no refresh extends a session. */
    readonly maxLifetime: number;
  };
  /** Whether sign-up is open: the option `signUps`. */
  readonly signUps: boolean;
  /** How long a new password may be, in Unicode code points, so that a form can say so. */
  readonly passwordPolicy: {
    /** The fewest code points of a new password. */
    readonly minLength: number;
    /** The most code points of a password. */
    readonly maxLength: number;
  };

  /**
   * Creates a user and opens the first session: both or neither, in one storage step.
   *
   * @param input `email`, `password`, and `metadata` as the `metadata` option takes it
   * @param client where the request comes from, for the session list, guards and events. Give only what you trust.
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @returns the user, the session, and the token that the client must keep
   * @throws AuthError `sign_ups_closed`, `invalid_email`, `invalid_password`, `password_too_short`,
   * `password_too_long`, `password_too_common`, `invalid_metadata` (with `field`), `user_exists`, `rate_limited` (from
   * `rateLimit()`, with `retryAfter` in seconds), `refused` (from a hook or guard), `overloaded`,
   * `storage_unavailable`
   * @example
   * ```ts
   * const { user, token } = await auth.signUp({ email: "ada@example.com", password: "correct horse battery" });
   * ```
   */
  signUp(input: SignUpInput<MetadataInput>, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;

  /**
   * Opens a session for the right password. An unknown address, a wrong password and a disabled account give the same
   * error after the same work (OWASP Authentication Cheat Sheet, "Authentication and Error Messages").
   *
   * @param input `email` and `password`
   * @param client where the request comes from, for the session list, guards and events. Give only what you trust.
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @returns the user, the session, and the token that the client must keep
   * @throws AuthError `invalid_email`, `invalid_password`, `password_too_long`, `invalid_credentials`, `rate_limited`
   * (from `throttle()`, which is on by default, or `rateLimit()`, with `retryAfter` in seconds), `email_not_verified`
   * (from `requireVerifiedEmail()`), `refused` (from a hook or guard), `overloaded`, `storage_unavailable`
   * @example
   * ```ts
   * const { user, token } = await auth.signIn({ email: "ada@example.com", password: "correct horse battery" });
   * ```
   */
  signIn(input: SignInInput, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;

  /**
   * Ends the session of this token on the server. A token that is not valid any more has nothing to end, so you may
   * sign out twice.
   *
   * @param token the session token
   * @param client where the request comes from, for events
   * @throws AuthError `storage_unavailable`: the session may live on, so the client must keep its token and try again.
   * `refused` (from a hook).
   * @example
   * ```ts
   * await auth.signOut(token);
   * ```
   */
  signOut(token: string, client?: Client): Promise<void>;

  /**
   * Finds the user of a live session. Checks the signature, then reads storage once.
   *
   * @param token the session token
   * @returns the user, or `null` when the token is invalid or expired, or the session has ended
   * @throws AuthError `storage_unavailable`
   * @example
   * ```ts
   * const user = await auth.getUser(token);
   * if (!user) return new Response("Not signed in", { status: 401 });
   * ```
   */
  getUser(token: string | null | undefined): Promise<User<Metadata> | null>;

  /**
   * Finds the user, the session and the claims of a token. Checks the signature, then reads storage once.
   *
   * @param token the session token
   * @param options `renew`: whether you hand `renewed`, a new token, to the client
   * @returns `null` when the token is invalid or expired, or the session has ended
   * @throws AuthError `storage_unavailable`
   * @example
   * ```ts
   * const found = await auth.getSession(token);
   * if (found) console.log(found.user.email, found.session.expiresAt, found.claims);
   * ```
   */
  getSession(
    token: string | null | undefined,
    options?: GetSessionOptions,
  ): Promise<Authenticated<Metadata, Claims> | null>;

  /**
   * Checks the signature, the pool and the expiry of a token, without storage. It does not see that a session was ended
   * early: use `getUser` where that matters.
   *
   * @param token the session token
   * @returns whether the token is valid
   * @example
   * ```ts
   * if (!(await auth.verifyToken(token))) return new Response("Not signed in", { status: 401 });
   * ```
   */
  verifyToken(token: string | null | undefined): Promise<boolean>;
}
