import type { JsonObject } from "../json.ts";

/** A user as it is stored. Core has checked and normalized every field before a storage sees it. */
export interface UserRecord {
  /** UUID in lower case. */
  readonly id: string;
  /** The user pool. Pools share the tables and nothing else. */
  readonly pool: string;
  /** In canonical form. Unique within the pool. */
  readonly email: string;
  /** In canonical form. Unique within the pool; any number of users have none (`null`). */
  readonly username: string | null;
  /** Whether the user has proved to receive mail at `email`. */
  readonly emailVerified: boolean;
  /** What the user wrote: a JSON object of at most 16 KiB. */
  readonly metadata: JsonObject | null;
  /** What only the server writes: a JSON object of at most 16 KiB. */
  readonly appMetadata: JsonObject | null;
  /** A disabled user cannot sign in and has no live session. */
  readonly disabled: boolean;
  /**
   * A whole number from 1. A session is live only while its `version` equals this, so adding one ends every session.
   */
  readonly sessionVersion: number;
  /** When the user was created. */
  readonly createdAt: Date;
  /** When a field of the user or the password was last changed. */
  readonly updatedAt: Date;
}

/** A user and the password hash. */
export interface Credentials {
  /** The user. */
  readonly user: UserRecord;
  /**
   * Of the password: a self-describing string in the PHC format, like `$pbkdf2-sha512$i=100000$salt$hash`. A user
   * without a password has `!` and random characters, so that no password matches and each change is another value.
   */
  readonly passwordHash: string;
}

/** A session as it is stored. The token is not stored; its claim `sid` is the session's id. */
export interface SessionRecord {
  /** 96 random bits in base64url. */
  readonly id: string;
  /** The id of the user. */
  readonly userId: string;
  /** The user's `sessionVersion` when the session was opened. */
  readonly version: number;
  /** When the session was opened. */
  readonly createdAt: Date;
  /** The session is over from this moment on, unless it is extended before. */
  readonly expiresAt: Date;
  /** The absolute end: no extension goes beyond it. */
  readonly endsAt: Date;
  /** When the session was opened, extended or last recorded as used. */
  readonly lastUsedAt: Date;
  /**
   * When the user last proved to be the one, by the `methods`. Of a session from before storages kept it: 1970, which
   * is never recent.
   */
  readonly provedAt: Date;
  /** By what: `["password"]`, `["oauth:google"]`. At least one, each without a space. */
  readonly methods: readonly string[];
  /** The IP address from which it was opened, if known. */
  readonly address: string | null;
  /** The user agent with which it was opened, if known. */
  readonly agent: string | null;
}

/** A session and its user, read in one step. */
export interface SessionWithUser {
  /** The session. */
  readonly session: SessionRecord;
  /** The user of the session. */
  readonly user: UserRecord;
}
