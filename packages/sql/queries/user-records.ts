import { read } from "./columns.ts";
import { readSession, sessionColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { user_id: userId } = tables.sessions;

/** Everything that is stored about a user, where other statements do not read it. */
export function userRecords({ db }: QueryContext) {
  return {
    /** Also those that are over. */
    list_all_sessions: statement({ userId }, sessionColumns, (value) =>
      db
        .selectFrom(`${table("sessions")} as s`)
        .select(readSession("s"))
        .where("s.user_id", "=", value.userId)
        .orderBy("s.created_at", "desc"),
    ),
    list_tokens: statement({ userId }, tables.tokens, (value) =>
      db
        .selectFrom(`${table("tokens")} as t`)
        .select(read(tables.tokens, (column) => `t.${column}`))
        .where("t.user_id", "=", value.userId),
    ),
  };
}
