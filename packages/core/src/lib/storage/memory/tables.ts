import type {
  ApiKeyRecord,
  AuditHead,
  AuditRecord,
  Count,
  Credentials,
  FactorRecord,
  IdentityRecord,
  OneTimeToken,
  PasskeyRecord,
  SessionRecord,
} from "../storage.ts";

/** A second factor with its recovery codes. */
export interface StoredFactor extends Omit<FactorRecord, "recoveryCodes"> {
  readonly recoveryHashes: readonly string[];
}

/** The rows by id, hash or key. */
export interface Tables {
  readonly users: Map<string, Credentials>;
  readonly sessions: Map<string, SessionRecord>;
  readonly tokens: Map<string, OneTimeToken>;
  readonly counters: Map<string, Count>;
  readonly apiKeys: Map<string, ApiKeyRecord>;
  readonly identities: Map<string, IdentityRecord>;
  readonly passkeys: Map<string, PasskeyRecord>;
  /** By the id of the user. */
  readonly factors: Map<string, StoredFactor>;
  /** Pools that have a user, or had one. */
  readonly startedPools: Set<string>;
  /** The rows of all pools, the oldest first. */
  readonly auditLog: AuditRecord[];
  readonly auditHeads: Map<string, AuditHead>;
}

export function emptyTables(): Tables {
  return {
    users: new Map(),
    sessions: new Map(),
    tokens: new Map(),
    counters: new Map(),
    apiKeys: new Map(),
    identities: new Map(),
    passkeys: new Map(),
    factors: new Map(),
    startedPools: new Set(),
    auditLog: [],
    auditHeads: new Map(),
  };
}

/** Rejects a second row with the same id, as a primary key does. */
export function requireFreeId(rows: ReadonlyMap<string, unknown>, id: string): void {
  if (rows.has(id)) throw new Error("the id is in use");
}

/** Deletes at most `limit` rows. Returns how many. */
export function deleteWhere<Row>(rows: Map<string, Row>, matches: (row: Row) => boolean, limit = Infinity): number {
  const keys = [...rows]
    .filter(([, row]) => matches(row))
    .map(([key]) => key)
    .slice(0, limit);
  for (const key of keys) rows.delete(key);
  return keys.length;
}

export function newestFirst(a: { readonly createdAt: Date }, b: { readonly createdAt: Date }): number {
  return b.createdAt.getTime() - a.createdAt.getTime();
}

export function oldestFirst(a: { readonly createdAt: Date }, b: { readonly createdAt: Date }): number {
  return -newestFirst(a, b);
}
