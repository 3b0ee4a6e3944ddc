/**
 * The storage contract. Every method is one atomic step (one statement, or one batch), because not every
 * database has interactive transactions. Storage compares bytes and never decides what an identity is; a
 * method rejects when the database cannot be asked, and core turns that into `storage_unavailable`.
 *
 * What every storage keeps exactly: text that is well-formed and has no NUL, moments of whole milliseconds in the years 1
 * to 9999, JSON documents with the order of their keys. It rejects other text, other moments, and a limit that is no
 * whole number from 0. Ids of users and API keys are UUIDs in lower case; any other text is nobody's id. What a storage
 * reads and does not understand is a rejection too, never `null` or `false`.
 */

import type { JsonObject } from "../json.ts";
import type { Credentials, SessionRecord, SessionWithUser, UserRecord } from "./records.ts";

export type { Credentials, SessionRecord, SessionWithUser, UserRecord } from "./records.ts";

export interface UserStore {
  /** Adds the user, and the first session if there is one, or, when the pool has the e-mail or the user name already, nothing: `false`. */
  insert(credentials: Credentials, session: SessionRecord | null): Promise<boolean>;
  /** The same for the first user that a pool ever has. `false`: it has, or had, one. Of many callers at once, one succeeds. */
  insertFirst(credentials: Credentials, session: SessionRecord | null): Promise<boolean>;
  find(id: string): Promise<Credentials | null>;
  findByEmail(pool: string, email: string): Promise<Credentials | null>;
  findByUsername(pool: string, username: string): Promise<Credentials | null>;
  /** Oldest first, and by id where the moment is equal; those behind `after`, at most `limit`. */
  list(
    pool: string,
    after: { readonly createdAt: Date; readonly id: string } | null,
    limit: number,
  ): Promise<readonly UserRecord[]>;
  /** Compare-and-swap to a stronger hash of the same password. Sessions live on. `false`: it was changed meanwhile. */
  rehashPassword(id: string, from: string, to: string): Promise<boolean>;
  /**
   * A new password and the end of every session, and of every API key where `deletesApiKeys` says so; then `session` is
   * opened, of the version after. `null`: no such user, or `from` is not the hash.
   */
  setPassword(id: string, change: PasswordChange, session: SessionRecord | null): Promise<PasswordChanged | null>;
  /**
   * A new, confirmed address instead of this one. `false`: it is another by now, the pool has the new one already, or the
   * user has another `sessionVersion` than the one that is given: who asked is signed out.
   */
  changeEmail(id: string, from: string, to: string, at: Date, sessionVersion?: number): Promise<boolean>;
  /**
   * Changes what is given and leaves the rest. `false`: no such user, the pool has the user name already, or the user has
   * another `sessionVersion` than the one that is given.
   */
  update(id: string, changes: UserChanges, at: Date, sessionVersion?: number): Promise<boolean>;
  /** Disabling ends every session in the same statement. `false`: no such user. */
  setDisabled(id: string, disabled: boolean, at: Date): Promise<boolean>;
  /** Ends every session of the user. `false`: no such user. */
  endSessions(id: string): Promise<boolean>;
  /**
   * Removes the user, the sessions, the one-time tokens and the API keys. `false`, and nothing removed: no such user, or
   * one of another `sessionVersion` than the one that is given.
   */
  delete(id: string, sessionVersion?: number): Promise<boolean>;
}

export interface PasswordChange {
  /** The hash that it replaces; `null` replaces any. */
  readonly from: string | null;
  readonly to: string;
  /** Whether the change proves the e-mail address, as a reset does. */
  readonly provesEmail: boolean;
  /** Whether every API key of the user is removed. A key that is made at the same time is removed as well, or refused. */
  readonly deletesApiKeys: boolean;
  readonly at: Date;
}

export interface PasswordChanged {
  /** How many API keys went. */
  readonly deletedApiKeys: number;
}

export interface UserChanges {
  readonly username?: string | null;
  readonly metadata?: JsonObject | null;
  readonly appMetadata?: JsonObject | null;
}

