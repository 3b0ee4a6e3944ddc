import type { JsonObject } from "@latchkey/core";
import type { ColumnType } from "kysely";
import type { DialectName } from "./databases.ts";

/** A column to read and to join. Latchkey alone writes it: some changes end sessions, and others must happen together. */
type Read<T> = ColumnType<T, never, never>;

/** What a column holds, as the drivers hand it out. */
interface Kinds {
  moment: unknown;
  boolean: unknown;
  document: unknown;
  scopes: unknown;
}

/** Whole milliseconds since 1970, 0 or 1, and JSON as text. */
interface SqliteKinds extends Kinds {
  moment: number;
  boolean: 0 | 1;
  document: string;
  scopes: string;
}

/** `timestamptz`, `boolean` and `json`, as pg, postgres.js and PGlite hand them out unless they are told otherwise. */
interface PostgresKinds extends Kinds {
  moment: Date;
  boolean: boolean;
  document: JsonObject;
  scopes: string[];
}

interface KindsOf {
  sqlite: SqliteKinds;
  postgres: PostgresKinds;
}

/** The accounts: one row for each user. */
export interface LatchkeyUsersTable<Dialect extends DialectName = DialectName> {
  /** A UUID in lower case; the column is `uuid` in PostgreSQL and `text` in SQLite. */
  id: Read<string>;
  pool: Read<string>;
  /** Canonical form, unique within the pool. */
  email: Read<string>;
  username: Read<string | null>;
  email_verified: Read<KindsOf[Dialect]["boolean"]>;
  /** A secret: never select it into something that leaves the server. `selectAll("auth_users")` does. */
  password_hash: Read<string>;
  /** Written by the user. */
  metadata: Read<KindsOf[Dialect]["document"] | null>;
  /** Written by the server. */
  app_metadata: Read<KindsOf[Dialect]["document"] | null>;
  disabled: Read<KindsOf[Dialect]["boolean"]>;
  /** A session of another version is over. */
  session_version: Read<number>;
  created_at: Read<KindsOf[Dialect]["moment"]>;
  updated_at: Read<KindsOf[Dialect]["moment"]>;
}

/** The sessions, with those that are over and not swept yet: compare `expires_at` with now, and `version` with the user's. */
export interface LatchkeySessionsTable<Dialect extends DialectName = DialectName> {
  id: Read<string>;
  user_id: Read<string>;
  version: Read<number>;
  created_at: Read<KindsOf[Dialect]["moment"]>;
  expires_at: Read<KindsOf[Dialect]["moment"]>;
  ends_at: Read<KindsOf[Dialect]["moment"]>;
  last_used_at: Read<KindsOf[Dialect]["moment"]>;
  address: Read<string | null>;
  agent: Read<string | null>;
}

/** The API keys, with those that have expired. */
export interface LatchkeyApiKeysTable<Dialect extends DialectName = DialectName> {
  id: Read<string>;
  user_id: Read<string>;
  /** SHA-256 of the key, base64url. */
  hash: Read<string>;
  name: Read<string>;
  /** The first characters of the key. */
  hint: Read<string>;
  scopes: Read<KindsOf[Dialect]["scopes"]>;
  created_at: Read<KindsOf[Dialect]["moment"]>;
  expires_at: Read<KindsOf[Dialect]["moment"] | null>;
  last_used_at: Read<KindsOf[Dialect]["moment"] | null>;
}

/**
 * The tables that an application may join with its own. Latchkey's other tables (tokens, counters, pools, migrations) are
 * its own business, and may change.
 *
 * With a `schema` the prefix is its name and a dot: `LatchkeyTables<"postgres", "auth.auth_">`.
 *
 * @example
 * import type { LatchkeyTables } from "@latchkey/adapter-kysely";
 * import type { Kysely } from "kysely";
 *
 * type DB = MyTables & LatchkeyTables<"postgres">;
 * const orders = (db: Kysely<DB>) =>
 *   db
 *     .selectFrom("orders")
 *     .innerJoin("auth_users", "auth_users.id", "orders.user_id")
 *     .select(["orders.id", "auth_users.email"]);
 */
export type LatchkeyTables<Dialect extends DialectName, Prefix extends string = "auth_"> = {
  [Name in `${Prefix}users`]: LatchkeyUsersTable<Dialect>;
} & {
  [Name in `${Prefix}sessions`]: LatchkeySessionsTable<Dialect>;
} & {
  [Name in `${Prefix}api_keys`]: LatchkeyApiKeysTable<Dialect>;
};
