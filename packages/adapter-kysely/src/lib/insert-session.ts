import type { AliasableExpression } from "kysely";
import { prepare, type Query } from "./prepare.ts";
import type { bindSession } from "./session-row.ts";
import type { Sql } from "./sql.ts";

type SessionValues = keyof ReturnType<typeof bindSession>;
type Values = Readonly<Record<SessionValues, AliasableExpression<any>>>;

/** Opens a session only for a user that is there, enabled, and of the version that the session was drafted under. */
export function insertSession(sql: Sql): Query<SessionValues> {
  return prepare<SessionValues>("insert_session", (value) => insertion(sql, value, "u.session_version", value.version));
}

/**
 * Within a batch, behind the statement that wrote the user: opens a session of his version only if his password hash
 * is this one. A hash has its own salt, so it tells whether that statement did write, or somebody else was first.
 */
export function insertSessionBehind(sql: Sql): Query<SessionValues | "passwordHash"> {
  return prepare<SessionValues | "passwordHash">("insert_session_behind", (value) => insertion(sql, value, "u.password_hash", value.passwordHash));
}

function insertion({ db, table, codecs }: Sql, value: Values, column: "u.session_version" | "u.password_hash", proof: AliasableExpression<any>) {
  return db
    .insertInto(table("sessions"))
    .columns(["id", "user_id", "version", "created_at", "expires_at", "ends_at", "last_used_at", "address", "agent"])
    .expression((eb) =>
      eb
        .selectFrom(`${table("users")} as u`)
        .select([value.id.as("id"), "u.id as user_id", "u.session_version as version"])
        .select([value.createdAt.as("created_at"), value.expiresAt.as("expires_at"), value.endsAt.as("ends_at")])
        .select([value.lastUsedAt.as("last_used_at"), value.address.as("address"), value.agent.as("agent")])
        .where("u.id", "=", value.userId)
        .where(column, "=", proof)
        .where("u.disabled", "=", codecs.boolean.write(false)),
    )
    .returning("id");
}
