import type { JsonObject } from "../json.ts";
import type { ApiKeyRecord } from "./api-key-store.ts";
import type { FactorRecord } from "./factor-store.ts";
import type { IdentityRecord } from "./identity-store.ts";
import type { OneTimeToken } from "./one-time-token-store.ts";
import type { PasskeyRecord } from "./passkey-store.ts";
import type { Credentials, SessionRecord, UserRecord } from "./records.ts";

/** Users and their password hashes. Every method is one atomic step. */
export interface UserStore {
  /**
   * Adds a user, and the first session if there is one. The session gets the user's `sessionVersion`.
   *
   * @returns `false`, and nothing is added: the pool has the e-mail address or the user name already
   * @throws when the id of the user or of the session is in use
   */
  insert(credentials: Credentials, session: SessionRecord | null): Promise<boolean>;
  /**
   * The same as `insert`, but only for the first user that a pool ever has: of concurrent callers one succeeds.
   *
   * @returns `false`, and nothing is added: the pool has a user, or had one that was deleted
   */
  insertFirst(credentials: Credentials, session: SessionRecord | null): Promise<boolean>;
  /** The user with this id, of any pool. `null` also for text that is not a UUID in lower case. */
  find(id: string): Promise<Credentials | null>;
  /** Everything that is stored about a user, for handing it out. At most 100 API keys, identities and passkeys. */
  records(id: string): Promise<UserRecords | null>;
  /** The user of the pool with exactly this e-mail address. */
  findByEmail(pool: string, email: string): Promise<Credentials | null>;
  /** The user of the pool with exactly this user name. */
  findByUsername(pool: string, username: string): Promise<Credentials | null>;
  /**
   * Users of a pool, the oldest first; users of the same moment in the order of their ids.
   *
   * @param after the last user of the page before: only users later in that order are returned. `null`: the first page
   * @param limit how many at most: a whole number from 0, else it rejects
   */
  list(
    pool: string,
    after: { readonly createdAt: Date; readonly id: string } | null,
    limit: number,
  ): Promise<readonly UserRecord[]>;
  /**
   * Users of a pool by the beginning of a name, in the order of that name, byte by byte. Each of the four combinations
   * of `disabled` and `emailVerified` is a search of its own, so that each reads an index.
   *
   * @param search.limit how many at most: a whole number from 0, else it rejects
   */
  search(pool: string, search: UserSearch): Promise<readonly UserRecord[]>;
  /**
   * Replaces the hash by a stronger hash of the same password (compare and swap). Sessions stay live, and `updatedAt`
   * stays.
   *
   * @returns `false`: there is no such user, or the stored hash is not `from`
   */
  rehashPassword(id: string, from: string, to: string): Promise<boolean>;
  /**
   * Sets a new password and ends every session of the user by adding one to `sessionVersion`. Deletes the user's API
   * keys and ways in where `change` asks for it. Then opens `session`, if there is one, under the new version,
   * unless the user is disabled.
   *
   * @returns `null`, and nothing is changed: there is no such user, or the stored hash is not `change.from`
   */
  setPassword(id: string, change: PasswordChange, session: SessionRecord | null): Promise<PasswordChanged | null>;
  /**
   * Replaces the e-mail address by one that the user has proved: `emailVerified` becomes `true`.
   *
   * @returns `false`, and nothing is changed: the user is gone, has an address other than `change.from` or another
   * `sessionVersion`, or the pool has `change.to` already
   */
  changeEmail(id: string, change: EmailAddressChange): Promise<boolean>;
  /**
   * Changes the fields that are given and leaves the others as they are.
   *
   * @returns `false`, and nothing is changed: the user is gone or has another `sessionVersion`, or another user of the
   * pool has the user name or the e-mail address
   */
  update(id: string, changes: UserChanges, write: UserWrite): Promise<boolean>;
  /**
   * Disables or enables a user. Disabling also ends every session, by adding one to `sessionVersion`.
   *
   * @param at becomes `updatedAt`
   * @returns `false`: there is no such user
   */
  setDisabled(id: string, disabled: boolean, at: Date): Promise<boolean>;
  /**
   * Disables a user as `setDisabled` does, unless nobody else of the pool is enabled. Of concurrent callers that would
   * disable or delete the last two so, one is refused.
   *
   * @returns `"last"` and `"none"` (there is no such user): nothing is changed
   */
  disableUnlessLast(id: string, at: Date): Promise<"done" | "last" | "none">;
  /**
   * Ends every session of the user, by adding one to `sessionVersion`. A sign-in that is under way opens none either.
   *
   * @returns `false`: there is no such user
   */
  endSessions(id: string): Promise<boolean>;
  /**
   * Deletes the user with all sessions, one-time tokens, API keys, identities, passkeys and the second factor.
   *
   * @param sessionVersion if given, the user must still have it
   * @returns `false`, and nothing is deleted: the user is gone or has another `sessionVersion`
   */
  delete(id: string, sessionVersion?: number): Promise<boolean>;
  /**
   * Deletes a user as `delete` does, unless the user is enabled and nobody else of the pool is.
   *
   * @returns `"last"` and `"none"` (the user is gone or has another `sessionVersion`): nothing is deleted
   */
  deleteUnlessLast(id: string, sessionVersion?: number): Promise<"done" | "last" | "none">;
}

