/**
 * The storage contract. Every method is one atomic step (one statement, or one batch), because not every
 * database has interactive transactions. Storage compares bytes and never decides what an identity is; a
 * method rejects when the database cannot be asked, and core turns that into `storage_unavailable`.
 */

import type { JsonObject } from "./json.ts";

export interface UserRecord {
  /** UUID, lower case. */
  readonly id: string;
  readonly pool: string;
  /** Canonical form, unique within the pool. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly metadata: JsonObject | null;
  readonly disabled: boolean;
  /** Sessions opened under an older version are dead. */
  readonly sessionVersion: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Credentials {
  readonly user: UserRecord;
  /** A self-describing PHC string. */
  readonly passwordHash: string;
}

export interface SessionRecord {
  /** 96 random bits in base64url. */
  readonly id: string;
  readonly userId: string;
  /** The user's `sessionVersion` when the session was opened. */
  readonly version: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SessionWithUser {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}

export interface UserStore {
  /** Adds the user and the first session together or, when the pool has the e-mail already, neither: `false`. */
  insert(credentials: Credentials, session: SessionRecord): Promise<boolean>;
  findByEmail(pool: string, email: string): Promise<Credentials | null>;
  /** Compare-and-swap to a stronger hash of the same password. Sessions live on. `false`: it was changed meanwhile. */
  rehashPassword(id: string, from: string, to: string): Promise<boolean>;
  /** A new password and, in the same statement, the end of every session. `false`: no such user. */
  setPassword(id: string, passwordHash: string, at: Date): Promise<boolean>;
  /** Disabling ends every session in the same statement. `false`: no such user. */
  setDisabled(id: string, disabled: boolean, at: Date): Promise<boolean>;
  /** Ends every session of the user. `false`: no such user. */
  endSessions(id: string): Promise<boolean>;
  /** Removes the user, the sessions and the one-time tokens. `false`: no such user. */
  delete(id: string): Promise<boolean>;
}

export interface SessionStore {
  /** Opens a session, unless the user is gone, disabled or has another `sessionVersion` by now: `false`. */
  insert(session: SessionRecord): Promise<boolean>;
  /** The session and its user in one read, expired or not: the caller's clock decides. */
  find(id: string): Promise<SessionWithUser | null>;
  /** Ends one session of this user. `false`: there was none. */
  delete(id: string, userId: string): Promise<boolean>;
}

export interface OneTimeToken {
  /** SHA-256 of the secret, base64url. The secret itself is never stored. */
  readonly hash: string;
  /** What the token is for; a token of one purpose serves no other. */
  readonly purpose: string;
  readonly pool: string;
  readonly userId: string;
  readonly payload: JsonObject | null;
  readonly expiresAt: Date;
}

export interface OneTimeTokenStore {
  /** Keeps only the newest token of a user and purpose. */
  put(token: OneTimeToken): Promise<void>;
  /** Removes and returns a token that is still good at `at`. Of many callers at once, one gets it. */
  take(hash: string, purpose: string, pool: string, at: Date): Promise<OneTimeToken | null>;
}

export interface Count {
  readonly count: number;
  readonly resetsAt: Date;
}

export interface CounterStore {
  /** Adds one and returns the sum, atomically. A window that is over at `at` starts again and lasts until `resetsAt`. */
  add(key: string, at: Date, resetsAt: Date): Promise<Count>;
  reset(key: string): Promise<void>;
}

export interface Storage {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly tokens: OneTimeTokenStore;
  readonly counters: CounterStore;
  /** Brings the schema up to date. Safe to repeat, and in many processes at once. */
  migrate(): Promise<void>;
  /** Deletes at most `limit` rows of each kind that expired before `before`; returns how many went. */
  sweep(before: Date, limit: number): Promise<number>;
  /** Releases what the storage opened itself; a database that was handed in stays open. */
  close(): Promise<void>;
}
