import type { Credentials, SessionRecord, UserRecord } from "./records.ts";

/** An account at a provider, with which a user signs in, as it is stored. `pool`, `provider` and `subject` name it. */
export interface IdentityRecord {
  /** The user pool. */
  readonly pool: string;
  /** The provider, as the application calls it: `"google"`. */
  readonly provider: string;
  /** How the provider names the account. It never changes there, and it is no e-mail address. */
  readonly subject: string;
  /** The id of the user. */
  readonly userId: string;
  /** The e-mail address that the provider gave, for lists. It decides nothing. */
  readonly email: string | null;
  /** Tokens of the provider, sealed. `null`: none are kept. */
  readonly tokens: string | null;
  /** When the identity was linked to the user. */
  readonly createdAt: Date;
  /** When it was last signed in with. */
  readonly lastUsedAt: Date;
}

/** An identity and its user, read in one step. */
export interface IdentityWithUser {
  /** The identity. */
  readonly identity: IdentityRecord;
  /** The user. */
  readonly user: UserRecord;
}

/** What names an identity. */
export type IdentityName = Pick<IdentityRecord, "pool" | "provider" | "subject">;

/** What a sign-in with an identity writes. */
export interface IdentityUse {
  /** Becomes `lastUsedAt`. */
  readonly at: Date;
  /** New sealed tokens of the provider. `null`: the ones that are there stay. */
  readonly tokens: string | null;
}

/** Accounts at providers. Every method is one atomic step. */
export interface IdentityStore {
  /**
   * Notes that somebody signs in with an identity, and reads it with its user.
   *
   * @returns as they are then. `null`, and nothing is changed: no user has the identity
   */
  use(name: IdentityName, use: IdentityUse): Promise<IdentityWithUser | null>;
  /**
   * Adds a user with this identity, and the first session if there is one: all of it or nothing. Of concurrent callers
   * with one identity or one address, one succeeds.
   *
   * @returns `false`, and nothing is added: the pool has the e-mail address or the user name, or the identity is a
   * user's already
   * @throws when the id of the user or of the session is in use
   */
  insertUser(identity: IdentityRecord, credentials: Credentials, session: SessionRecord | null): Promise<boolean>;
  /**
   * Gives a user another identity, if the user still has this `sessionVersion`, as for API keys.
   *
   * @returns `false`, and nothing is added: the user is gone or has another `sessionVersion`, or the identity is a
   * user's already
   */
  link(identity: IdentityRecord, sessionVersion: number): Promise<boolean>;
  /** The identities of a user, the oldest first, at most 100. */
  list(userId: string): Promise<readonly IdentityRecord[]>;
  /**
   * Takes an identity from its user, unless it is the last way in: a user without a password keeps one. Of concurrent
   * callers that would take the last two, one is refused.
   *
   * @returns `"last_way_in"` and `"none"` (the user has no such identity): nothing is changed
   */
  unlink(userId: string, name: IdentityName): Promise<"unlinked" | "last_way_in" | "none">;
}
