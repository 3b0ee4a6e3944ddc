import type { AuthEventType } from "./hooks.ts";
import type { SessionRecord, SessionWithUser, Storage, UserRecord } from "./storage.ts";
import type { SessionClaims } from "./token.ts";

/** A live session at the moment somebody uses it. */
export interface UsedSession {
  readonly session: SessionRecord;
  readonly user: UserRecord;
  /** Of the token that it was used by. */
  readonly claims: SessionClaims;
  /** Milliseconds, by the auth's clock. */
  readonly now: number;
  /** For how long it is extended, in seconds. */
  readonly lifetime: number;
  readonly storage: Storage;
  /** A token from now on, for as long as the session has. */
  issue(session: SessionRecord): string;
  /** Asks the application's hook whether it may be extended. */
  allow(): Promise<void>;
  /** Tells the application's hook. */
  tell(type: AuthEventType): Promise<void>;
}

/** A session with a later end, and the token that says so. */
export interface ExtendedSession extends SessionWithUser {
  readonly token: string;
}

/** Steps in wherever a session is used. */
export interface SessionUse {
  /** @throws TypeError for what cannot work with sessions of so many seconds */
  check(lifetime: number): void;
  /** Whether a session is over before its time. */
  isOver(session: SessionRecord, now: number): boolean;
  /** Notes the use. Gives the session as it is then, extended only if that is asked for and due; `null`: it is over. */
  note(used: UsedSession, mayRenew: boolean): Promise<UsedSession | ExtendedSession | null>;
}
