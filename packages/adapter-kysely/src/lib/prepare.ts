import type { Database } from "./database.ts";
import { within } from "./deadline.ts";
import type { Bound } from "./executor.ts";
import { migrate } from "./migrate.ts";
import { findSchema } from "./schema.ts";
import type { Steps } from "./sql.ts";

/**
 * Prepares before the first step, and again at the next one when that failed: makes missing tables, or only finds out where
 * they are. Nobody waits for another's try: in Cloudflare Workers a request that goes away takes its promises along, and
 * those who waited would hang.
 */
export function preparingFirst(database: Database, migrations: "auto" | "manual"): Steps {
  const { executor, language, names, timeoutMs } = database;
  let isDone = migrations === "manual" && (language.surroundings === null || names.schema !== null);

  async function prepared<T>(run: (deadline: number) => Promise<T>): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    const work: Promise<unknown> = migrations === "auto" ? migrate(database) : findSchema(database);
    // A migration may take longer than a request: it goes on, and a later request finds it done.
    await within(deadline, work.then(() => (isDone = true)));
    return run(deadline);
  }

  return {
    all(bound: Bound) {
      return isDone ? executor.all(bound, performance.now() + timeoutMs) : prepared((deadline) => executor.all(bound, deadline));
    },
    batch(list: readonly Bound[]) {
      return isDone ? executor.batch(list, performance.now() + timeoutMs) : prepared((deadline) => executor.batch(list, deadline));
    },
  };
}
