import { sql } from "kysely";
import type { StoredBoolean, StoredId } from "../src/lib/values/stored.ts";
import { orNull } from "./kinds.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { id, session_version, updated_at: at } = tables.users;

/** Disabling and deleting users of a pool that keeps one. */
export function lastUsers({ db }: QueryContext) {
  const users = table("users");
  /** The user is disabled, or another one of the pool is enabled. Ordered, so that PostgreSQL reads an index. */
  const isNotLast = sql<boolean>`(disabled or ${db
    .selectFrom(`${users} as o`)
    .select("o.id")
    .where("o.pool", "=", sql.ref<string>(`${users}.pool`))
    .where("o.disabled", "=", sql<StoredBoolean>`false`)
    .where("o.id", "<>", sql.ref<StoredId>(`${users}.id`))
    .orderBy("o.email_verified")
    .limit((eb) => eb.lit(1))} is not null)`;

  return {
    /**
     * The first of a batch that takes an enabled user from a pool: of two such batches, the second waits here. It also
     * remembers that the pool has had a user.
     */
    lock_pool: statement({ id }, {}, (value) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression((eb) =>
          eb.selectFrom(`${users} as u`).select(["u.pool", "u.id as claim"]).where("u.id", "=", value.id),
        )
        .onConflict((conflict) => conflict.column("pool").doUpdateSet((eb) => ({ claim: eb.ref("excluded.claim") }))),
    ),
    disable_unless_last: statement({ id, at }, { id }, (value) =>
      db
        .updateTable(users)
        .set((eb) => ({
          disabled: sql<StoredBoolean>`true`,
          session_version: eb("session_version", "+", eb.lit(1)),
          updated_at: value.at,
        }))
        .where("id", "=", value.id)
        .where(isNotLast)
        .returning("id"),
    ),
    delete_unless_last: statement({ id, version: orNull(session_version) }, { id }, (value) =>
      db
        .deleteFrom(users)
        .where("id", "=", value.id)
        .where(sql<boolean>`session_version = coalesce(${value.version}, session_version)`)
        .where(isNotLast)
        .returning("id"),
    ),
  };
}
