import type { Client } from "./client.ts";

/** Everything that can change, told after it has. */
export type AuthEventType =
  | "user.created"
  | "user.updated"
  | "user.disabled"
  | "user.enabled"
  | "user.deleted"
  | "session.opened"
  | "session.refreshed"
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
  | "account.locked"
  | "account.unlocked";

/** What happened, to whom, when and from where. Never a password, a token or a key. */
export interface AuthEvent {
  readonly type: AuthEventType;
  readonly pool: string;
  /** `null` where no account is concerned, as when an unknown address is locked. */
  readonly userId: string | null;
  readonly sessionId: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly client: Client;
}

/** Everything that can be refused before it happens. */
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
  | "create_user"
  | "disable_user"
  | "enable_user"
  | "unlock_account";

/** What is about to happen. */
export interface AuthAction {
  readonly type: AuthActionType;
  readonly pool: string;
  /** The user, where one is known before. */
  readonly userId: string | null;
  readonly client: Client;
}

/** What did not succeed. Never what was typed: neither the password nor the name. */
export interface AuthFailure {
  /** A wrong password, an unknown name or a disabled account. What a guard refuses is told by the guard: `account.locked`. */
  readonly type: "sign_in.failed";
  readonly pool: string;
  /** The account that was tried, `null` where there is none of that name. */
  readonly userId: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly client: Client;
}

export interface Hooks {
  /** Runs before an action does anything, and is awaited; what it throws refuses the action. Throw `AuthError("refused", …)`. What it returns is ignored. */
  readonly before?: ((action: AuthAction) => any) | undefined;
  /** Runs after a change, and is awaited. The change stands, whatever this throws or returns: catch and report yourself. */
  readonly after?: ((event: AuthEvent) => any) | undefined;
  /**
   * Runs after a sign-in failed. The answer stands, whatever this throws, and waits for it: take as long for a `userId` that is
   * `null` as for any other, or the time of the answer tells who has an account.
   */
  readonly failed?: ((failure: AuthFailure) => any) | undefined;
}