/** Everything that is stored about a user. */
export interface UserRecords extends Credentials {
  /** Also those that are over and not swept away yet, the newest first. */
  readonly sessions: readonly SessionRecord[];
  /** The same, in no order. */
  readonly tokens: readonly OneTimeToken[];
  /** The newest first. */
  readonly apiKeys: readonly ApiKeyRecord[];
  /** The oldest first. */
  readonly identities: readonly IdentityRecord[];
  /** The oldest first. */
  readonly passkeys: readonly PasskeyRecord[];
  /** The second factor. `null`: there is none. */
  readonly factor: FactorRecord | null;
}

/** Which users to search for. */
export interface UserSearch {
  /** The name that is compared. */
  readonly by: "email" | "username";
  /** How the name begins. An empty text: every user who has such a name. */
  readonly prefix: string;
  /** Only names after this one, which begins with `prefix`: the last of the page before. `null`: the first page. */
  readonly after: string | null;
  /** Whether the user is disabled. */
  readonly disabled: boolean;
  /** Whether the address is verified. */
  readonly emailVerified: boolean;
  /** How many at most. */
  readonly limit: number;
}

/** When a user is changed, and on which condition. */
export interface UserWrite {
  /** Becomes `updatedAt`. */
  readonly at: Date;
  /** If given, the user must still have it: a user who was signed out in the meantime changes nothing. */
  readonly sessionVersion?: number | undefined;
}

/** A new e-mail address in the place of another. */
export interface EmailAddressChange extends UserWrite {
  /** The address that the user must have now. */
  readonly from: string;
  /** The new address. */
  readonly to: string;
}

/** A new password and what comes with it. */
export interface PasswordChange {
  /** The hash that must be stored now; `null` replaces any. */
  readonly from: string | null;
  /** The new hash. */
  readonly to: string;
  /** Whether the change proves the e-mail address, as a reset by mail does: `emailVerified` becomes `true`. */
  readonly provesEmail: boolean;
  /**
   * Whether every API key of the user is deleted. A key that is made at the same time is deleted as well, or refused.
   */
  readonly deletesApiKeys: boolean;
  /** The same for identities, passkeys and the second factor. */
  readonly deletesWaysIn: boolean;
  /** Becomes `updatedAt`. */
  readonly at: Date;
}

/** What a password change did. */
export interface PasswordChanged {
  /** How many API keys were deleted. */
  readonly deletedApiKeys: number;
  /** How many identities were deleted. */
  readonly deletedIdentities: number;
  /** How many passkeys were deleted. */
  readonly deletedPasskeys: number;
  /** Whether a second factor was deleted. */
  readonly deletedFactor: boolean;
}

/** Fields of a user to change: a field that is missing stays, and `null` removes its value. */
export interface UserChanges {
  /** In canonical form. */
  readonly email?: string;
  /** Whether the address counts as verified. */
  readonly emailVerified?: boolean;
  /** In canonical form. */
  readonly username?: string | null;
  /** What the user wrote. */
  readonly metadata?: JsonObject | null;
  /** What only the server writes. */
  readonly appMetadata?: JsonObject | null;
}
