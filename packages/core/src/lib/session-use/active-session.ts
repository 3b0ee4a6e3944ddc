import type { AuthEventType } from "../hooks.ts";
import type { SessionWithUser, Storage } from "../storage/storage.ts";
import type { SessionClaims } from "../token/token.ts";

/** A session that is to be extended, known by its token alone. */
export interface SessionRenewal {
  /** Of the token that it is used by. */
  readonly claims: SessionClaims;
  /** Milliseconds, by the auth's clock. */
  readonly now: number;
  /** For how long it is extended, in seconds. */
  readonly lifetime: number;
  /** A session that was not used since is over. `null`: it need not be used. */
  readonly idleSince: Date | null;
  /** Sessions of other pools are nobody's. */
  readonly pool: string;
  readonly storage: Storage;
  /** A token from now on, for as long as the session has. */
  issue(found: SessionWithUser): string;
  /** Asks the application's hook whether it may be extended. */
  authorize(): Promise<void>;
  /** Tells the application's hook. */
  emit(type: AuthEventType): Promise<void>;
}

/** A live session at the moment somebody uses it. */
export interface ActiveSession extends SessionRenewal, SessionWithUser {}

/** A session with a later end, and the token that says so. */
export interface RenewedSession extends SessionWithUser {
  readonly token: string;
}

/** Steps in wherever a session is used. */
export interface SessionUse {
  /** @throws TypeError for what cannot work with sessions of so many seconds */
  requireLifetime(lifetime: number): void;
  /** A session that was not used since then is over before its time. `null`: none is. */
  idleSince(now: number): Date | null;
  /** Notes the use. Gives the session as it is then, extended only if that is asked for and due; `null`: it is over. */
  recordActivity(used: ActiveSession, mayRenew: boolean): Promise<ActiveSession | RenewedSession | null>;
}
