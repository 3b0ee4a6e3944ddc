import { limitOf } from "./codecs.ts";
import type { Sql } from "./sql.ts";

/** Deletes what expired before a moment, so many rows of each table at the most. */
export function sweeper({ executor, codecs, query }: Sql): (before: Date, limit: number) => Promise<number> {
  return async (before, limit) => {
    const values = { before: codecs.moment.write(before), limit: limitOf(limit) };
    const results = await executor.batch([
      query.sweep_sessions(values),
      query.sweep_tokens(values),
      query.sweep_counters(values),
    ]);
    return results.reduce((sum, rows) => sum + rows.length, 0);
  };
}
