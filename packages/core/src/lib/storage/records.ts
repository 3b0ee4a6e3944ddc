import type { JsonObject } from "../json.ts";

export interface UserRecord {
  /** UUID, lower case. */
  readonly id: string;
  readonly pool: string;
  /** Canonical form, unique within the pool. */
  readonly email: string;
  /** Canonical form, unique within the pool. */
  readonly username: string | null;
  readonly emailVerified: boolean;
  /** Written by the user. */
  readonly metadata: JsonObject | null;
  /** Written by the server alone. */
  readonly appMetadata: JsonObject | null;
  readonly disabled: boolean;
  /** Sessions opened under an older version are dead. */
  readonly sessionVersion: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Credentials {
  readonly user: UserRecord;
  /** A self-describing PHC string. */
  readonly passwordHash: string;
}

export interface SessionRecord {
  /** 96 random bits in base64url. */
  readonly id: string;
  readonly userId: string;
  /** The user's `sessionVersion` when the session was opened. */
  readonly version: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** No extension goes past this. */
  readonly endsAt: Date;
  readonly lastUsedAt: Date;
  /** Where it was opened from, as far as the mount knows. */
  readonly address: string | null;
  readonly agent: string | null;
}

export interface SessionWithUser {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}
