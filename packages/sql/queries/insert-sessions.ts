import type { AliasableExpression } from "kysely";
import type { Values, Writer } from "./query.ts";

type NewSession = "id" | "userId" | "createdAt" | "expiresAt" | "endsAt" | "lastUsedAt" | "address" | "agent";

export function insertSessions({ db, table }: Writer) {
  /** Opens a session only for a user that is there, enabled, and proven to be as he was when it was drafted. */
  const insertion = (
    value: Values<NewSession>,
    column: "u.session_version" | "u.password_hash",
    proof: AliasableExpression<any>,
  ) =>
    db
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
          .where("u.disabled", "=", eb.lit(false)),
      )
      .returning("id");

  return {
    insert_session: (value: Values<NewSession | "version">) => insertion(value, "u.session_version", value.version),
    insert_session_behind: (value: Values<NewSession | "passwordHash">) =>
      insertion(value, "u.password_hash", value.passwordHash),
  };
}
