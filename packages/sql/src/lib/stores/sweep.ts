import { checkLimit } from "../values/codecs.ts";
import type { StoreContext } from "./store-context.ts";

type Sweep = (before: Date, limit: number) => Promise<number>;

/** Deletes what expired before a moment, at most `limit` rows of each table. */
export function sweeper({ executor, codecs, loadDeferred }: StoreContext): Sweep {
  return async (before, limit) => {
    const query = await loadDeferred();
    const values = { before: codecs.moment.write(before), limit: checkLimit(limit) };
    const results = await executor.batch([
      query.sweep_sessions(values),
      query.sweep_tokens(values),
      query.sweep_counters(values),
    ]);
    return results.reduce((sum, rows) => sum + rows.length, 0);
  };
}
