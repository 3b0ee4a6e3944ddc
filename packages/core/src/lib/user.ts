import type { JsonObject } from "./json.ts";
import type { UserRecord } from "./storage/storage.ts";

/** A user as applications see one. Moments are ISO 8601 in UTC. */
export interface User {
  /** UUID. */
  readonly id: string;
  /** In canonical form: lower case. */
  readonly email: string;
  /** In canonical form: lower case. Only where the user has one. */
  readonly username?: string | undefined;
  readonly emailVerified: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Written by the user: trust nothing in it. */
  readonly metadata: JsonObject | null;
  /** Written by the server alone: roles, plan. Only where there is any, and never in what clients see. */
  readonly appMetadata?: JsonObject | undefined;
}

/** What leaves core, field by field: a column added tomorrow is not shown by accident. */
export function presentUser(record: UserRecord): User {
  const { username, appMetadata } = record;
  return {
    id: record.id,
    email: record.email,
    ...(username === null ? null : { username }),
    emailVerified: record.emailVerified,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    metadata: record.metadata,
    ...(appMetadata === null ? null : { appMetadata }),
  };
}
