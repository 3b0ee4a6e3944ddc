import type { SessionRecord, UserStore } from "@latchkey/core";
import { sql as raw } from "kysely";
import type { Bound } from "./executor.ts";
import { insertSessionBehind } from "./insert-session.ts";
import { prepare } from "./prepare.ts";
import { bindSession } from "./session-row.ts";
import type { Sql } from "./sql.ts";

type ChangeAccess = Pick<UserStore, "rehashPassword" | "setPassword" | "setDisabled" | "endSessions">;

/** Who gets in: passwords, disabling, and the end of sessions. */
export function changeAccess(sql: Sql): ChangeAccess {
  const { executor, codecs } = sql;
  const statements = accessStatements(sql);
  const insertSession = insertSessionBehind(sql);
  const did = async (bound: Bound) => (await executor.all(bound)).length > 0;

  async function didAndOpened(change: Bound, session: SessionRecord, passwordHash: string): Promise<boolean> {
    const [changed] = await executor.batch([change, insertSession({ ...bindSession(codecs, session), passwordHash })]);
    return changed!.length > 0;
  }

  return {
    rehashPassword: (id, from, to) => did(statements.rehashPassword({ id, from, to })),
    setPassword(id, { from, to, provesEmail, at }, session) {
      const change = statements.setPassword({ id, from, to, proves: codecs.boolean.write(provesEmail), at: codecs.moment.write(at) });
      return session ? didAndOpened(change, session, to) : did(change);
    },
    setDisabled(id, disabled, at) {
      const values = { id, disabled: codecs.boolean.write(disabled), ended: Number(disabled), at: codecs.moment.write(at) };
      return did(statements.setDisabled(values));
    },
    endSessions: (id) => did(statements.endSessions({ id })),
  };
}

function accessStatements({ db, table }: Sql) {
  const users = table("users");
  return {
    rehashPassword: prepare<"id" | "from" | "to">("rehash_password", (value) =>
      db.updateTable(users).set({ password_hash: value.to }).where("id", "=", value.id).where("password_hash", "=", value.from).returning("id"),
    ),
    setPassword: prepare<"id" | "from" | "to" | "proves" | "at">("set_password", (value) =>
      db
        .updateTable(users)
        .set((eb) => ({
          password_hash: value.to,
          session_version: eb("session_version", "+", 1),
          email_verified: raw`email_verified or ${value.proves}`,
          updated_at: value.at,
        }))
        .where("id", "=", value.id)
        .where("password_hash", "=", raw<string>`coalesce(${value.from}, password_hash)`)
        .returning("id"),
    ),
    setDisabled: prepare<"id" | "disabled" | "ended" | "at">("set_disabled", (value) =>
      db
        .updateTable(users)
        .set((eb) => ({ disabled: value.disabled, session_version: eb("session_version", "+", value.ended), updated_at: value.at }))
        .where("id", "=", value.id)
        .returning("id"),
    ),
    endSessions: prepare<"id">("end_sessions", (value) =>
      db
        .updateTable(users)
        .set((eb) => ({ session_version: eb("session_version", "+", 1) }))
        .where("id", "=", value.id)
        .returning("id"),
    ),
  };
}
