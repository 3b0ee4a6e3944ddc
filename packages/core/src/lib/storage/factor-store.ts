import type { SpentTicket } from "./passkey-store.ts";
import type { SessionRecord, UserRecord } from "./records.ts";

/** The second factor of a user, as it is stored: one-time codes by an app (RFC 6238), and recovery codes. */
export interface FactorRecord {
  /** The id of the user. */
  readonly userId: string;
  /** The secret that the app shares, sealed. */
  readonly secret: string;
  /** The time step of the last code that was accepted (RFC 6238 §5.2). None at or before it is accepted again. */
  readonly lastStep: number;
  /** Devices that were trusted before this moment are no longer. */
  readonly trustedSince: Date;
  /** How many recovery codes are left. */
  readonly recoveryCodes: number;
  /** When the factor was turned on. */
  readonly createdAt: Date;
}

/** A second factor and its user, read in one step. */
export interface FactorWithUser {
  /** The factor. */
  readonly factor: FactorRecord;
  /** The user. */
  readonly user: UserRecord;
}

/** What proves a second factor: the time step of a code, or the hash of a recovery code. */
export type FactorProof =
  | {
      /** The time step of the code that was sent. */
      readonly step: number;
    }
  | {
      /** The hash of the recovery code that was sent. */
      readonly recoveryHash: string;
    };

/** What a proof opens. */
export interface FactorOpening {
  /** The session to open. `null`: none, as when a user with a session proves the factor again. */
  readonly session: SessionRecord | null;
  /** Keys of `CounterStore` to delete. Often none. */
  readonly counters: readonly string[];
  /** The ticket that the first step of the sign-in gave. `null`: there is none. */
  readonly ticket: SpentTicket | null;
}

/** Second factors: at most one for each user. Every method is one atomic step. */
export interface FactorStore {
  /** The factor of a user, and the user. `null` where the user has none. */
  find(userId: string): Promise<FactorWithUser | null>;
  /**
   * Turns the factor on, if the user still has this `sessionVersion`. Of concurrent callers one succeeds.
   *
   * @param recoveryHashes the hashes of the recovery codes, each another
   * @param owner with `keptId`, all sessions of the user end in the same step but the one with this id: the
   * `sessionVersion` is raised, and that session gets the new one. A sign-in that began before it opens no session
   * @returns `false`, and nothing is added: the user has a factor, is gone or has another `sessionVersion`
   */
  insert(
    factor: Omit<FactorRecord, "recoveryCodes">,
    recoveryHashes: readonly string[],
    owner: { readonly sessionVersion: number; readonly keptId?: string | undefined },
  ): Promise<boolean>;
  /**
   * Accepts a proof, spends the ticket, deletes the counters and opens the session: all of it or nothing. A time step
   * must be later than `lastStep`, which it becomes; a recovery code is deleted. Of concurrent callers with one code or
   * one ticket, one succeeds.
   *
   * @param opening as in `SessionStore.insert`, the session's user must be enabled and have its `version`
   * @returns `false`, and nothing is changed: the step was used or is too old, there is no such recovery code, the
   * ticket is spent, or the session cannot be opened
   * @throws when the session's id is in use
   */
  use(userId: string, proof: FactorProof, opening: FactorOpening): Promise<boolean>;
  /**
   * Puts new recovery codes in the place of all others, if the user still has this `sessionVersion`.
   *
   * @returns `false`, and nothing is changed: the user has no factor or another `sessionVersion`
   */
  replaceCodes(userId: string, recoveryHashes: readonly string[], sessionVersion: number): Promise<boolean>;
  /**
   * Ends the trust in all devices.
   *
   * @param at becomes `trustedSince`
   * @returns `false`: the user has no factor
   */
  forgetDevices(userId: string, at: Date): Promise<boolean>;
  /**
   * Replaces the sealed secret by the same secret under another key (compare and swap).
   *
   * @returns `false`: the user has no factor, or its sealed secret is not `from`
   */
  reseal(userId: string, from: string, to: string): Promise<boolean>;
  /**
   * Turns the factor off, and deletes the recovery codes.
   *
   * @param sessionVersion if given, the user must still have it
   * @returns `false`, and nothing is changed: the user has no factor or another `sessionVersion`
   */
  delete(userId: string, sessionVersion?: number): Promise<boolean>;
}
