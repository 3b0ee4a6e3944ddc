import type { Client } from "../client.ts";
import type { JsonObject } from "../json.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import type { FactorStore } from "./factor-store.ts";
import type { IdentityStore } from "./identity-store.ts";
import type { OneTimeTokenStore } from "./one-time-token-store.ts";
import type { PasskeyStore } from "./passkey-store.ts";
import type { SessionStore } from "./session-store.ts";
import type { UserStore } from "./user-store.ts";

/** The stores whose changes can be recorded. */
export interface AccountStores {
  /** Users and password hashes. */
  readonly users: UserStore;
  /** Sessions. */
  readonly sessions: SessionStore;
  /** Accounts at providers. */
  readonly identities: IdentityStore;
  /** Passkeys. */
  readonly passkeys: PasskeyStore;
  /** Second factors. */
  readonly factors: FactorStore;
  /** Tokens that were mailed and work once. */
  readonly tokens: OneTimeTokenStore;
  /** API keys. */
  readonly apiKeys: ApiKeyStore;
}

/** One row of the audit log of a pool. */
export interface AuditRecord {
  /** The user pool. */
  readonly pool: string;
  /** 1 for the first row of the pool, and one more for each after. */
  readonly seq: number;
  /** When it happened. */
  readonly at: Date;
  /** What happened. */
  readonly type: string;
  /** Who acted, where it was not the user. */
  readonly actor: string | null;
  /** JSON. It names no person. */
  readonly details: string | null;
  /** Whom the row is about. `null`: nobody that is known, or erased. */
  readonly userId: string | null;
  /** JSON of what belongs to the person: session, address, agent. `null`: erased. */
  readonly person: string | null;
  /** Random, so that `digest` tells nothing once the person is erased. `null`: erased. */
  readonly salt: string | null;
  /** SHA-256 of salt, user and person. It stays when they are erased. */
  readonly digest: string;
  /** Names the secret that made `mac`. */
  readonly key: string;
  /** HMAC-SHA256 of this row and of the `mac` before it. */
  readonly mac: string;
}

/** The end of the audit log of a pool. Before the first row: 0 and an empty text. */
export type AuditHead = Pick<AuditRecord, "seq" | "mac">;

/** Rows of a log, the first and the last included. */
export interface AuditRange {
  /** The `seq` of the first. */
  readonly from: number;
  /** The `seq` of the last. */
  readonly through: number;
}

/** Makes the next rows. It may be called again when another process was first. */
export type AuditLink = (head: AuditHead) => readonly AuditRecord[];

/**
 * The audit log: one chain of rows for each pool. Every method is one atomic step. Steps of one pool that add rows
 * come one after the other, in all processes: each gets the head that the one before it left.
 */
export interface AuditStore {
  /**
   * The same stores, whose next change also adds the rows of `link`, in its own step. A call that changes nothing adds
   * nothing, and one that reads is as ever.
   *
   * These are changes: in `users` every method but the reads and `rehashPassword`; in `sessions` `insert`, `prove`,
   * `delete` and `deleteOthers`; in `identities` `insertUser`, `link` and `unlink`; in `passkeys` every
   * method but the reads; in `factors` every method but `find` and `reseal`; `tokens.put`; in `apiKeys`
   * `insert`, `delete` and `deleteAll`.
   */
  recording(pool: string, link: AuditLink): Promise<AccountStores>;
  /** Adds rows that belong to no change of the stores. */
  append(pool: string, link: AuditLink): Promise<void>;
  /** The end of the chain. `null`: the pool has no row and never had one. */
  head(pool: string): Promise<AuditHead | null>;
  /**
   * Rows, the newest first.
   *
   * @param page of one user or all (`null`), with a `seq` below `before` (`null`: from the newest), at most `limit`
   */
  list(
    pool: string,
    page: { readonly userId: string | null; readonly before: number | null; readonly limit: number },
  ): Promise<readonly AuditRecord[]>;
  /** Rows with a `seq` above `after`, the oldest first, at most `limit`. */
  read(pool: string, after: number, limit: number): Promise<readonly AuditRecord[]>;
  /**
   * Sets `userId`, `person` and `salt` to `null` in the user's rows from `from` to `through`, and adds rows.
   *
   * @returns whether there was a row to erase. `false`: nothing was changed
   */
  erase(pool: string, rows: AuditRange & { readonly userId: string }, link: AuditLink): Promise<boolean>;
  /**
   * Deletes the rows from `from` to `through`, and adds rows.
   *
   * @returns whether there was a row to delete. `false`: nothing was changed
   */
  prune(pool: string, range: AuditRange, link: AuditLink): Promise<boolean>;
}

/** Whom an event is about, and where it comes from. */
export interface AuditSubject {
  /** `null` where there is no user, or none is known yet. */
  readonly userId: string | null;
  /** Default `null`: the event is not about one session. */
  readonly sessionId?: string | null | undefined;
  /** Where the request comes from, and who acts. */
  readonly client: Client;
  /** More about the first event. It must name no person: it stays when the person is erased. */
  readonly details?: JsonObject | undefined;
}

/** To which log something is added, and when. */
export interface AuditMoment {
  /** The user pool. */
  readonly pool: string;
  /** When it happened. */
  readonly at: Date;
}

/** What `audited()` adds to a storage. Core gives it every change, as the types of its events. */
export interface Auditor {
  /** The stores for one change: it writes these events in the same step. */
  recording(moment: AuditMoment, types: readonly string[], about: AuditSubject): Promise<AccountStores>;
  /** Writes events that belong to no change of the stores. */
  append(moment: AuditMoment, types: readonly string[], about: AuditSubject): Promise<void>;
}
