import { sql } from "kysely";
import { namedUserColumns, sessionColumns, userColumns } from "./columns.ts";
import type { Values, Writer } from "./query.ts";

export function sessions({ db, table, dialect }: Writer) {
  const own = table("sessions");
  const users = `${table("users")} as u` as const;
  return {
    find_session: (value: Values<"id">) =>
      db
        .selectFrom(`${own} as s`)
        .innerJoin(users, "u.id", "s.user_id")
        .select([...userColumns(dialect), ...sessionColumns(dialect, "s")])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("s.id", "=", sql<string>`(select ${value.id})`),
    list_sessions: (value: Values<"userId" | "at">) =>
      db
        .selectFrom(`${own} as s`)
        .innerJoin(users, (join) => join.onRef("u.id", "=", "s.user_id").onRef("u.session_version", "=", "s.version"))
        .select(sessionColumns(dialect, "s"))
        .where("s.user_id", "=", value.userId)
        .where("s.expires_at", ">", value.at)
        .where((eb) => eb("u.disabled", "=", eb.lit(false)))
        .orderBy("s.created_at", "desc")
        .limit((eb) => eb.lit(100)),
    extend_session: (value: Values<"id" | "userId" | "pool" | "expiresAt" | "at" | "usedAfter">) =>
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
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom(users)
              .select("u.id")
              .whereRef("u.id", "=", `${own}.user_id`)
              .whereRef("u.session_version", "=", `${own}.version`)
              .where("u.pool", "=", value.pool)
              .where("u.disabled", "=", eb.lit(false)),
          ),
        )
        .returning(sessionColumns(dialect, own))
        // One by one: SQLite returns nothing of another table but a subselect of one value.
        .returning((eb) =>
          namedUserColumns(dialect).map(({ name, column }) =>
            eb.selectFrom(users).select(column).whereRef("u.id", "=", `${own}.user_id`).as(name),
          ),
        ),
    touch_session: (value: Values<"id" | "at">) =>
      db.updateTable(own).set({ last_used_at: value.at }).where("id", "=", value.id),
    delete_session: (value: Values<"id" | "userId">) =>
      db.deleteFrom(own).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
    delete_other_sessions: (value: Values<"userId" | "keptId">) =>
      db.deleteFrom(own).where("user_id", "=", value.userId).where("id", "<>", value.keptId).returning("id"),
  };
}
