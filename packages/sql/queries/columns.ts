import { sql, type AliasedRawBuilder } from "kysely";
import type { Writer } from "./query.ts";

type Dialect = Writer["dialect"];

/**
 * A column of a moment as it is read, in whole milliseconds since 1970. PostgreSQL says a `timestamptz` as `DateStyle` and
 * `TimeZone` of the session want it, and a number always in the same way.
 */
export function moment<Name extends string>(
  dialect: Dialect,
  column: string,
  name: Name,
): AliasedRawBuilder<unknown, Name> {
  const stored = sql.ref(column);
  return (dialect === "postgres" ? sql`(date_part('epoch', ${stored}) * 1000)::int8` : sql`${stored}`).as(name);
}

/** Named one by one: a column that a later version adds must not change what a prepared statement returns. */
const userTexts = [
  "u.id",
  "u.pool",
  "u.email",
  "u.username",
  "u.email_verified",
  "u.metadata",
  "u.app_metadata",
  "u.disabled",
  "u.session_version",
] as const;

export const userColumns = (dialect: Dialect) =>
  [...userTexts, moment(dialect, "u.created_at", "created_at"), moment(dialect, "u.updated_at", "updated_at")] as const;

/** The same by name, for where each is a subselect of its own. */
export const namedUserColumns = (dialect: Dialect) => [
  ...userTexts.map((column) => ({ name: column.slice("u.".length), column })),
  ...(["created_at", "updated_at"] as const).map((name) => ({ name, column: moment(dialect, `u.${name}`, name) })),
];

/** With `id` and `created_at` as `session_id` and `opened_at`: the user that is read along has those too. */
export const sessionColumns = <Table extends string>(dialect: Dialect, table: Table) =>
  [
    sql.ref(`${table}.id`).as("session_id"),
    moment(dialect, `${table}.created_at`, "opened_at"),
    "version",
    moment(dialect, "expires_at", "expires_at"),
    moment(dialect, "ends_at", "ends_at"),
    moment(dialect, "last_used_at", "last_used_at"),
    "address",
    "agent",
  ] as const;

export const keyColumns = (dialect: Dialect) =>
  [
    "k.id as key_id",
    "k.user_id",
    "k.hash",
    "k.name",
    "k.hint",
    "k.scopes",
    moment(dialect, "k.created_at", "made_at"),
    moment(dialect, "k.expires_at", "expires_at"),
    moment(dialect, "k.last_used_at", "last_used_at"),
  ] as const;
