import { sql } from "kysely";
import type { Values, Writer } from "./query.ts";

type Changes =
  | "id"
  | "username"
  | "hasUsername"
  | "metadata"
  | "hasMetadata"
  | "appMetadata"
  | "hasAppMetadata"
  | "at"
  | "version";

/** Who gets in, who somebody is, and what is written about him. */
export function changeUsers({ db, table }: Writer) {
  const users = table("users");
  const one = (value: Values<"id">) => db.updateTable(users).where("id", "=", value.id).returning("id");
  /** No version is any version. PostgreSQL looks again once it has waited for another change of the row. */
  const isOf = ({ version }: Values<"version">) =>
    sql<boolean>`session_version = coalesce(${version}, session_version)`;
  return {
    rehash_password: (value: Values<"id" | "from" | "to">) =>
      one(value).set({ password_hash: value.to }).where("password_hash", "=", value.from),
    set_password: (value: Values<"id" | "from" | "to" | "proves" | "at">) =>
      one(value)
        .set((eb) => ({
          password_hash: value.to,
          session_version: eb("session_version", "+", eb.lit(1)),
          email_verified: sql`email_verified or ${value.proves}`,
          updated_at: value.at,
        }))
        .where("password_hash", "=", sql<string>`coalesce(${value.from}, password_hash)`),
    set_disabled: (value: Values<"id" | "disabled" | "ended" | "at">) =>
      one(value).set((eb) => ({
        disabled: value.disabled,
        session_version: eb("session_version", "+", value.ended),
        updated_at: value.at,
      })),
    end_sessions: (value: Values<"id">) =>
      one(value).set((eb) => ({ session_version: eb("session_version", "+", eb.lit(1)) })),
    change_email: (value: Values<"id" | "from" | "to" | "at" | "version">) =>
      one(value)
        .set((eb) => ({ email: value.to, email_verified: eb.lit(true), updated_at: value.at }))
        .where("email", "=", value.from)
        .where(isOf(value))
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
    update_user: (value: Values<Changes>) =>
      one(value)
        .set({
          username: sql`case when ${value.hasUsername} then ${value.username} else username end`,
          metadata: sql`case when ${value.hasMetadata} then ${value.metadata} else metadata end`,
          app_metadata: sql`case when ${value.hasAppMetadata} then ${value.appMetadata} else app_metadata end`,
          updated_at: value.at,
        })
        .where(isOf(value))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom(`${users} as o`)
                .select("o.id")
                .whereRef("o.pool", "=", `${users}.pool`)
                .where("o.username", "=", value.username)
                .whereRef("o.id", "<>", `${users}.id`),
            ),
          ),
        ),
  };
}
