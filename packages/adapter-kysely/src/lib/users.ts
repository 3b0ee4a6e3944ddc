import type { Credentials, UserStore } from "@latchkey/core";
import type { Bound } from "./executor.ts";
import { bindSession, insertSession } from "./insert-session.ts";
import type { Codecs } from "./language.ts";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";
import { readUser, userColumns } from "./user-row.ts";

export function userStore(sql: Sql): UserStore {
  const { executor, codecs } = sql;
  const statements = userStatements(sql);
  const openSession = insertSession(sql);
  const did = async (bound: Bound) => (await executor.all(bound)).length > 0;

  return {
    async insert(credentials, session) {
      const list = [statements.insert(bindCredentials(codecs, credentials)), openSession(bindSession(codecs, session))];
      const [, opened] = await executor.batch(list);
      return opened!.length > 0;
    },
    async findByEmail(pool, email) {
      const [row] = await executor.all(statements.findByEmail({ pool, email }));
      return row ? { user: readUser(codecs, row), passwordHash: row.password_hash as string } : null;
    },
    rehashPassword: (id, from, to) => did(statements.rehashPassword({ id, from, to })),
    setPassword: (id, hash, at) => did(statements.setPassword({ id, hash, at: codecs.moment.write(at) })),
    setDisabled(id, disabled, at) {
      const values = { id, disabled: codecs.boolean.write(disabled), ended: Number(disabled), at: codecs.moment.write(at) };
      return did(statements.setDisabled(values));
    },
    endSessions: (id) => did(statements.endSessions({ id })),
    async delete(id) {
      const [, , deleted] = await executor.batch([statements.deleteSessions({ id }), statements.deleteTokens({ id }), statements.delete({ id })]);
      return deleted!.length > 0;
    },
  };
}

function userStatements({ db, table }: Sql) {
  const users = table("users");
  return {
    insert: prepare<keyof ReturnType<typeof bindCredentials>>("insert_user", (value) =>
      db
        .insertInto(users)
        .values({
          id: value.id,
          pool: value.pool,
          email: value.email,
          email_verified: value.emailVerified,
          password_hash: value.passwordHash,
          metadata: value.metadata,
          disabled: value.disabled,
          session_version: value.sessionVersion,
          created_at: value.createdAt,
          updated_at: value.updatedAt,
        })
        .onConflict((conflict) => conflict.columns(["pool", "email"]).doNothing()),
    ),
    findByEmail: prepare<"pool" | "email">("find_credentials", (value) =>
      db
        .selectFrom(`${users} as u`)
        .select([...userColumns, "u.password_hash"])
        .where("u.pool", "=", value.pool)
        .where("u.email", "=", value.email),
    ),
    rehashPassword: prepare<"id" | "from" | "to">("rehash_password", (value) =>
      db.updateTable(users).set({ password_hash: value.to }).where("id", "=", value.id).where("password_hash", "=", value.from).returning("id"),
    ),
    setPassword: prepare<"id" | "hash" | "at">("set_password", (value) =>
      db
        .updateTable(users)
        .set((eb) => ({ password_hash: value.hash, session_version: eb("session_version", "+", 1), updated_at: value.at }))
        .where("id", "=", value.id)
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
    deleteSessions: prepare<"id">("delete_sessions", (value) => db.deleteFrom(table("sessions")).where("user_id", "=", value.id)),
    deleteTokens: prepare<"id">("delete_tokens", (value) => db.deleteFrom(table("tokens")).where("user_id", "=", value.id)),
    delete: prepare<"id">("delete_user", (value) => db.deleteFrom(users).where("id", "=", value.id).returning("id")),
  };
}

function bindCredentials(codecs: Codecs, { user, passwordHash }: Credentials) {
  return {
    id: user.id,
    pool: user.pool,
    email: user.email,
    emailVerified: codecs.boolean.write(user.emailVerified),
    passwordHash,
    metadata: codecs.json.write(user.metadata),
    disabled: codecs.boolean.write(user.disabled),
    sessionVersion: user.sessionVersion,
    createdAt: codecs.moment.write(user.createdAt),
    updatedAt: codecs.moment.write(user.updatedAt),
  };
}
