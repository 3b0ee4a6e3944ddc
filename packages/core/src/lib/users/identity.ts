import type { IdentityRecord } from "../storage/storage.ts";

/** An account at a provider, with which a user signs in. Times are ISO 8601 in UTC. */
export interface Identity {
  /** The provider, as the application calls it: `"google"`. */
  readonly provider: string;
  /** How the provider names the account. */
  readonly subject: string;
  /** The address that the provider gave when the identity was linked. `null`: none. */
  readonly email: string | null;
  /** When the identity was linked to the user. */
  readonly createdAt: string;
  /** When the user last signed in with it. */
  readonly lastUsedAt: string;
}

/** What a user signs in with, beside mailed links. */
export interface IdentityList {
  /** The accounts at providers, the oldest first. */
  readonly identities: readonly Identity[];
  /** Whether the user has a password. */
  readonly hasPassword: boolean;
}

/** Copies field by field: the sealed tokens stay behind. */
export function presentIdentity({ provider, subject, email, createdAt, lastUsedAt }: IdentityRecord): Identity {
  return { provider, subject, email, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt.toISOString() };
}
