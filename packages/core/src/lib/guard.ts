import type { Client } from "./client.ts";
import type { AuthEventType } from "./hooks.ts";
import type { Storage, UserRecord } from "./storage.ts";

/** Somebody at a door that checks a password. */
export interface Attempt {
  readonly pool: string;
  /**
   * One key for one account, whatever the door and the spelling: the user's id, or for an account that does not exist
   * the canonical name that was tried.
   */
  readonly account: string;
  readonly client: Client;
  /** What the password opens: a session, or a change by somebody whose session or mailbox is proved already. */
  readonly door: "sign_in" | "account";
  /** Milliseconds, by the auth's clock. */
  readonly now: number;
  readonly storage: Storage;
  /** Deletes a counter if the attempt succeeds, in the storage step that comes of it: for `pass`. */
  setBack(counter: string): void;
  /** Tells the application's hook. */
  tell(type: AuthEventType): Promise<void>;
}

/** Steps in wherever a password is checked. What it throws refuses the attempt. */
export interface Guard {
  /** Before anything is hashed, known account or not. */
  enter(attempt: Attempt): Promise<void>;
  /** After the right password, before anything comes of it. */
  pass(attempt: Attempt, user: UserRecord): Promise<void>;
}
