import type { Values, Writer } from "./query.ts";

type NewUser =
  | "id"
  | "pool"
  | "email"
  | "username"
  | "emailVerified"
  | "passwordHash"
  | "metadata"
  | "appMetadata"
  | "disabled"
  | "sessionVersion"
  | "createdAt"
  | "updatedAt";

const columns = [
  "id",
  "pool",
  "email",
  "username",
  "email_verified",
  "password_hash",
  "metadata",
  "app_metadata",
  "disabled",
  "session_version",
  "created_at",
  "updated_at",
] as const;

export function insertUsers({ db, table }: Writer) {
  const users = table("users");
  return {
    insert_user: (value: Values<NewUser>) =>
      db
        .insertInto(users)
        .values({
          id: value.id,
          pool: value.pool,
          email: value.email,
          username: value.username,
          email_verified: value.emailVerified,
          password_hash: value.passwordHash,
          metadata: value.metadata,
          app_metadata: value.appMetadata,
          disabled: value.disabled,
          session_version: value.sessionVersion,
          created_at: value.createdAt,
          updated_at: value.updatedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    claim_pool: (value: Values<"pool" | "claim">) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression(
          db
            .selectNoFrom([value.pool.as("pool"), value.claim.as("claim")])
            // The oldest one, so that PostgreSQL reads an index even where nearly all users are of another pool.
            .where((eb) => {
              const ordered = db
                .selectFrom(`${users} as u`)
                .select("u.id")
                .where("u.pool", "=", value.pool)
                .orderBy("u.created_at")
                .orderBy("u.id");
              return eb(ordered.limit(eb.lit(1)), "is", null);
            }),
        )
        .onConflict((conflict) => conflict.doNothing()),
    insert_first_user: (value: Values<NewUser | "claim">) =>
      db
        .insertInto(users)
        .columns(columns)
        .expression((eb) =>
          eb
            .selectFrom(`${table("pools")} as p`)
            .select([value.id.as("id"), "p.pool", value.email.as("email"), value.username.as("username")])
            .select([
              value.emailVerified.as("email_verified"),
              value.passwordHash.as("password_hash"),
              value.metadata.as("metadata"),
            ])
            .select([
              value.appMetadata.as("app_metadata"),
              value.disabled.as("disabled"),
              value.sessionVersion.as("session_version"),
            ])
            .select([value.createdAt.as("created_at"), value.updatedAt.as("updated_at")])
            .where("p.pool", "=", value.pool)
            .where("p.claim", "=", value.claim),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
  };
}
