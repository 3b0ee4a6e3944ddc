import type { SessionRecord, SessionStore } from "@latchkey/core";
import { sql as raw } from "kysely";
import { bindSession, insertSession } from "./insert-session.ts";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";
import { readUser, userColumns } from "./user-row.ts";

export function sessionStore(sql: Sql): SessionStore {
  const { db, table, codecs, executor } = sql;
  const insert = insertSession(sql);

  const find = prepare<"id">("find_session", (value) =>
    db
      .selectFrom(`${table("sessions")} as s`)
      .innerJoin(`${table("users")} as u`, "u.id", "s.user_id")
      .select([...userColumns, "s.id as session_id", "s.version", "s.created_at as opened_at", "s.expires_at"])
      // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
      .where("s.id", "=", raw<string>`(select ${value.id})`),
  );
  const remove = prepare<"id" | "userId">("delete_session", (value) =>
    db.deleteFrom(table("sessions")).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
  );

  return {
    insert: async (session) => (await executor.all(insert(bindSession(codecs, session)))).length > 0,
    async find(id) {
      const [row] = await executor.all(find({ id }));
      if (!row) return null;
      const user = readUser(codecs, row);
      const session: SessionRecord = {
        id: row.session_id as string,
        userId: user.id,
        version: row.version as number,
        createdAt: codecs.moment.read(row.opened_at),
        expiresAt: codecs.moment.read(row.expires_at),
      };
      return { session, user };
    },
    delete: async (id, userId) => (await executor.all(remove({ id, userId }))).length > 0,
  };
}
