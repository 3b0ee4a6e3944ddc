import { sql, type Kysely } from "kysely";
import type { StoredId } from "../src/lib/values/stored.ts";
import { omit, read } from "./columns.ts";
import { integer } from "./kinds.ts";
import { table, tables, type Tables } from "./tables.ts";

/** A user as it is read: all but the hash of the password. */
export const userColumns = omit(tables.users, "password_hash");

export const readUser = read(userColumns, (column) => `u.${column}`);

/**
 * The user of a row that is changed. Each column is a subselect: SQLite returns nothing else of another table.
 *
 * @param own the table that is changed
 */
export function readUserOf(db: Kysely<Tables>, own: "sessions" | "identities"): typeof readUser {
  const user = db.selectFrom(`${table("users")} as u`).where("u.id", "=", sql.ref<StoredId>(`${own}.user_id`));
  const columns = Object.keys(userColumns).map((name, index) => user.select(readUser[index]!).as(name));
  return columns as unknown as typeof readUser;
}

const openedColumns = { session_id: tables.sessions.id, opened_at: tables.sessions.created_at };
const otherSessionColumns = omit(tables.sessions, "id", "user_id", "created_at");

/**
 * A session as it is read. `id` and `created_at` get other names, because the user that is read along has those too.
 */
export const sessionColumns = { ...openedColumns, ...otherSessionColumns };

/** @param from the table or its alias */
export const readSession = (from: string) => [
  ...read(openedColumns, (column) => `${from}.${column === "session_id" ? "id" : "created_at"}`),
  ...read(otherSessionColumns, (column) => column),
];

const {
  created_at: linked_at,
  last_used_at: signed_in_at,
  email: provider_email,
  pool: _,
  ...namedColumns
} = tables.identities;

/** An identity as it is read, but for its pool. The columns that a user has too get other names. */
export const identityColumns = { linked_at, signed_in_at, provider_email, ...namedColumns };

const identityNames: Readonly<Record<string, string>> = {
  linked_at: "created_at",
  signed_in_at: "last_used_at",
  provider_email: "email",
};

/** @param from the table or its alias */
export const readIdentity = (from: string) =>
  read(identityColumns, (column) => `${from}.${identityNames[column] ?? column}`);

const { id: key_id, user_id, hash, name, hint, scopes, created_at: made_at, ...otherKeyColumns } = tables.api_keys;

/** An API key as it is read, with the same two columns renamed. */
export const keyColumns = { key_id, user_id, hash, name, hint, scopes, made_at, ...otherKeyColumns };

export const readKey = read(keyColumns, (column) => `k.${{ key_id: "id", made_at: "created_at" }[column] ?? column}`);

const { id: passkey_id, created_at: added_at, ...otherPasskeyColumns } = tables.passkeys;

/** A passkey as it is read, with the same two columns renamed. */
export const passkeyColumns = { passkey_id, added_at, ...otherPasskeyColumns };

export const readPasskey = read(
  passkeyColumns,
  (column) => `p.${{ passkey_id: "id", added_at: "created_at" }[column] ?? column}`,
);

const { created_at: enabled_at, ...otherFactorColumns } = tables.factors;

/** A second factor as it is read, with one column renamed, and how many recovery codes are left. */
export const factorColumns = { enabled_at, ...otherFactorColumns, recovery_codes: integer };

export function readFactor(db: Kysely<Tables>) {
  const codes = db
    .selectFrom(`${table("recovery_codes")} as c`)
    .select(sql<number>`cast(count(*) as integer)`.as("left"))
    .where("c.user_id", "=", sql.ref<StoredId>("f.user_id"));
  return [
    ...read(omit(factorColumns, "recovery_codes"), (column) => `f.${{ enabled_at: "created_at" }[column] ?? column}`),
    sql<number>`${codes}`.as("recovery_codes"),
  ] as const;
}
