import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";

/** Deletes what expired before a moment, so many rows of each table at the most. */
export function sweeper({ db, table, codecs, executor }: Sql): (before: Date, limit: number) => Promise<number> {
  const sessions = prepare<"before" | "limit">("sweep_sessions", (value) =>
    db
      .deleteFrom(table("sessions"))
      .where("id", "in", (eb) => eb.selectFrom(table("sessions")).select("id").where("expires_at", "<", value.before).limit(value.limit))
      .returning("id"),
  );
  const tokens = prepare<"before" | "limit">("sweep_tokens", (value) =>
    db
      .deleteFrom(table("tokens"))
      .where("hash", "in", (eb) => eb.selectFrom(table("tokens")).select("hash").where("expires_at", "<", value.before).limit(value.limit))
      .returning("hash"),
  );
  const counters = prepare<"before" | "limit">("sweep_counters", (value) =>
    db
      .deleteFrom(table("counters"))
      .where("key", "in", (eb) => eb.selectFrom(table("counters")).select("key").where("resets_at", "<", value.before).limit(value.limit))
      .returning("key"),
  );

  return async (before, limit) => {
    const values = { before: codecs.moment.write(before), limit };
    const results = await executor.batch([sessions(values), tokens(values), counters(values)]);
    return results.reduce((sum, rows) => sum + rows.length, 0);
  };
}
