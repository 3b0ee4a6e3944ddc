import type { JsonObject } from "./json.ts";
import type { UserRecord } from "./storage/storage.ts";

/** A user as applications see one. Times are ISO 8601 in UTC. */
export interface User<Metadata = JsonObject> {
  /** A random UUID that never changes. */
  readonly id: string;
  /** The e-mail address in lower case. */
  readonly email: string;
  /** The user name in lower case. Only there if the user has one. */
  readonly username?: string | undefined;
  /** Whether the user has proved to read mail at `email`. */
  readonly emailVerified: boolean;
  /** When the user was created. */
  readonly createdAt: string;
  /** When the user, the password or the address last changed. */
  readonly updatedAt: string;
  /**
   * What the user wrote, or `null`. Do not base permissions on it. Its type is what the `metadata` schema makes of it:
   * users from before the schema are not checked again.
   */
  readonly metadata: Metadata | null;
  /** What only the server writes, such as roles or a plan. Only there if there is any, and never sent to clients. */
  readonly appMetadata?: JsonObject | undefined;
}

/** A user that is not stored yet. */
export function newUser(
  { pool, now }: { readonly pool: string; readonly now: () => number },
  given: Pick<UserRecord, "email" | "username" | "metadata"> & Partial<UserRecord>,
): UserRecord {
  const at = new Date(now());
  return {
    id: crypto.randomUUID(),
    pool,
    emailVerified: false,
    appMetadata: null,
    ...given,
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** Copies field by field, so that a new column is not shown by accident. */
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
