import type { ApiKeyStore } from "./api-key-store.ts";
import type { Auditor, AuditStore } from "./audit-store.ts";
import type { CounterStore } from "./counter-store.ts";
import type { FactorStore } from "./factor-store.ts";
import type { IdentityStore } from "./identity-store.ts";
import type { OneTimeTokenStore } from "./one-time-token-store.ts";
import type { PasskeyStore } from "./passkey-store.ts";
import type { SessionStore } from "./session-store.ts";
import type { UserStore } from "./user-store.ts";

export type { ApiKeyRecord, ApiKeyStore, ApiKeyWithUser } from "./api-key-store.ts";
export type {
  AccountStores,
  AuditHead,
  AuditLink,
  AuditMoment,
  Auditor,
  AuditRange,
  AuditRecord,
  AuditStore,
  AuditSubject,
} from "./audit-store.ts";
export type { Count, CounterStore } from "./counter-store.ts";
export type { FactorOpening, FactorProof, FactorRecord, FactorStore, FactorWithUser } from "./factor-store.ts";
export type { IdentityName, IdentityRecord, IdentityStore, IdentityUse, IdentityWithUser } from "./identity-store.ts";
export type { OneTimeToken, OneTimeTokenStore, OneTimeTokenUse } from "./one-time-token-store.ts";
export type { PasskeyRecord, PasskeyStore, PasskeyUse, PasskeyWithUser, SpentTicket } from "./passkey-store.ts";
export type { Credentials, SessionRecord, SessionWithUser, UserRecord } from "./records.ts";
export type { SessionExtension, SessionProof, SessionStore } from "./session-store.ts";
export type {
  EmailAddressChange,
  PasswordChange,
  PasswordChanged,
  UserChanges,
  UserRecords,
  UserSearch,
  UserStore,
  UserWrite,
} from "./user-store.ts";

/**
 * Where users, sessions, ways in, second factors, tokens, counters and API keys are kept. This is the contract to
 * implement for another database; `storageContract` of `@latchkey/core/testing` tests an implementation.
 *
 * **One step.** Every method of every store is one atomic step: one statement, one batch or one transaction.
 * Concurrent callers, in any number of processes, see all of a step or nothing of it. Core never opens a transaction,
 * because not every database has interactive ones.
 *
 * **Rejections.** A method rejects when the database cannot answer, and core turns that into `storage_unavailable`:
 * it never takes trouble for "not found" or "signed out". A row that the storage cannot read is a rejection, too.
 *
 * **Exact values.** Text is compared byte by byte, without case folding or collation, and core decides what an
 * identity is. A storage gives back exactly what it was given: well-formed text without NUL, moments of whole
 * milliseconds in the years 1 to 9999, and JSON objects with the order of their keys. It rejects other text, other
 * moments, and a `limit` that is not a whole number from 0. The ids of users and API keys are UUIDs in lower case;
 * any other text is an id that no row has.
 */
export interface Storage {
  /**
   * The most milliseconds that one method takes before it rejects. Where core looks whether a failed write has
   * happened, both share this time. Default: core assumes 5 000.
   */
  readonly timeoutMs?: number | undefined;
  /** Users and password hashes. */
  readonly users: UserStore;
  /** Sessions. */
  readonly sessions: SessionStore;
  /** Accounts at providers. */
  readonly identities: IdentityStore;
  /** Passkeys. */
  readonly passkeys: PasskeyStore;
  /** Second factors: codes of an app, and recovery codes. */
  readonly factors: FactorStore;
  /** Tokens that were mailed and work once. */
  readonly tokens: OneTimeTokenStore;
  /** Counters of attempts and mails. */
  readonly counters: CounterStore;
  /** API keys. */
  readonly apiKeys: ApiKeyStore;
  /** The audit log. Nothing is written to it unless the storage is `audited()`. */
  readonly audit: AuditStore;
  /** Set by `audited()` of `@latchkey/core/audit`: then every change is recorded. An adapter has none. */
  readonly auditor?: Auditor | undefined;
  /** Brings the schema up to date. Safe to repeat, and safe in many processes at once. */
  migrate(): Promise<void>;
  /**
   * Deletes at most `limit` sessions, `limit` one-time tokens and `limit` counters whose time ended before `before`.
   * Returns how many rows it deleted in all. Safe while everything else goes on.
   */
  sweep(before: Date, limit: number): Promise<number>;
  /** Releases what the storage opened itself. A database that the application handed in stays open. */
  close(): Promise<void>;
}
