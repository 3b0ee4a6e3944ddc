import type { BoundStatement, Row, SqlExecutor } from "@latchkey/sql";
import type { ObjectStorage } from "./object-state.ts";

/**
 * Runs statements on the database of a Durable Object. Each call is over before another begins, so no deadline is
 * watched here. The platform sends no answer of the object before everything it wrote is kept.
 */
export function objectExecutor(storage: ObjectStorage): SqlExecutor {
  const run = ({ statement, parameters }: BoundStatement): readonly Row[] =>
    storage.sql.exec(statement.sql, ...parameters).toArray();
  return {
    all: async (bound) => run(bound),
    batch: async (list) => storage.transactionSync(() => list.map(run)),
    extend: async (list, more) =>
      storage.transactionSync(() => {
        const results = list.map(run);
        for (const bound of more(results)) run(bound);
        return results;
      }),
    close: async () => {},
  };
}
