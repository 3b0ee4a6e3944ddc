import { sql, type Expression } from "kysely";
import type { StoredBoolean, StoredId, StoredJson } from "../src/lib/values/stored.ts";
import { integer, orNull } from "./kinds.ts";
import { statement, type QueryContext, type Values } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { id, email, email_verified, password_hash, username, metadata, app_metadata, disabled } = tables.users;
const { session_version, updated_at: at } = tables.users;

/** `null` is any version. */
const version = orNull(session_version);
const given = disabled;

/** Updates to password, access, identity and metadata. */
export function changeUsers({ db }: QueryContext) {
  const users = table("users");
  const one = (value: Values<{ id: typeof id }>) => db.updateTable(users).where("id", "=", value.id).returning("id");
  /** PostgreSQL checks again once it has waited for another change of the row. */
  const hasVersion = (value: Values<{ version: typeof version }>) =>
    sql<boolean>`session_version = coalesce(${value.version}, session_version)`;

  /** No other user of the pool has the name. */
  const isFree = (column: "username" | "email", name: Expression<string | null>) =>
    sql<boolean>`not exists ${db
      .selectFrom(`${users} as o`)
      .select("o.id")
      .where("o.pool", "=", sql.ref<string>(`${users}.pool`))
      .where(`o.${column}`, "=", name)
      .where("o.id", "<>", sql.ref<StoredId>(`${users}.id`))}`;

  return {
    rehash_password: statement({ id, from: password_hash, to: password_hash }, { id }, (value) =>
      one(value).set({ password_hash: value.to }).where("password_hash", "=", value.from),
    ),
    set_password: statement(
      { id, from: orNull(password_hash), to: password_hash, proves: email_verified, at },
      { id },
      (value) =>
        one(value)
          .set((eb) => ({
            password_hash: value.to,
            session_version: eb("session_version", "+", eb.lit(1)),
            email_verified: sql<StoredBoolean>`email_verified or ${value.proves}`,
            updated_at: value.at,
          }))
          .where("password_hash", "=", sql<string>`coalesce(${value.from}, password_hash)`),
    ),
    set_disabled: statement({ id, disabled, ended: integer, at }, { id }, (value) =>
      one(value).set((eb) => ({
        disabled: value.disabled,
        session_version: eb("session_version", "+", value.ended),
        updated_at: value.at,
      })),
    ),
    end_sessions: statement({ id }, { id }, (value) =>
      one(value).set((eb) => ({ session_version: eb("session_version", "+", eb.lit(1)) })),
    ),
    change_email: statement({ id, from: email, to: email, at, version }, { id }, (value) =>
      one(value)
        .set({ email: value.to, email_verified: sql<StoredBoolean>`true`, updated_at: value.at })
        .where("email", "=", value.from)
        .where(hasVersion(value))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom(`${users} as o`)
                .select("o.id")
                .whereRef("o.pool", "=", `${users}.pool`)
                .where("o.email", "=", value.to),
            ),
          ),
        ),
    ),
    update_user: statement(
      {
        id,
        email: orNull(email),
        hasEmail: given,
        emailVerified: orNull(email_verified),
        hasEmailVerified: given,
        username,
        hasUsername: given,
        metadata,
        hasMetadata: given,
        appMetadata: app_metadata,
        hasAppMetadata: given,
        at,
        version,
      },
      { id },
      (value) =>
        one(value)
          .set({
            email: changed<string>(value.hasEmail, value.email, "email").$notNull(),
            email_verified: changed<StoredBoolean>(
              value.hasEmailVerified,
              value.emailVerified,
              "email_verified",
            ).$notNull(),
            username: changed<string>(value.hasUsername, value.username, "username"),
            metadata: changed<StoredJson>(value.hasMetadata, value.metadata, "metadata"),
            app_metadata: changed<StoredJson>(value.hasAppMetadata, value.appMetadata, "app_metadata"),
            updated_at: value.at,
          })
          .where(hasVersion(value))
          .where(isFree("username", value.username))
          .where(isFree("email", value.email)),
    ),
  };
}

/** The new value where there is one, else the old. */
function changed<Type>(isGiven: Expression<StoredBoolean>, value: Expression<Type | null>, column: string) {
  return sql<Type | null>`case when ${isGiven} then ${value} else ${sql.raw(column)} end`;
}
