import type { ApiKeyRecord } from "../storage/storage.ts";

/** An API key as its owner sees it in a list. Moments are ISO 8601 in UTC. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The first characters of the key, by which its owner recognises it. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  /** `null`: never. */
  readonly expiresAt: string | null;
  /** To about a minute. `null`: not used yet. */
  readonly lastUsedAt: string | null;
}

/** The key itself, this once: only its hash is stored. */
export interface CreatedApiKey extends ApiKey {
  /** A credential: it belongs in a client's own keeping, never in a log. */
  readonly key: string;
}

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
