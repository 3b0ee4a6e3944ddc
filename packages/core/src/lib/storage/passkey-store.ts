import type { Credentials, SessionRecord, UserRecord } from "./records.ts";

/** A passkey of a user, as it is stored (WebAuthn Level 3 §4, "credential record"). */
export interface PasskeyRecord {
  /** The credential id: base64url of 16 to 1023 bytes. Unique over all users and pools. */
  readonly id: string;
  /** The id of the user. */
  readonly userId: string;
  /** The public key: COSE, in base64url. */
  readonly publicKey: string;
  /** The signature counter: a whole number from 0 to 2³² − 1. Synced passkeys keep it at 0. */
  readonly counter: number;
  /** How the browser reaches it: `["internal", "hybrid"]`. Often none. */
  readonly transports: readonly string[];
  /** Whether it can be synced to other devices of the user. It never changes. */
  readonly backupEligible: boolean;
  /** Whether it was synced when it was last used. */
  readonly backedUp: boolean;
  /** The model of the authenticator: a UUID, of zeros where it does not tell. */
  readonly aaguid: string;
  /** What the user calls it. */
  readonly name: string;
  /** When it was added. */
  readonly createdAt: Date;
  /** When it was last signed in with. `null`: never. */
  readonly lastUsedAt: Date | null;
}

/** A passkey and its user, read in one step. */
export interface PasskeyWithUser {
  /** The passkey. */
  readonly passkey: PasskeyRecord;
  /** The user. */
  readonly user: UserRecord;
}

/** A ticket that a step spends: the step happens only if this call is the first to spend it. */
export interface SpentTicket {
  /** The key under which `CounterStore` counts its uses. */
  readonly key: string;
  /** Until when the ticket is good. After that the key may be swept. */
  readonly expiresAt: Date;
}

/** What a proof by a passkey writes. */
export interface PasskeyUse {
  /** The counter that must be stored now. */
  readonly from: number;
  /** The counter that the authenticator has sent. It must be higher than `from`, unless both are 0. */
  readonly to: number;
  /** Whether the passkey is synced now. */
  readonly backedUp: boolean;
  /** Becomes `lastUsedAt`. */
  readonly at: Date;
  /** The ticket of the ceremony. */
  readonly ticket: SpentTicket;
}

/** Passkeys. Every method is one atomic step. */
export interface PasskeyStore {
  /**
   * Adds a user with this passkey, and the first session if there is one: all of it or nothing. Of concurrent callers
   * with one passkey or one address, one succeeds.
   *
   * @returns `false`, and nothing is added: the pool has the e-mail address or the user name, or the id of the passkey
   * is in use
   * @throws when the id of the user or of the session is in use
   */
  insertUser(passkey: PasskeyRecord, credentials: Credentials, session: SessionRecord | null): Promise<boolean>;
  /**
   * Gives a user another passkey, if the user still has this `sessionVersion`, as for API keys.
   *
   * @returns `false`, and nothing is added: the user is gone or has another `sessionVersion`, or the id is in use
   */
  insert(passkey: PasskeyRecord, sessionVersion: number): Promise<boolean>;
  /** The passkey with this id, and its user. */
  find(id: string): Promise<PasskeyWithUser | null>;
  /**
   * Notes a proof by a passkey, spends the ticket of the ceremony, and opens the session if there is one: all of it or
   * nothing. Of concurrent callers with one ticket one succeeds, and so it is with one counter above 0.
   *
   * @param session of the passkey's user. As in `SessionStore.insert`, the user must be enabled and have its `version`
   * @returns `false`, and nothing is changed: there is no such passkey, its counter is not `from`, `to` is not higher,
   * the ticket is spent, or the session cannot be opened
   * @throws when the session's id is in use
   */
  use(id: string, use: PasskeyUse, session: SessionRecord | null): Promise<boolean>;
  /** The passkeys of a user, the oldest first, at most 100. */
  list(userId: string): Promise<readonly PasskeyRecord[]>;
  /**
   * Changes the name of a passkey of a user.
   *
   * @returns `false`: the user has no such passkey
   */
  rename(id: string, userId: string, name: string): Promise<boolean>;
  /**
   * Deletes a passkey of a user, unless it is the last way in: a user keeps a password, an identity or a passkey. Of
   * concurrent callers that would take the last two ways in, one is refused.
   *
   * @returns `"last_way_in"` and `"none"` (the user has no such passkey): nothing is changed
   */
  delete(id: string, userId: string): Promise<"deleted" | "last_way_in" | "none">;
}
