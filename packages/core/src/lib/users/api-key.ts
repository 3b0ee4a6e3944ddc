import type { ApiKeyRecord } from "../storage/storage.ts";

/** An API key as its owner sees it. Times are ISO 8601 in UTC. */
export interface ApiKey {
  /** The id of the key: a UUID. It is no credential. */
  readonly id: string;
  /** The name that its owner gave it. */
  readonly name: string;
  /** The first 8 characters of the key, so that its owner can recognise it. */
  readonly hint: string;
  /** What the key may do, in the application's own words. */
  readonly scopes: readonly string[];
  /** When the key was created. */
  readonly createdAt: string;
  /** When the key expires. `null`: never. */
  readonly expiresAt: string | null;
  /** When the key was last used, to about a minute. `null`: never. */
  readonly lastUsedAt: string | null;
}

/** A new API key. Only its hash is stored, so this is the one time that the key itself is seen. */
export interface CreatedApiKey extends ApiKey {
  /** The key: a credential. Show it to its owner once, and never log it. */
  readonly key: string;
}

/** Copies field by field, so that a new column is not shown by accident. */
export function presentApiKey(record: ApiKeyRecord): ApiKey {
  return {
    id: record.id,
    name: record.name,
    hint: record.hint,
    scopes: record.scopes,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt?.toISOString() ?? null,
    lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
  };
}
