import { sql } from "kysely";
import { columnsOf, parametersOf, selectedRow } from "./columns.ts";
import { passkeyColumns, readPasskey, readUser, userColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";
import { hasOtherWayIn } from "./ways-in.ts";

const { id, user_id: userId, name } = tables.passkeys;
const { session_version: sessionVersion, password_hash: passwordHash } = tables.users;

/** Passkeys of users, but for signing in with one. */
export function passkeys(context: QueryContext) {
  const { db, dialect } = context;
  const own = table("passkeys");
  const users = `${table("users")} as u` as const;
  return {
    /** Only if the user has this password hash: the statement before it in the batch has inserted the user. */
    insert_passkey_if_password_hash: statement({ ...parametersOf("passkeys"), passwordHash }, { id }, (value) =>
      db
        .insertInto(own)
        .columns(columnsOf("passkeys"))
        .expression((eb) =>
          eb
            .selectFrom(users)
            .select(selectedRow("passkeys", value, { user_id: "u.id as user_id" }))
            .where("u.id", "=", value.userId)
            .where("u.password_hash", "=", value.passwordHash),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    /** Takes back the user whom the batch has inserted, where the passkey was in use. */
    delete_user_without_passkey: statement({ userId, passwordHash }, {}, (value) =>
      db
        .deleteFrom(table("users"))
        .where("id", "=", value.userId)
        .where("password_hash", "=", value.passwordHash)
        .where((eb) => {
          const added = eb.selectFrom(`${own} as p`).select("p.id").where("p.user_id", "=", value.userId);
          return eb.not(eb.exists(added));
        }),
    ),
    /** On PostgreSQL the share lock orders it and a change of the user, as for API keys. */
    insert_passkey: statement({ ...parametersOf("passkeys"), sessionVersion }, { id }, (value) =>
      db
        .insertInto(own)
        .columns(columnsOf("passkeys"))
        .expression((eb) =>
          eb
            .selectFrom(users)
            .select(selectedRow("passkeys", value, { user_id: "u.id as user_id" }))
            .where("u.id", "=", value.userId)
            .where("u.session_version", "=", value.sessionVersion)
            .$if(dialect === "postgres", (query) => query.forShare()),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    find_passkey: statement({ id }, { ...userColumns, ...passkeyColumns }, (value) =>
      db
        .selectFrom(`${own} as p`)
        .innerJoin(users, "u.id", "p.user_id")
        .select([...readUser, ...readPasskey])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("p.id", "=", sql<string>`(select ${value.id})`),
    ),
    list_passkeys: statement({ userId }, passkeyColumns, (value) =>
      db
        .selectFrom(`${own} as p`)
        .select(readPasskey)
        .where("p.user_id", "=", value.userId)
        .orderBy("p.created_at")
        .limit((eb) => eb.lit(100)),
    ),
    rename_passkey: statement({ id, userId, name }, { id }, (value) =>
      db
        .updateTable(own)
        .set({ name: value.name })
        .where("id", "=", value.id)
        .where("user_id", "=", value.userId)
        .returning("id"),
    ),
    /** Only while the user has another way in. */
    delete_passkey: statement({ id, userId }, { id }, (value) =>
      db
        .deleteFrom(own)
        .where("id", "=", value.id)
        .where("user_id", "=", value.userId)
        .where(hasOtherWayIn(context, { userId: value.userId, passkey: value.id }))
        .returning("id"),
    ),
    has_passkey: statement({ id }, { user_id: userId }, (value) =>
      db.selectFrom(own).select("user_id").where("id", "=", value.id),
    ),
  };
}
