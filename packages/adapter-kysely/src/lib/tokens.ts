import type { OneTimeToken, OneTimeTokenStore } from "@latchkey/core";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";

const columns = ["hash", "purpose", "pool", "user_id", "payload", "expires_at"] as const;

export function tokenStore({ db, table, codecs, executor }: Sql): OneTimeTokenStore {
  const put = prepare<"hash" | "purpose" | "pool" | "userId" | "payload" | "expiresAt">("put_token", (value) =>
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
  );
  const take = prepare<"hash" | "purpose" | "pool" | "at">("take_token", (value) =>
    db
      .deleteFrom(table("tokens"))
      .where("hash", "=", value.hash)
      .where("purpose", "=", value.purpose)
      .where("pool", "=", value.pool)
      .where("expires_at", ">", value.at)
      .returning(columns),
  );

  return {
    async put(token) {
      const payload = codecs.json.write(token.payload);
      await executor.all(put({ ...token, payload, expiresAt: codecs.moment.write(token.expiresAt) }));
    },
    async take(hash, purpose, pool, at) {
      const [row] = await executor.all(take({ hash, purpose, pool, at: codecs.moment.write(at) }));
      if (!row) return null;
      return {
        hash,
        purpose,
        pool,
        userId: row.user_id as string,
        payload: codecs.json.read(row.payload) as OneTimeToken["payload"],
        expiresAt: codecs.moment.read(row.expires_at),
      };
    },
  };
}
