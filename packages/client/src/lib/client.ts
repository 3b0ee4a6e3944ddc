import type { AccountActions } from "./account.ts";
import type { ApiKeyActions } from "./api-keys.ts";
import type { EmailActions } from "./email.ts";
import type { Methods } from "./methods.ts";
import type { PasswordActions } from "./password.ts";
import type { SessionStore } from "./session-store.ts";
import type { SessionActions } from "./sessions.ts";
import type { JsonObject, User } from "./user.ts";

/** What `signUp` takes. With `username` it needs a server that has user names. */
export interface SignUpInput<MetadataInput = JsonObject> {
  /** The e-mail address. */
  readonly email: string;
  /** The password. */
  readonly password: string;
  /** 3 to 32 letters, digits, `.`, `_` or `-`. */
  readonly username?: string | undefined;
  /** What the application wants to know about the user: a JSON object. */
  readonly metadata?: MetadataInput | null | undefined;
}

/** Signing in by e-mail address. */
export interface EmailSignIn {
  /** The e-mail address. */
  readonly email: string;
  /** Not beside `email`. */
  readonly username?: undefined;
  /** The password. */
  readonly password: string;
}

/** Signing in by user name, where the server has user names. */
export interface UsernameSignIn {
  /** The user name. Case does not matter. */
  readonly username: string;
  /** Not beside `username`. */
  readonly email?: undefined;
  /** The password. */
  readonly password: string;
}

/** What `signIn` takes. */
export type SignInInput = EmailSignIn | UsernameSignIn;

/** What `refresh` answers. */
export interface RefreshedSession<Metadata = JsonObject> {
  /** The user of the session. */
  readonly user: User<Metadata>;
  /** When the session ends if nothing extends it. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/**
 * A client of one server. Its methods can be taken off it: `const { signIn } = client`. Each rejects with a
 * `LatchkeyError`: beside the codes that it lists, with `network`, `internal`, `storage_unavailable`,
 * `forbidden_origin`, `refused` and `invalid_request`.
 *
 * `session` follows by itself: whatever signs somebody in or out, here or in another tab, is seen by its subscribers.
 */
export interface Client<Metadata = JsonObject, MetadataInput = Metadata> {
  /** Where the routes are, without a slash at the end. */
  readonly baseUrl: string;
  /** Who is signed in. */
  readonly session: SessionStore<Metadata>;
  /** Forgotten and changed passwords. */
  readonly password: PasswordActions<Metadata>;
  /** Verified and changed e-mail addresses. */
  readonly email: EmailActions<Metadata>;
  /** The sessions of the user. */
  readonly sessions: SessionActions;
  /** What users do with their account. */
  readonly account: AccountActions<Metadata, MetadataInput>;
  /** The API keys of the user. */
  readonly apiKeys: ApiKeyActions;
  /**
   * Creates an account and signs in.
   *
   * @throws LatchkeyError `invalid_email`, `invalid_username`, `invalid_password`, `password_too_short`,
   * `password_too_long`, `password_too_common`, `invalid_metadata` (these with `field`), `user_exists`,
   * `username_taken`, `sign_ups_closed`, `rate_limited` (with `retryAfter`), `overloaded`
   */
  signUp(input: SignUpInput<MetadataInput>): Promise<User<Metadata>>;
  /**
   * Signs in.
   *
   * @throws LatchkeyError `invalid_credentials` (the account is unknown or disabled, or the password is wrong),
   * `invalid_email`, `invalid_username`, `email_not_verified`, `rate_limited` (with `retryAfter`), `overloaded`
   */
  signIn(input: SignInInput): Promise<User<Metadata>>;
  /**
   * Signs out. While the server cannot end the session, this rejects, and the user is still signed in: nothing that
   * only looks like signing out.
   */
  signOut(): Promise<void>;
  /**
   * Extends the session.
   *
   * @throws LatchkeyError `unauthenticated`
   */
  refresh(): Promise<RefreshedSession<Metadata>>;
  /**
   * Proves once more that it is the user, and opens no session. For five minutes, what hurts then needs no password.
   *
   * @throws LatchkeyError `invalid_credentials` (the password is wrong), `unauthenticated`, `rate_limited` (with
   * `retryAfter`), `overloaded`
   */
  prove(input: { readonly password: string }): Promise<void>;
  /** What the server offers. It is asked once. */
  methods(): Promise<Methods>;
  /**
   * Sends JSON to a route and returns the JSON of its answer. For routes that have no method here.
   *
   * @param path below the base URL: `"/invitations"`. Never take it from outside, because the session goes along
   * @throws LatchkeyError
   */
  request<Answer>(method: string, path: `/${string}`, body?: object): Promise<Answer>;
  /**
   * Posts to a route that opens a session, and signs its user in. For other ways to sign in.
   *
   * @param see gets the answer, for what it has beside the user
   * @throws LatchkeyError
   */
  openSession(path: `/${string}`, body?: object, see?: (answer: object) => void): Promise<User<Metadata>>;
  /**
   * Posts to a route that ends the session, and signs the user out.
   *
   * @throws LatchkeyError
   */
  endSession(path: `/${string}`, body?: object): Promise<void>;
}
