import { moment } from "./columns.ts";
import type { Values, Writer } from "./query.ts";

export function tokens({ db, table, dialect }: Writer) {
  const own = table("tokens");
  return {
    /**
     * On PostgreSQL the row of the user is locked until the batch commits: of two that put at once, the second trims
     * behind the first.
     */
    put_token: (value: Values<"hash" | "purpose" | "pool" | "userId" | "payload" | "expiresAt">) =>
      db
        .insertInto(own)
        .columns(["hash", "purpose", "pool", "user_id", "payload", "expires_at"])
        .expression((eb) =>
          eb
            .selectFrom(`${table("users")} as u`)
            .select([value.hash.as("hash"), value.purpose.as("purpose"), value.pool.as("pool"), "u.id as user_id"])
            .select([value.payload.as("payload"), value.expiresAt.as("expires_at")])
            .where("u.id", "=", value.userId)
            .$if(dialect === "postgres", (query) => query.forNoKeyUpdate()),
        )
        .onConflict((conflict) =>
          conflict.column("hash").doUpdateSet((eb) => ({
            purpose: eb.ref("excluded.purpose"),
            pool: eb.ref("excluded.pool"),
            user_id: eb.ref("excluded.user_id"),
            payload: eb.ref("excluded.payload"),
            expires_at: eb.ref("excluded.expires_at"),
          })),
        ),
    trim_tokens: (value: Values<"userId" | "purpose" | "keep">) =>
      db
        .deleteFrom(own)
        .where("user_id", "=", value.userId)
        .where("purpose", "=", value.purpose)
        .where((eb) =>
          eb(
            "hash",
            "not in",
            eb
              .selectFrom(`${own} as t`)
              .select("t.hash")
              .where("t.user_id", "=", value.userId)
              .where("t.purpose", "=", value.purpose)
              .orderBy("t.expires_at", "desc")
              .limit(value.keep),
          ),
        ),
    /**
     * Deletes every token of the user and purpose, if the one that is named is good. Two who take different tokens of
     * one user want the same rows: the second waits, and finds them gone.
     */
    take_token: (value: Values<"hash" | "purpose" | "pool" | "at">) =>
      db
        .deleteFrom(own)
        .where("user_id", "=", (eb) =>
          eb
            .selectFrom(`${own} as t`)
            .select("t.user_id")
            .where("t.hash", "=", value.hash)
            .where("t.purpose", "=", value.purpose)
            .where("t.pool", "=", value.pool)
            .where("t.expires_at", ">", value.at),
        )
        .where("purpose", "=", value.purpose)
        .returning(["hash", "user_id", "payload", moment(dialect, "expires_at", "expires_at")]),
  };
}
