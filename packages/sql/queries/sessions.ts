import { sql } from "kysely";
import type { StoredBoolean, StoredId } from "../src/lib/values/stored.ts";
import { readSession, readUser, readUserOf, sessionColumns, userColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { id, user_id: userId, expires_at: expiresAt, last_used_at: at, proved_at: provedAt, methods } = tables.sessions;
const { pool } = tables.users;

const no = sql<StoredBoolean>`false`;

export function sessions({ db }: QueryContext) {
  const own = table("sessions");
  const users = `${table("users")} as u` as const;
  /** The user of a session that is changed, if nothing has ended it. */
  const liveUser = db
    .selectFrom(users)
    .select("u.id")
    .where("u.id", "=", sql.ref<StoredId>(`${own}.user_id`))
    .where("u.session_version", "=", sql.ref<number>(`${own}.version`))
    .where("u.disabled", "=", no);
  return {
    find_session: statement({ id }, { ...userColumns, ...sessionColumns }, (value) =>
      db
        .selectFrom(`${own} as s`)
        .innerJoin(users, "u.id", "s.user_id")
        .select([...readUser, ...readSession("s")])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("s.id", "=", sql<string>`(select ${value.id})`),
    ),
    list_sessions: statement({ userId, at }, sessionColumns, (value) =>
      db
        .selectFrom(`${own} as s`)
        .innerJoin(users, (join) => join.onRef("u.id", "=", "s.user_id").onRef("u.session_version", "=", "s.version"))
        .select(readSession("s"))
        .where("s.user_id", "=", value.userId)
        .where("s.expires_at", ">", value.at)
        .where("u.disabled", "=", no)
        .orderBy("s.created_at", "desc")
        .limit((eb) => eb.lit(100)),
    ),
    extend_session: statement(
      { id, userId, pool, expiresAt, at, usedAfter: at },
      { ...sessionColumns, ...userColumns },
      (value) =>
        db
          .updateTable(own)
          .set((eb) => ({
            expires_at: eb
              .case()
              .when("ends_at", "<", value.expiresAt)
              .then(eb.ref("ends_at"))
              .else(value.expiresAt)
              .end(),
            last_used_at: value.at,
          }))
          .where("id", "=", value.id)
          .where("user_id", "=", value.userId)
          .where("expires_at", ">", value.at)
          .where("last_used_at", ">", value.usedAfter)
          .where((eb) => eb.exists(liveUser.where("u.pool", "=", value.pool)))
          .returning([...readSession(own), ...readUserOf(db, own)]),
    ),
    prove_session: statement({ id, userId, provedAt, methods }, { id }, (value) =>
      db
        .updateTable(own)
        .set({ proved_at: value.provedAt, methods: value.methods })
        .where("id", "=", value.id)
        .where("user_id", "=", value.userId)
        .where("expires_at", ">", value.provedAt)
        .where((eb) => eb.exists(liveUser))
        .returning("id"),
    ),
    touch_session: statement({ id, at }, {}, (value) =>
      db.updateTable(own).set({ last_used_at: value.at }).where("id", "=", value.id),
    ),
    delete_session: statement({ id, userId }, { id }, (value) =>
      db.deleteFrom(own).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
    ),
    delete_other_sessions: statement({ userId, keptId: id }, { id }, (value) =>
      db.deleteFrom(own).where("user_id", "=", value.userId).where("id", "<>", value.keptId).returning("id"),
    ),
  };
}
