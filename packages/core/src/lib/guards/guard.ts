import type { Client } from "../client.ts";
import type { AuthError } from "../errors.ts";
import type { AuthEventType } from "../hooks.ts";
import type { Storage, UserRecord } from "../storage/storage.ts";

/**
 * What an attempt is for.
 *
 * - `"sign_in"`: a session, for a password.
 * - `"reauthentication"`: a change to an account, for the password of a user who already has a session or a mailed
 *   token.
 * - `"sign_up"`: a new account. No password is checked, so only `onAttempt` is called.
 * - `"mail"`: a mail, like a link to reset the password. No password is checked, so only `onAttempt` is called.
 * - `"identity"`: a session, for an account at a provider. No password is checked, so only `onAttempt` is called.
 * - `"passkey"`: a session or a proof, for a passkey. No password is checked, so only `onAttempt` is called.
 * - `"second_factor"`: a code of the second factor, or a recovery code. `account` is the user's id. A right one counts
 *   as a correct password, a wrong one as a wrong password.
 * - `"mail_sign_in"`: a session or a proof, for a link or a code of a mail. Only `onAttempt` is called.
 */
export type AttemptPurpose =
  | "sign_in"
  | "reauthentication"
  | "sign_up"
  | "mail"
  | "identity"
  | "passkey"
  | "second_factor"
  | "mail_sign_in";

/** A session that is about to be opened, whatever the way in. */
export interface SessionOpening {
  /** The user pool: the option `pool` of `createAuth`. */
  readonly pool: string;
  /** Whose session it is. After a sign-up the user is not stored yet. */
  readonly user: UserRecord;
  /** By what the user has proved to be the one: `["password"]`, `["oauth:google"]`, `["mail"]` after a reset. */
  readonly methods: readonly string[];
  /**
   * - `"sign_in"`: the user has no session yet. A reset of the password counts, too.
   * - `"sign_up"`: the first session of a new user.
   * - `"renewal"`: the session takes the place of a live one of the same user, after a new password or the proof of the
   *   address.
   */
  readonly purpose: "sign_in" | "sign_up" | "renewal";
  /**
   * Whether an account whose address was never proved is taken over by who reads its mail: what others have added to
   * it, such as a second factor, is deleted in the same step.
   */
  readonly takesOver?: boolean | undefined;
  /** What the browser has of a trusted device, sealed: `trustedDevice` of `OpenOptions`. */
  readonly trustedDevice?: string | undefined;
  /** Where the request came from. */
  readonly client: Client;
  /** Milliseconds since 1970, by the clock of the auth. */
  readonly now: number;
  /** The storage of the auth. */
  readonly storage: Storage;
}

/** What `beforeSession` may say about a session that it does not refuse. */
export interface SessionVerdict {
  /**
   * Holds the session back: the rest of the step still happens, such as a new account or a new password, and then the
   * caller gets this error instead of the session.
   */
  readonly error?: AuthError | undefined;
  /** What else proves that it is the user: one more of the session's `methods`. */
  readonly adds?: string | undefined;
}

/** A way in that is about to be added to an account: see `Guard.beforeWayIn`. */
export interface WayInAddition {
  /** The user pool: the option `pool` of `createAuth`. */
  readonly pool: string;
  /** Whose account it is. */
  readonly user: UserRecord;
  /** As sessions will name it: `"passkey"`, `"oauth:google"`. */
  readonly method: string;
  /** By what the session has proved last that it is the user. None: no session asks for it. */
  readonly provedBy: readonly string[];
  /** The storage of the auth. */
  readonly storage: Storage;
}

