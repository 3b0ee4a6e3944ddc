import type { SessionStore, SessionWithUser } from "@latchkey/core";
import { sql as raw } from "kysely";
import type { Bound, Row } from "./executor.ts";
import { insertSession } from "./insert-session.ts";
import { prepare } from "./prepare.ts";
import { bindSession, readSession, sessionColumns } from "./session-row.ts";
import type { Sql } from "./sql.ts";
import { readUser, userColumns } from "./user-row.ts";

export function sessionStore(sql: Sql): SessionStore {
  const { codecs, executor } = sql;
  const { moment } = codecs;
  const insert = insertSession(sql);
  const reading = readingStatements(sql);
  const changing = changingStatements(sql);
  const count = async (bound: Bound) => (await executor.all(bound)).length;

  async function one(bound: Bound): Promise<SessionWithUser | null> {
    const [row] = await executor.all(bound);
    return row ? readBoth(row) : null;
  }

  function readBoth(row: Row): SessionWithUser {
    const user = readUser(codecs, row);
    return { session: readSession(codecs, user.id, row), user };
  }

  return {
    insert: async (session) => (await count(insert(bindSession(codecs, session)))) > 0,
    find: (id) => one(reading.find({ id })),
    async list(userId, at) {
      const rows = await executor.all(reading.list({ userId, at: moment.write(at) }));
      return rows.map((row) => readSession(codecs, userId, row));
    },
    extend: (id, userId, expiresAt, at) => one(changing.extend({ id, userId, expiresAt: moment.write(expiresAt), at: moment.write(at) })),
    async touch(id, at) {
      await executor.all(changing.touch({ id, at: moment.write(at) }));
    },
    delete: async (id, userId) => (await count(changing.delete({ id, userId }))) > 0,
    deleteOthers: (userId, keptId) => count(changing.deleteOthers({ userId, keptId })),
  };
}

function readingStatements({ db, table, codecs }: Sql) {
  return {
    find: prepare<"id">("find_session", (value) =>
      db
        .selectFrom(`${table("sessions")} as s`)
        .innerJoin(`${table("users")} as u`, "u.id", "s.user_id")
        .select([...userColumns, "s.id as session_id", "s.created_at as opened_at", ...sessionColumns])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("s.id", "=", raw<string>`(select ${value.id})`),
    ),
    list: prepare<"userId" | "at">("list_sessions", (value) =>
      db
        .selectFrom(`${table("sessions")} as s`)
        .innerJoin(`${table("users")} as u`, (join) => join.onRef("u.id", "=", "s.user_id").onRef("u.session_version", "=", "s.version"))
        .select(["s.id as session_id", "s.created_at as opened_at", ...sessionColumns])
        .where("s.user_id", "=", value.userId)
        .where("s.expires_at", ">", value.at)
        .where("u.disabled", "=", codecs.boolean.write(false))
        .orderBy("s.created_at", "desc")
        .limit(100),
    ),
  };
}

function changingStatements({ db, table, codecs }: Sql) {
  const sessions = table("sessions");
  const users = `${table("users")} as u` as const;
  return {
    extend: prepare<"id" | "userId" | "expiresAt" | "at">("extend_session", (value) =>
      db
        .updateTable(sessions)
        .set((eb) => ({
          expires_at: eb.case().when("ends_at", "<", value.expiresAt).then(eb.ref("ends_at")).else(value.expiresAt).end(),
          last_used_at: value.at,
        }))
        .where("id", "=", value.id)
        .where("user_id", "=", value.userId)
        .where("expires_at", ">", value.at)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom(users)
              .select("u.id")
              .whereRef("u.id", "=", `${sessions}.user_id`)
              .whereRef("u.session_version", "=", `${sessions}.version`)
              .where("u.disabled", "=", codecs.boolean.write(false)),
          ),
        )
        .returning([`${sessions}.id as session_id`, `${sessions}.created_at as opened_at`, ...sessionColumns])
        // One by one: SQLite returns nothing of another table but a subselect of one value.
        .returning((eb) =>
          userColumns.map((column) => eb.selectFrom(users).select(column).whereRef("u.id", "=", `${sessions}.user_id`).as(column.slice("u.".length))),
        ),
    ),
    touch: prepare<"id" | "at">("touch_session", (value) => db.updateTable(sessions).set({ last_used_at: value.at }).where("id", "=", value.id)),
    delete: prepare<"id" | "userId">("delete_session", (value) =>
      db.deleteFrom(sessions).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
    ),
    deleteOthers: prepare<"userId" | "keptId">("delete_other_sessions", (value) =>
      db.deleteFrom(sessions).where("user_id", "=", value.userId).where("id", "<>", value.keptId).returning("id"),
    ),
  };
}
