import { sql } from "kysely";
import type { StoredBoolean } from "../src/lib/values/stored.ts";
import { columnsOf, parametersOf, selectedRow } from "./columns.ts";
import { statement, type QueryContext, type Values } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { session_version: version, password_hash: passwordHash } = tables.users;
const { id } = tables.sessions;

const newSession = { ...parametersOf("sessions", "user_id", "version"), userId: tables.users.id };

export function insertSessions({ db }: QueryContext) {
  /** The user must be there and enabled. */
  const ofUser = (value: Values<typeof newSession>) =>
    db
      .selectFrom(`${table("users")} as u`)
      .select(selectedRow("sessions", value, { user_id: "u.id as user_id", version: "u.session_version as version" }))
      .where("u.id", "=", value.userId);
  const insertion = (selected: ReturnType<typeof ofUser>) =>
    db
      .insertInto(table("sessions"))
      .columns(columnsOf("sessions"))
      .expression(selected.where("u.disabled", "=", sql<StoredBoolean>`false`))
      .returning("id");

  return {
    /** Only while the user has this session version: nothing has ended the sessions meanwhile. */
    insert_session: statement({ ...newSession, version }, { id }, (value) =>
      insertion(ofUser(value).where("u.session_version", "=", value.version)),
    ),
    /** Only while the user has this password hash: the statement before it in the batch has written it. */
    insert_session_if_password_hash: statement({ ...newSession, passwordHash }, { id }, (value) =>
      insertion(ofUser(value).where("u.password_hash", "=", value.passwordHash)),
    ),
  };
}
