import type { UserRecord } from "./records.ts";

/** An API key as it is stored. */
export interface ApiKeyRecord {
  /** UUID in lower case. */
  readonly id: string;
  /** The id of the user. */
  readonly userId: string;
  /** SHA-256 of the key in base64url. The key itself is never stored. */
  readonly hash: string;
  /** What the user calls it. */
  readonly name: string;
  /** The first characters of the key, so that its owner can tell keys apart. */
  readonly hint: string;
  /** What the key may do. The application gives them a meaning. */
  readonly scopes: readonly string[];
  /** When the key was created. */
  readonly createdAt: Date;
  /** The key is no longer good from this moment on. `null`: it does not expire. */
  readonly expiresAt: Date | null;
  /** When it was last recorded as used. */
  readonly lastUsedAt: Date | null;
}

/** An API key and its user, read in one step. */
export interface ApiKeyWithUser {
  /** The key. */
  readonly key: ApiKeyRecord;
  /** The user who owns the key. */
  readonly user: UserRecord;
}

/** API keys. Every method is one atomic step. */
export interface ApiKeyStore {
  /**
   * Adds a key, if its user still has this `sessionVersion`: a user who was signed out in the meantime makes no key.
   * A change of the version at the same moment either comes first, and the key is refused, or comes after and sees
   * the key.
   *
   * @returns `false`, and nothing is added: the user is gone or has another `sessionVersion`
   * @throws when the id or the hash is in use
   */
  insert(key: ApiKeyRecord, sessionVersion: number): Promise<boolean>;
  /** The key and its user in one read, expired or not: the caller compares with its own clock. */
  find(hash: string): Promise<ApiKeyWithUser | null>;
  /** The user's keys, the newest first, at most 100. */
  list(userId: string): Promise<readonly ApiKeyRecord[]>;
  /** Sets `lastUsedAt`. Does nothing when there is no such key. */
  touch(id: string, at: Date): Promise<void>;
  /**
   * Deletes one key of a user.
   *
   * @returns `false`: the user has no such key
   */
  delete(id: string, userId: string): Promise<boolean>;
  /** Deletes every key of a user. Returns how many. */
  deleteAll(userId: string): Promise<number>;
}
