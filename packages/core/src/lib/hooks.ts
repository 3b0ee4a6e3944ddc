import type { Client } from "./client.ts";

/** Every change that `hooks.after` hears of. */
export type AuthEventType =
  | "user.created"
  | "user.updated"
  | "user.disabled"
  | "user.enabled"
  | "user.deleted"
  | "session.opened"
  | "session.refreshed"
  | "session.proved"
  | "session.ended"
  | "sessions.ended"
  | "password.changed"
  | "password.reset_requested"
  | "password.reset"
  | "email.verification_requested"
  | "email.verified"
  | "email.change_requested"
  | "email.changed"
  | "api_key.created"
  | "api_key.deleted"
  | "identity.linked"
  | "identity.unlinked"
  | "passkey.added"
  | "passkey.renamed"
  | "passkey.deleted"
  | "passkey.cloned"
  | "second_factor.enabled"
  | "second_factor.disabled"
  | "second_factor.recovery_code_used"
  | "second_factor.recovery_codes_replaced"
  | "second_factor.devices_forgotten"
  | "sign_in.mail_requested"
  | "account.locked"
  | "account.unlocked";

/** A change that has happened. It holds ids alone, and so can be logged: no address, password, token or key. */
export interface AuthEvent {
  /** What has changed. */
  readonly type: AuthEventType;
  /** The user pool. */
  readonly pool: string;
  /** The id of the user. `null`: no account is concerned, as when an address without an account is locked. */
  readonly userId: string | null;
  /** The id of the session that was opened, extended or ended, or that made the change. `null`: there is none. */
  readonly sessionId: string | null;
  /** When it happened. ISO 8601 in UTC. */
  readonly at: string;
  /** Where the request came from. */
  readonly client: Client;
}

/** Every action that `hooks.before` can refuse. */
export type AuthActionType =
  | "sign_up"
  | "sign_in"
  | "sign_out"
  | "refresh"
  | "change_password"
  | "request_password_reset"
  | "reset_password"
  | "request_email_verification"
  | "verify_email"
  | "request_email_change"
  | "change_email"
  | "update_user"
  | "delete_user"
  | "create_api_key"
  | "delete_api_key"
  | "prove_session"
  | "link_identity"
  | "unlink_identity"
  | "add_passkey"
  | "rename_passkey"
  | "delete_passkey"
  | "enable_second_factor"
  | "disable_second_factor"
  | "replace_recovery_codes"
  | "request_mail_sign_in"
  | "create_user"
  | "disable_user"
  | "enable_user"
  | "unlock_account";

/**
 * An action that is about to happen. Like an event it holds ids alone, and so can be logged. To decide by the e-mail
 * address, write a `Guard`: it gets the address that was given as `name`, and the `purpose`, such as `"sign_up"`.
 */
export interface AuthAction {
  /** What is about to happen. */
  readonly type: AuthActionType;
  /** The user pool. */
  readonly pool: string;
  /** The id of the user. `null`: it is not known yet, as before a sign-in, or there is none. */
  readonly userId: string | null;
  /** Where the request comes from. */
  readonly client: Client;
}

/** A failed sign-in. It holds neither the password nor the name that was given. */
export interface AuthFailure {
  /**
   * A wrong password, an unknown name or a disabled account. A refusal by a guard is no failure: `throttle()` sends the
   * event `account.locked` instead.
   */
  readonly type: "sign_in.failed";
  /** The user pool. */
  readonly pool: string;
  /** The id of the user whose password was tried. `null`: no user has the name. */
  readonly userId: string | null;
  /** When it happened. ISO 8601 in UTC. */
  readonly at: string;
  /** Where the request came from. */
  readonly client: Client;
}

/**
 * Functions of the application that run before and after what changes accounts.
 *
 * They return `any` and not `unknown`, so that TypeScript infers the type of an auth without asking what its hooks
 * return. A hook can then use companions of the same auth.
 */
export interface Hooks {
  /**
   * Runs before an action does anything, and is awaited. What it throws refuses the action: throw
   * `new AuthError("refused", "…")`. What it returns is ignored.
   */
  readonly before?: ((action: AuthAction) => any) | undefined;
  /**
   * Runs after a change, and is awaited. What it throws or returns is ignored, because the change has happened: catch
   * and report errors yourself.
   */
  readonly after?: ((event: AuthEvent) => any) | undefined;
  /**
   * Runs after a failed sign-in, and is awaited. What it throws or returns is ignored. Take as long for a `userId` that
   * is `null` as for any other: otherwise the time of the answer tells which names have an account.
   */
  readonly failed?: ((failure: AuthFailure) => any) | undefined;
}
