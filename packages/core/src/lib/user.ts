import type { JsonObject } from "./json.ts";
import type { UserRecord } from "./storage.ts";

/** A user as applications see one. Moments are ISO 8601 in UTC. */
export interface User {
  /** UUID. */
  readonly id: string;
  /** In canonical form: lower case. */
  readonly email: string;
  /** In canonical form: lower case. `null` where the user has none. */
  readonly username: string | null;
  readonly emailVerified: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Written by the user: trust nothing in it. */
  readonly metadata: JsonObject | null;
  /** Written by the server alone: roles, plan. What clients see does not include it. */
  readonly appMetadata: JsonObject | null;
}

/** What leaves core, field by field: a column added tomorrow is not shown by accident. */
export function presentUser(record: UserRecord): User {
  return {
    id: record.id,
    email: record.email,
    username: record.username,
    emailVerified: record.emailVerified,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    metadata: record.metadata,
    appMetadata: record.appMetadata,
  };
}
