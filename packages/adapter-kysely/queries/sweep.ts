import type { SelectQueryBuilder } from "kysely";
import type { Values, Writer } from "./query.ts";

type Sweeping = Values<"before" | "limit">;

/**
 * What expired before a moment, so many rows of each table at the most. On PostgreSQL a row that somebody else has locked is
 * left for the next time: it may be extended just now, and nobody waits for anybody.
 */
export function sweep({ db, table, language }: Writer) {
  const free = <Query extends SelectQueryBuilder<any, any, any>>(query: Query) => (language === "postgres" ? query.forUpdate().skipLocked() : query) as Query;
  return {
    sweep_sessions: ({ before, limit }: Sweeping) =>
      db
        .deleteFrom(table("sessions"))
        .where("id", "in", (eb) => free(eb.selectFrom(table("sessions")).select("id").where("expires_at", "<", before).limit(limit)))
        .returning("id"),
    sweep_tokens: ({ before, limit }: Sweeping) =>
      db
        .deleteFrom(table("tokens"))
        .where("hash", "in", (eb) => free(eb.selectFrom(table("tokens")).select("hash").where("expires_at", "<", before).limit(limit)))
        .returning("hash"),
    sweep_counters: ({ before, limit }: Sweeping) =>
      db
        .deleteFrom(table("counters"))
        .where("key", "in", (eb) => free(eb.selectFrom(table("counters")).select("key").where("resets_at", "<", before).limit(limit)))
        .returning("key"),
  };
}
