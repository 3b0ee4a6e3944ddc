import type { JsonObject } from "@latchkey/core";
import type { ColumnType } from "kysely";
import type { DialectName } from "./databases.ts";

/** A column that can be read and joined, but not written: only Latchkey changes the rows, and some only together. */
type ReadOnly<T> = ColumnType<T, never, never>;

/** The columns whose values differ between the databases, as the drivers return them. */
interface ValuesOf {
  /** Whole numbers and text. With `safeIntegers` or `intMode: "bigint"` the numbers are BigInts. */
  sqlite: {
    /** 0 or 1. */
    boolean: 0 | 1;
    /** Milliseconds since 1970. */
    moment: number;
    /** The text of a JSON object. */
    json: string;
    /** The text of a JSON list. */
    list: string;
    /** A whole number that may be large. */
    long: number;
  };
  /** As pg, postgres.js and PGlite return them by default. */
  postgres: {
    boolean: boolean;
    moment: Date;
    json: JsonObject;
    list: string[];
    /** A `bigint`: pg and postgres.js return it as text, PGlite as a number. */
    long: string | number;
  };
}

interface UsersTable<Dialect extends DialectName> {
  /** A UUID in lower case: `uuid` in PostgreSQL, `text` in SQLite. Give your own column the same type. */
  id: ReadOnly<string>;
  /** `"users"`, unless you made other pools. */
  pool: ReadOnly<string>;
  /** In its canonical form, unique within the pool. */
  email: ReadOnly<string>;
  /** In its canonical form, unique within the pool. */
  username: ReadOnly<string | null>;
  email_verified: ReadOnly<ValuesOf[Dialect]["boolean"]>;
  /** **Must not leave the server.** `selectAll("auth_users")` selects it too: name the columns that you need. */
  password_hash: ReadOnly<string>;
  /** What the user wrote. */
  metadata: ReadOnly<ValuesOf[Dialect]["json"] | null>;
  /** What the server wrote. */
  app_metadata: ReadOnly<ValuesOf[Dialect]["json"] | null>;
  disabled: ReadOnly<ValuesOf[Dialect]["boolean"]>;
  /** Sessions of another version have ended. */
  session_version: ReadOnly<number>;
  created_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  updated_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
}

interface SessionsTable<Dialect extends DialectName> {
  /** Without the secret it opens nothing. */
  id: ReadOnly<string>;
  user_id: ReadOnly<string>;
  /** The session has ended when the user's `session_version` is another. */
  version: ReadOnly<number>;
  created_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  /** Rows stay for a while after this moment, until they are swept. */
  expires_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  /** No renewal goes past this moment. */
  ends_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  last_used_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  /** When the user last proved to be the one. */
  proved_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  /** By what, with spaces between: `"password"`, `"password mail"`. */
  methods: ReadOnly<string>;
  /** The client's network address, where the handler knows it. */
  address: ReadOnly<string | null>;
  /** The `User-Agent` header. */
  agent: ReadOnly<string | null>;
}

interface ApiKeysTable<Dialect extends DialectName> {
  /** A UUID in lower case: `uuid` in PostgreSQL, `text` in SQLite. */
  id: ReadOnly<string>;
  user_id: ReadOnly<string>;
  /** SHA-256 of the key, base64url. */
  hash: ReadOnly<string>;
  name: ReadOnly<string>;
  /** The first characters of the key. */
  hint: ReadOnly<string>;
  scopes: ReadOnly<ValuesOf[Dialect]["list"]>;
  created_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  expires_at: ReadOnly<ValuesOf[Dialect]["moment"] | null>;
  last_used_at: ReadOnly<ValuesOf[Dialect]["moment"] | null>;
}

interface IdentitiesTable<Dialect extends DialectName> {
  pool: ReadOnly<string>;
  /** As the application calls it: `"google"`. */
  provider: ReadOnly<string>;
  /** How the provider names the account. */
  subject: ReadOnly<string>;
  user_id: ReadOnly<string>;
  /** The address that the provider gave. It decides nothing. */
  email: ReadOnly<string | null>;
  /** Tokens of the provider, sealed. */
  tokens: ReadOnly<string | null>;
  created_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  last_used_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
}

interface PasskeysTable<Dialect extends DialectName> {
  /** The credential id, base64url. */
  id: ReadOnly<string>;
  user_id: ReadOnly<string>;
  /** COSE, base64url. */
  public_key: ReadOnly<string>;
  /** The signature counter. */
  counter: ReadOnly<ValuesOf[Dialect]["long"]>;
  transports: ReadOnly<ValuesOf[Dialect]["list"]>;
  backup_eligible: ReadOnly<ValuesOf[Dialect]["boolean"]>;
  backed_up: ReadOnly<ValuesOf[Dialect]["boolean"]>;
  /** The model of the authenticator. */
  aaguid: ReadOnly<string>;
  /** What the user calls it. */
  name: ReadOnly<string>;
  created_at: ReadOnly<ValuesOf[Dialect]["moment"]>;
  last_used_at: ReadOnly<ValuesOf[Dialect]["moment"] | null>;
}

interface Tables<Dialect extends DialectName> {
  users: UsersTable<Dialect>;
  sessions: SessionsTable<Dialect>;
  api_keys: ApiKeysTable<Dialect>;
  identities: IdentitiesTable<Dialect>;
  passkeys: PasskeysTable<Dialect>;
}

/**
 * The types of Latchkey's tables for Kysely, to join your own with: users, sessions, API keys, identities and passkeys.
 * The columns can be read and not written. Latchkey has further tables, which may change with any version.
 *
 * @typeParam Dialect decides what a moment, a boolean and JSON are: `Date`, `boolean` and objects in PostgreSQL; whole
 * milliseconds, 0 or 1, and text in SQLite
 * @typeParam Prefix the `prefix` of the storage, default `"auth_"`. With a `schema` it starts with that: `"auth.auth_"`
 * @example
 * import type { LatchkeyTables } from "@latchkey/adapter-kysely";
 * import type { Kysely } from "kysely";
 *
 * interface DB extends LatchkeyTables<"postgres"> {
 *   orders: { id: number; user_id: string };
 * }
 * function ordersWithEmail(db: Kysely<DB>) {
 *   const query = db.selectFrom("orders").innerJoin("auth_users", "auth_users.id", "orders.user_id");
 *   return query.select(["orders.id", "auth_users.email"]).execute();
 * }
 */
export type LatchkeyTables<Dialect extends DialectName, Prefix extends string = "auth_"> = {
  [Name in keyof Tables<Dialect> as `${Prefix}${Name}`]: Tables<Dialect>[Name];
};
