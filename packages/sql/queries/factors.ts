import { sql, type Expression } from "kysely";
import { columnsOf, parametersOf, selectedRow } from "./columns.ts";
import { orNull } from "./kinds.ts";
import { factorColumns, readFactor, readUser, userColumns } from "./rows.ts";
import { statement, type QueryContext, type Values } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { user_id: userId, secret, trusted_since: at } = tables.factors;
const { hash } = tables.recovery_codes;
const { session_version } = tables.users;

/** Of whom, and with which session version. `null` is any. */
const owned = { userId, version: orNull(session_version) };
const inserted = { userId, version: session_version, secret };
const { id: keptId } = tables.sessions;

/**
 * Second factors and recovery codes, but for their uses. Batches that change both tables first lock the row of the
 * user: then each statement sees what the others see.
 */
export function factors({ db }: QueryContext) {
  const own = table("factors");
  const codes = table("recovery_codes");
  const users = `${table("users")} as u` as const;
  const user = (value: Values<typeof owned>) =>
    db
      .selectFrom(users)
      .where("u.id", "=", value.userId)
      .where(sql<boolean>`u.session_version = coalesce(${value.version}, u.session_version)`);
  const factor = (of: Expression<unknown>) =>
    sql`${db
      .selectFrom(`${own} as f`)
      .select("f.user_id")
      .where("f.user_id", "=", of as never)}`;
  const code = { ...owned, hash };
  const newCode = (value: Values<typeof code>) =>
    user(value).select(selectedRow("recovery_codes", value, { user_id: "u.id as user_id" }));

  const hasSecret = (value: Values<typeof inserted>) =>
    sql<boolean>`exists ${db
      .selectFrom(`${own} as f`)
      .select("f.user_id")
      .where("f.user_id", "=", value.userId)
      .where("f.secret", "=", value.secret)}`;

  return {
    find_factor: statement({ userId }, { ...userColumns, ...factorColumns }, (value) =>
      db
        .selectFrom(`${own} as f`)
        .innerJoin(users, "u.id", "f.user_id")
        .select([...readUser, ...readFactor(db)])
        .where("f.user_id", "=", value.userId),
    ),
    /** Before the factor is inserted: whether there is none yet must be true of both. */
    insert_first_recovery_code: statement(code, {}, (value) =>
      db
        .insertInto(codes)
        .columns(columnsOf("recovery_codes"))
        .expression(newCode(value).where(sql<boolean>`not exists ${factor(value.userId)}`)),
    ),
    insert_factor: statement({ ...parametersOf("factors"), ...owned }, { user_id: userId }, (value) =>
      db
        .insertInto(own)
        .columns(columnsOf("factors"))
        .expression(
          user(value)
            .select(selectedRow("factors", value, { user_id: "u.id as user_id" }))
            .where(sql<boolean>`not exists ${factor(value.userId)}`),
        )
        .returning("user_id"),
    ),
    /** These two end all other sessions, if the batch has inserted the factor: its sealed secret tells. */
    keep_session_with_factor: statement({ ...inserted, keptId }, {}, (value) =>
      db
        .updateTable(table("sessions"))
        .set((eb) => ({ version: eb("version", "+", eb.lit(1)) }))
        .where("id", "=", value.keptId)
        .where("user_id", "=", value.userId)
        .where("version", "=", value.version)
        .where(hasSecret(value)),
    ),
    end_sessions_with_factor: statement(inserted, {}, (value) =>
      db
        .updateTable(table("users"))
        .set((eb) => ({ session_version: eb("session_version", "+", eb.lit(1)) }))
        .where("id", "=", value.userId)
        .where("session_version", "=", value.version)
        .where(hasSecret(value)),
    ),
    /** Tells whether the codes are replaced: changes nothing that can be seen. */
    keep_factor: statement(owned, { user_id: userId }, (value) =>
      db
        .updateTable(own)
        .set((eb) => ({ secret: eb.ref("secret") }))
        .where("user_id", "=", user(value).select("u.id"))
        .returning("user_id"),
    ),
    delete_replaced_codes: statement(owned, {}, (value) =>
      db.deleteFrom(codes).where("user_id", "=", user(value).select("u.id")),
    ),
    insert_recovery_code: statement(code, {}, (value) =>
      db
        .insertInto(codes)
        .columns(columnsOf("recovery_codes"))
        .expression(newCode(value).where(sql<boolean>`exists ${factor(value.userId)}`)),
    ),
    forget_devices: statement({ userId, at }, { user_id: userId }, (value) =>
      db.updateTable(own).set({ trusted_since: value.at }).where("user_id", "=", value.userId).returning("user_id"),
    ),
    reseal_factor: statement({ userId, from: secret, to: secret }, { user_id: userId }, (value) =>
      db
        .updateTable(own)
        .set({ secret: value.to })
        .where("user_id", "=", value.userId)
        .where("secret", "=", value.from)
        .returning("user_id"),
    ),
    delete_factor: statement(owned, { user_id: userId }, (value) =>
      db.deleteFrom(own).where("user_id", "=", user(value).select("u.id")).returning("user_id"),
    ),
    delete_codes_without_factor: statement({ userId }, {}, (value) =>
      db
        .deleteFrom(codes)
        .where("user_id", "=", value.userId)
        .where(sql<boolean>`not exists ${factor(value.userId)}`),
    ),
  };
}
