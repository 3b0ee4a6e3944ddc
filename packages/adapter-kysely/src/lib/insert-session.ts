import type { SessionRecord } from "@latchkey/core";
import type { Codecs } from "./language.ts";
import { prepare, type Query } from "./prepare.ts";
import type { Sql } from "./sql.ts";

type SessionValues = keyof ReturnType<typeof bindSession>;

/** Opens a session only for a user that is there, enabled, and of the version that the session was drafted under. */
export function insertSession({ db, table, codecs }: Sql): Query<SessionValues> {
  return prepare<SessionValues>("insert_session", (value) =>
    db
      .insertInto(table("sessions"))
      .columns(["id", "user_id", "version", "created_at", "expires_at"])
      .expression((eb) =>
        eb
          .selectFrom(`${table("users")} as u`)
          .select([value.id.as("id"), "u.id as user_id", "u.session_version as version"])
          .select([value.createdAt.as("created_at"), value.expiresAt.as("expires_at")])
          .where("u.id", "=", value.userId)
          .where("u.session_version", "=", value.version)
          .where("u.disabled", "=", codecs.boolean.write(false)),
      )
      .returning("id"),
  );
}

export function bindSession(codecs: Codecs, session: SessionRecord) {
  return {
    id: session.id,
    userId: session.userId,
    version: session.version,
    createdAt: codecs.moment.write(session.createdAt),
    expiresAt: codecs.moment.write(session.expiresAt),
  };
}
