import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { contextOf } from "../context/context-of.ts";
import { isUuid } from "../encoding/uuid.ts";
import { AuthError } from "../errors.ts";
import { callStorage } from "../storage/call-storage.ts";
import { auditKeysOf } from "./audited.ts";
import { presentEntry, type LoggedEntry } from "../users/logged-entry.ts";
import { erase, prune } from "./retention.ts";
import { verify, type AuditAnchor, type AuditVerification } from "./verify.ts";

/** One page of the audit log. */
export interface AuditPage {
  /** The newest first. */
  readonly entries: readonly LoggedEntry[];
  /** Where the next page begins. `null`: this was the last one. */
  readonly cursor: string | null;
}

/** What `auditLog()` gives. */
export interface AuditLog {
  /**
   * Entries of the pool, the newest first.
   *
   * @param page `userId`: of one user. `limit`: 1 to 1000, default 100. `cursor`: that of the page before
   * @throws AuthError `invalid_input`, with the field
   */
  list(page?: {
    readonly userId?: string | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | null | undefined;
  }): Promise<AuditPage>;
  /**
   * Reads the whole log and finds rows that were changed, moved or deleted in the database. Rows that are written
   * meanwhile are left for the next time.
   *
   * @param options `anchor`: one of before, kept outside of the database. Without it, a log that was cut off at the end
   * together with its head looks whole
   */
  verify(options?: { readonly anchor?: AuditAnchor | undefined }): Promise<AuditVerification>;
  /** The end of the chain, to be kept outside of the database, where who can write to the database cannot write. */
  anchor(): Promise<AuditAnchor>;
  /**
   * Deletes entries that are older than a moment, but none after the first that is not, or whose code is wrong. The log
   * stays valid: a new entry `audit.pruned` says where it begins.
   *
   * @returns how many rows it deleted
   */
  prune(options: { readonly before: Date }): Promise<number>;
  /**
   * Erases a person from the log: the id, sessions, addresses and user agents (GDPR Article 17). What happened stays,
   * and so does the chain: a new entry `audit.erased` says which rows lost their person. Delete the user first, or
   * later entries name the person again.
   *
   * @param by who does it. Default: the `client` of the log
   * @returns how many rows it changed
   */
  erase(userId: string, by?: Client): Promise<number>;
}

const PAGE = 1000;

/**
 * The audit log of an auth's pool.
 *
 * @param client who asks, for the entries `audit.pruned` and `audit.erased`
 * @throws TypeError if the storage is not `audited()`
 * @example
 * ```ts
 * import { auditLog } from "@latchkey/core/audit";
 *
 * const log = auditLog(auth);
 * const { entries } = await log.list({ limit: 20 });
 * const { isValid, problems } = await log.verify();
 * ```
 */
export function auditLog(auth: Auth<any, any, any>, client: Client = UNKNOWN_CLIENT): AuditLog {
  const context = contextOf(auth);
  const { storage, pool } = context;
  if (!storage.auditor) auditKeysOf(storage);
  return {
    list: ({ userId, limit = 100, cursor = null } = {}) => list(context, { userId, limit, cursor }),
    verify: ({ anchor } = {}) => verify(context, anchor),
    anchor: async () => ({ pool, ...((await callStorage(() => storage.audit.head(pool))) ?? { seq: 0, mac: "" }) }),
    prune: ({ before }) => prune(context, before, client),
    erase: (userId, by = client) => erase(context, userId, by),
  };
}

async function list(
  { storage, pool }: Context,
  { userId, limit, cursor }: { userId: string | undefined; limit: number; cursor: string | null },
): Promise<AuditPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE)
    throw invalid("limit", "must be a whole number from 1 to 1000");
  if (cursor !== null && !/^[1-9]\d{0,15}$/.test(cursor)) throw invalid("cursor", "is not valid");
  if (userId !== undefined && !isUuid(userId)) return { entries: [], cursor: null };
  const page = { userId: userId ?? null, before: cursor === null ? null : Number(cursor), limit: limit + 1 };
  const found = await callStorage(() => storage.audit.list(pool, page));
  const entries = found.slice(0, limit).map(presentEntry);
  return { entries, cursor: found.length > limit ? String(entries.at(-1)!.seq) : null };
}

function invalid(field: string, sentence: string): AuthError {
  return new AuthError("invalid_input", `${field} ${sentence}`, { field });
}