export interface SessionStore {
  /**
   * Opens a session, unless the user is gone, disabled or has another `sessionVersion` by now: `false`. Resets these
   * counters in the same step, in either case.
   */
  insert(session: SessionRecord, counters: readonly string[]): Promise<boolean>;
  /** The session and its user in one read, expired or not: the caller's clock decides. */
  find(id: string): Promise<SessionWithUser | null>;
  /** Those of the user that are alive at `at`, newest first, at most 100. */
  list(userId: string, at: Date): Promise<readonly SessionRecord[]>;
  /**
   * Moves `expiresAt`, never past `endsAt`, and `lastUsedAt` to `at`. `null`: the session is not alive at `at`, or was not
   * used after `idleSince`. Of many callers at once all succeed, on one session.
   */
  extend(id: string, userId: string, extension: SessionExtension): Promise<SessionWithUser | null>;
  /** Notes that the session was used. */
  touch(id: string, at: Date): Promise<void>;
  /** Ends one session of this user. `false`: there was none. */
  delete(id: string, userId: string): Promise<boolean>;
  /** Ends the user's sessions but one; returns how many went. */
  deleteOthers(userId: string, keptId: string): Promise<number>;
}

export interface SessionExtension {
  readonly expiresAt: Date;
  readonly at: Date;
  /** `null`: it need not have been used. */
  readonly idleSince: Date | null;
  /** The session of a user of another pool is not extended. */
  readonly pool: string;
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
  /**
   * Adds a token, or replaces the one with its hash. Keeps so many tokens of the user and purpose, those that expire last.
   * Adds nothing for a user that is not there.
   *
   * @param keep default 3
   */
  put(token: OneTimeToken, keep?: number): Promise<void>;
  /**
   * Removes and returns a token that is still good at `at`, and removes every other token of its user and purpose in the
   * same step. Of many callers at once, with the same token or with different ones, one gets a token.
   */
  take(hash: string, purpose: string, pool: string, at: Date): Promise<OneTimeToken | null>;
}

export interface Count {
  readonly count: number;
  readonly resetsAt: Date;
}

export interface CounterStore {
  /** Adds one and returns the sum, atomically. A window that is over at `at` starts again and lasts until `resetsAt`. */
  add(key: string, at: Date, resetsAt: Date): Promise<Count>;
  /** Moves the end of a counter's window to `resetsAt`, never back. A counter that is not there stays so. */
  extend(key: string, resetsAt: Date): Promise<void>;
  reset(key: string): Promise<void>;
}

export interface ApiKeyRecord {
  /** UUID. */
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the key, base64url. The key itself is never stored. */
  readonly hash: string;
  readonly name: string;
  /** The first characters of the key, by which its owner recognises it. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface ApiKeyWithUser {
  readonly key: ApiKeyRecord;
  readonly user: UserRecord;
}

export interface ApiKeyStore {
  /**
   * `false`: no such user, or one of another `sessionVersion` by now: who asked for the key is signed out. A change of the
   * version that is under way at the same time either refuses the key, or comes after it and sees it.
   */
  insert(key: ApiKeyRecord, sessionVersion: number): Promise<boolean>;
  /** The key and its user in one read, expired or not: the caller's clock decides. */
  find(hash: string): Promise<ApiKeyWithUser | null>;
  /** Newest first, at most 100. */
  list(userId: string): Promise<readonly ApiKeyRecord[]>;
  touch(id: string, at: Date): Promise<void>;
  /** `false`: the user has no such key. */
  delete(id: string, userId: string): Promise<boolean>;
  /** Removes every key of the user; returns how many went. */
  deleteAll(userId: string): Promise<number>;
}

export interface Storage {
  /** The milliseconds that one method takes at the most. */
  readonly timeoutMs?: number | undefined;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly tokens: OneTimeTokenStore;
  readonly counters: CounterStore;
  readonly apiKeys: ApiKeyStore;
  /** Brings the schema up to date. Safe to repeat, and in many processes at once. */
  migrate(): Promise<void>;
  /** Deletes at most `limit` rows of each kind that expired before `before`; returns how many went. */
  sweep(before: Date, limit: number): Promise<number>;
  /** Releases what the storage opened itself; a database that was handed in stays open. */
  close(): Promise<void>;
}
