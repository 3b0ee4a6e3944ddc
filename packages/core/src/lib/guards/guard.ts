import type { Client } from "../client.ts";
import type { AuthEventType } from "../hooks.ts";
import type { Storage, UserRecord } from "../storage/storage.ts";

/**
 * What is asked for. `"sign_in"`: a session, for a password. `"reauthentication"`: a change, for the password of somebody whose
 * session or mailbox is proved already. `"sign_up"`: a new account. `"mail"`: a mail, like a link to reset the password.
 * At the last two no password is checked, so only `enter` is called.
 */
export type AttemptPurpose = "sign_in" | "reauthentication" | "sign_up" | "mail";

/** Somebody at a door. */
export interface Attempt {
  readonly pool: string;
  /**
   * One key for one account, whatever the door and the spelling: the user's id, or for an account that does not exist
   * the canonical name that was tried.
   */
  readonly account: string;
  /** The canonical e-mail address or user name that was given; for somebody with a session the user's id. */
  readonly name: string;
  /** Whether one account may be tried under two names: an e-mail address and a user name. */
  readonly hasUsernames: boolean;
  readonly client: Client;
  readonly purpose: AttemptPurpose;
  /** Milliseconds, by the auth's clock. */
  readonly now: number;
  readonly storage: Storage;
  /** Deletes a counter if the attempt succeeds, in the storage step that comes of it: for `pass`. */
  resetOnSuccess(counter: string): void;
  /** Runs this after a wrong password, before the answer: for `enter`. When it fails, so does the attempt. */
  onWrongPassword(step: () => Promise<void>): void;
  /** Refuses the password like a wrong one, whatever it is, after as much work: for `enter`. */
  treatAsWrongPassword(): void;
  /** Tells the application's hook, when the attempt is over. */
  emit(type: AuthEventType): Promise<void>;
}

/**
 * Steps in at every door. What it throws refuses the attempt.
 *
 * The order of an auth's guards makes no difference to what they count: those with `runsFirst` enter before the others,
 * and every guard hears of a right password, also when another refuses it.
 */
export interface Guard {
  /** Whether it enters before guards without this, so that what it refuses is not counted by them. */
  readonly runsFirst?: boolean | undefined;
  /**
   * Whether guesses under one name wait for each other, as far as they come to one process. Then as many right passwords
   * as may come at one moment are never more than one attempt under way. Not in Cloudflare Workers (decisions/003).
   */
  readonly oneAtATime?: boolean | undefined;
  /** Before anything is hashed or sent, known account or not. */
  onAttempt(attempt: Attempt): Promise<void>;
  /** After the right password, before anything comes of it. */
  onCorrectPassword(attempt: Attempt, user: UserRecord): Promise<void>;
}

/** Those that run first, then the others. */
export function orderGuards(guards: readonly Guard[]): readonly Guard[] {
  return guards.toSorted((a, b) => Number(b.runsFirst ?? false) - Number(a.runsFirst ?? false));
}
