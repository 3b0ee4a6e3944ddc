import type { Values, Writer } from "./query.ts";

/**
 * What expired before a moment, so many rows of each table at the most. Asked again of the row itself: on PostgreSQL it
 * may have been extended while the deletion waited for it.
 */
export function sweep({ db, table }: Writer) {
  return {
    sweep_sessions: (value: Values<"before" | "limit">) =>
      db
        .deleteFrom(table("sessions"))
        .where("id", "in", (eb) => eb.selectFrom(table("sessions")).select("id").where("expires_at", "<", value.before).limit(value.limit))
        .where("expires_at", "<", value.before)
        .returning("id"),
    sweep_tokens: (value: Values<"before" | "limit">) =>
      db
        .deleteFrom(table("tokens"))
        .where("hash", "in", (eb) => eb.selectFrom(table("tokens")).select("hash").where("expires_at", "<", value.before).limit(value.limit))
        .where("expires_at", "<", value.before)
        .returning("hash"),
    sweep_counters: (value: Values<"before" | "limit">) =>
      db
        .deleteFrom(table("counters"))
        .where("key", "in", (eb) => eb.selectFrom(table("counters")).select("key").where("resets_at", "<", value.before).limit(value.limit))
        .where("resets_at", "<", value.before)
        .returning("key"),
  };
}
