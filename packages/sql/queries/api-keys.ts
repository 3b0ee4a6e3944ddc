import { sql } from "kysely";
import { columnsOf, parametersOf, selectedRow } from "./columns.ts";
import { keyColumns, readKey, readUser, userColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { id, user_id: userId, hash } = tables.api_keys;
const { session_version: sessionVersion, password_hash: passwordHash } = tables.users;
const { updated_at: at } = tables.users;

export function apiKeys({ db, dialect }: QueryContext) {
  const keys = table("api_keys");
  const users = `${table("users")} as u` as const;
  return {
    /**
     * On PostgreSQL the share lock orders it and a change of the user: it waits for the change and inserts nothing, or
     * the change waits and sees the key.
     */
    insert_api_key: statement({ ...parametersOf("api_keys"), sessionVersion }, { id }, (value) =>
      db
        .insertInto(keys)
        .columns(columnsOf("api_keys"))
        .expression((eb) =>
          eb
            .selectFrom(users)
            .select(selectedRow("api_keys", value, { user_id: "u.id as user_id" }))
            .where("u.id", "=", value.userId)
            .where("u.session_version", "=", value.sessionVersion)
            .$if(dialect === "postgres", (query) => query.forShare()),
        )
        .returning("id"),
    ),
    find_api_key: statement({ hash }, { ...userColumns, ...keyColumns }, (value) =>
      db
        .selectFrom(`${keys} as k`)
        .innerJoin(users, "u.id", "k.user_id")
        .select([...readUser, ...readKey])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("k.hash", "=", sql<string>`(select ${value.hash})`),
    ),
    list_api_keys: statement({ userId }, keyColumns, (value) =>
      db
        .selectFrom(`${keys} as k`)
        .select(readKey)
        .where("k.user_id", "=", value.userId)
        .orderBy("k.created_at", "desc")
        .limit((eb) => eb.lit(100)),
    ),
    touch_api_key: statement({ id, at }, {}, (value) =>
      db.updateTable(keys).set({ last_used_at: value.at }).where("id", "=", value.id),
    ),
    delete_api_key: statement({ id, userId }, { id }, (value) =>
      db.deleteFrom(keys).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
    ),
    delete_api_keys: statement({ userId }, { id }, (value) =>
      db.deleteFrom(keys).where("user_id", "=", value.userId).returning("id"),
    ),
    /** Only if the user has this password hash: the statement before it in the batch has written it. */
    delete_api_keys_if_password_hash: statement({ userId, passwordHash }, { id }, (value) =>
      db
        .deleteFrom(keys)
        .where("user_id", "=", (eb) =>
          eb
            .selectFrom(users)
            .select("u.id")
            .where("u.id", "=", value.userId)
            .where("u.password_hash", "=", value.passwordHash),
        )
        .returning("id"),
    ),
  };
}
