import type { Values, Writer } from "./query.ts";

export function tokens({ db, table }: Writer) {
  return {
    put_token: (value: Values<"hash" | "purpose" | "pool" | "userId" | "payload" | "expiresAt">) =>
      db
        .insertInto(table("tokens"))
        .values({
          hash: value.hash,
          purpose: value.purpose,
          pool: value.pool,
          user_id: value.userId,
          payload: value.payload,
          expires_at: value.expiresAt,
        })
        .onConflict((conflict) =>
          conflict.columns(["user_id", "purpose"]).doUpdateSet((eb) => ({
            hash: eb.ref("excluded.hash"),
            pool: eb.ref("excluded.pool"),
            payload: eb.ref("excluded.payload"),
            expires_at: eb.ref("excluded.expires_at"),
          })),
        ),
    take_token: (value: Values<"hash" | "purpose" | "pool" | "at">) =>
      db
        .deleteFrom(table("tokens"))
        .where("hash", "=", value.hash)
        .where("purpose", "=", value.purpose)
        .where("pool", "=", value.pool)
        .where("expires_at", ">", value.at)
        .returning(["user_id", "payload", "expires_at"]),
  };
}