/** One attempt to sign in, to sign up, to confirm a password or to have a mail sent: what a guard decides about. */
export interface Attempt {
  /** The user pool: the option `pool` of `createAuth`. */
  readonly pool: string;
  /**
   * One key per account, whatever the purpose and the spelling of the name: the user's id, or for an account that
   * does not exist the canonical name that was given.
   */
  readonly account: string;
  /** The canonical e-mail address or user name that was given; for a user with a session the user's id. */
  readonly name: string;
  /**
   * Whether one account can be tried under two names, an e-mail address and a user name: `usernames(auth)` is in use.
   */
  readonly hasUsernames: boolean;
  /** Where the request came from. */
  readonly client: Client;
  /** What the attempt is for. */
  readonly purpose: AttemptPurpose;
  /** Milliseconds since 1970, by the clock of the auth. */
  readonly now: number;
  /** The storage of the auth. Guards count in `storage.counters`, which may be in another database. */
  readonly storage: Storage;
  /**
   * Deletes a counter if the attempt succeeds, in the same storage step as the success, or right before it where
   * counters are in another database. Call it in `onCorrectPassword`.
   *
   * @param counter the key under which `storage.counters` has it
   */
  resetOnSuccess(counter: string): void;
  /**
   * Runs `step` if the password is wrong, before the answer. If `step` rejects, so does the attempt. Call it in
   * `onAttempt`.
   */
  onWrongPassword(step: () => Promise<void>): void;
  /**
   * Refuses the attempt with `invalid_credentials`, after as much work as for a wrong password, whether the password is
   * right or not. Call it in `onAttempt`.
   */
  treatAsWrongPassword(): void;
  /** Sends an event about this account to `hooks.after`, once the attempt is over. */
  emit(type: AuthEventType): Promise<void>;
}

/**
 * Decides whether an attempt may go on: `createAuth({ guards: [throttle(), rateLimit()] })`. What a guard throws
 * refuses the attempt; throw an `AuthError`, like `new AuthError("refused", "Not from here")`.
 *
 * The order in the list does not change what guards count: guards with `runsFirst` come before the others, and every
 * guard hears of a correct password, also when another guard refuses the attempt.
 *
 * A guard runs while the attempt has a place in the queue for password hashing: it must not wait for another sign-in.
 *
 * @example
 * ```ts
 * import { AuthError, type Guard } from "@latchkey/core";
 *
 * const noSignUpsFrom = (blocked: ReadonlySet<string>): Guard => ({
 *   async onAttempt({ purpose, client }) {
 *     if (purpose === "sign_up" && client.address !== null && blocked.has(client.address))
 *       throw new AuthError("refused", "Not from here");
 *   },
 *   async onCorrectPassword() {},
 * });
 * ```
 */
export interface Guard {
  /**
   * Whether this guard comes before guards without this flag, so that they do not count what it refuses. Default
   * `false`.
   */
  readonly runsFirst?: boolean | undefined;
  /**
   * Whether attempts under one name wait for each other within one process. A user who signs in on several devices at
   * the same moment then never counts as more than one open attempt. Cloudflare Workers ignore it (decisions/003).
   * Default `false`.
   */
  readonly oneAtATime?: boolean | undefined;
  /**
   * Runs for each attempt, before anything is hashed or sent, whether the account exists or not.
   *
   * @throws whatever refuses the attempt
   */
  onAttempt(attempt: Attempt): Promise<void>;
  /**
   * Runs after a correct password, before a session is opened or anything is changed.
   *
   * @throws whatever refuses the attempt
   */
  onCorrectPassword(attempt: Attempt, user: UserRecord): Promise<void>;
  /**
   * Runs before any session is opened, whatever the way in, so that no way in can go round the guard. Nothing has been
   * written then. Default: every session may be opened.
   *
   * @returns nothing, or what holds for the session
   * @throws whatever refuses the session, and everything that would come with it
   */
  beforeSession?: ((opening: SessionOpening) => Promise<SessionVerdict | void>) | undefined;
  /**
   * Runs before a passkey or an account at a provider is added to an account that is there already. Default: each may
   * be added.
   *
   * @returns nothing, or why it may not
   */
  beforeWayIn?: ((addition: WayInAddition) => Promise<AuthError | void>) | undefined;
}

/** Guards with `runsFirst`, then the others. */
export function orderGuards(guards: readonly Guard[]): readonly Guard[] {
  return guards.toSorted((a, b) => Number(b.runsFirst ?? false) - Number(a.runsFirst ?? false));
}
