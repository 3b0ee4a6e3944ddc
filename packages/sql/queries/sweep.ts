import { sql, type RawBuilder, type SelectQueryBuilder } from "kysely";
import type { Values, Writer } from "./query.ts";

type Sweeping = Values<"before" | "limit">;

/**
 * What expired before a moment, so many rows of each table at the most. On PostgreSQL a row that somebody else has locked is
 * left for the next time: it may be extended just now, and nobody waits for anybody. There the rows are found first, in the
 * order of the index and as an array: a join could read the whole table.
 */
export function sweep({ db, table, dialect }: Writer) {
  const found = (expired: SelectQueryBuilder<any, any, any>): RawBuilder<any> =>
    dialect === "postgres" ? sql`any(array${expired.forUpdate().skipLocked()})` : sql`${expired}`;
  const equals = dialect === "postgres" ? "=" : "in";
  return {
    sweep_sessions: ({ before, limit }: Sweeping) => {
      const expired = db
        .selectFrom(table("sessions"))
        .select("id")
        .where("expires_at", "<", before)
        .orderBy("expires_at")
        .limit(limit);
      return db.deleteFrom(table("sessions")).where("id", equals, found(expired)).returning("id");
    },
    sweep_tokens: ({ before, limit }: Sweeping) => {
      const expired = db
        .selectFrom(table("tokens"))
        .select("hash")
        .where("expires_at", "<", before)
        .orderBy("expires_at")
        .limit(limit);
      return db.deleteFrom(table("tokens")).where("hash", equals, found(expired)).returning("hash");
    },
    sweep_counters: ({ before, limit }: Sweeping) => {
      const expired = db
        .selectFrom(table("counters"))
        .select("key")
        .where("resets_at", "<", before)
        .orderBy("resets_at")
        .limit(limit);
      return db.deleteFrom(table("counters")).where("key", equals, found(expired)).returning("key");
    },
  };
}
