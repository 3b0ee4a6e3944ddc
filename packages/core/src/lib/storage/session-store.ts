import type { SessionRecord, SessionWithUser } from "./records.ts";

/**
 * Sessions. Every method is one atomic step. A session is alive at a moment when `expiresAt` is later, its user
 * exists and is not disabled, and its `version` is the user's `sessionVersion`.
 */
export interface SessionStore {
  /**
   * Opens a session, and deletes counters of failed attempts. Both happen in one step, because a sign-in would
   * otherwise make two round trips: its guards have counted the attempt in `CounterStore`, and its success resets the
   * count.
   *
   * @param session opened only if its user exists, is not disabled and has its `version` as `sessionVersion`
   * @param counters keys of `CounterStore` to delete, also when the session is not opened. Often none
   * @returns whether the session was opened
   * @throws when the session's id is in use
   */
  insert(session: SessionRecord, counters: readonly string[]): Promise<boolean>;
  /** The session and its user in one read, alive or not: the caller compares with its own clock. */
  find(id: string): Promise<SessionWithUser | null>;
  /** The user's sessions that are alive at `at`, the newest first, at most 100. */
  list(userId: string, at: Date): Promise<readonly SessionRecord[]>;
  /**
   * Moves `expiresAt`, never beyond `endsAt`, and sets `lastUsedAt` to `extension.at`. Of concurrent callers all
   * succeed.
   *
   * @returns the session and its user as they are then. `null`, and nothing is changed: the session is not alive at
   * `extension.at`, belongs to another user or pool, or was last used at `extension.idleSince` or before
   */
  extend(id: string, userId: string, extension: SessionExtension): Promise<SessionWithUser | null>;
  /**
   * Sets `provedAt` and `methods`: the user has proved again to be the one.
   *
   * @returns `false`, and nothing is changed: the session is not alive at `proof.provedAt`, or belongs to another user
   */
  prove(id: string, userId: string, proof: SessionProof): Promise<boolean>;
  /** Sets `lastUsedAt`. Does nothing when there is no such session. */
  touch(id: string, at: Date): Promise<void>;
  /**
   * Deletes one session of a user.
   *
   * @returns `false`: the user has no such session
   */
  delete(id: string, userId: string): Promise<boolean>;
  /** Deletes every session of a user but one, expired ones included. Returns how many. */
  deleteOthers(userId: string, keptId: string): Promise<number>;
}

/** When and by what a user proved to be the one. */
export type SessionProof = Pick<SessionRecord, "provedAt" | "methods">;

/** How a session is extended. */
export interface SessionExtension {
  /** The new end, unless `endsAt` is earlier. */
  readonly expiresAt: Date;
  /** Now: the session must be alive, and `lastUsedAt` becomes this. */
  readonly at: Date;
  /** The session must have been used after this moment. `null`: there is no idle timeout. */
  readonly idleSince: Date | null;
  /** The user must be of this pool. */
  readonly pool: string;
}
