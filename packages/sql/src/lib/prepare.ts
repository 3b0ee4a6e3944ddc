import type { Database } from "./database.ts";
import { withDeadline } from "./deadline.ts";
import type { BoundStatement, Row } from "./executor.ts";
import { migrate } from "./migrate.ts";
import type { Steps } from "./sql.ts";

const READ_COMMITTED: BoundStatement = {
  statement: { name: null, sql: "set transaction isolation level read committed" },
  parameters: [],
};

/**
 * Prepares before the first step, and again at the next one when that failed: makes missing tables, or only finds out where
 * they are. Nobody waits for another's try: in Cloudflare Workers a request that goes away takes its promises along, and
 * those who waited would hang.
 */
export function preparingFirst(database: Database, migrations: "auto" | "manual"): Steps {
  const { executor, dialect, timeoutMs } = database;
  let isDone = migrations === "manual" && dialect.schemas === null;

  async function prepared<T>(run: (deadline: number) => Promise<T>): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    const work: Promise<unknown> = migrations === "auto" ? migrate(database) : dialect.schemas!.find(database, false);
    // A migration may take longer than a request: it goes on, and a later request finds it done.
    await withDeadline(
      deadline,
      work.then(() => (isDone = true)),
    );
    return run(deadline);
  }

  /**
   * A statement of a batch relies on what others have committed while the one before it waited for a lock. At another level
   * it would go by an older state: an API key would live through a new password.
   */
  async function atomically(list: readonly BoundStatement[], deadline: number): Promise<readonly (readonly Row[])[]> {
    if (!database.needsReadCommitted) return executor.batch(list, deadline);
    return (await executor.batch([READ_COMMITTED, ...list], deadline)).slice(1);
  }

  return {
    all(bound: BoundStatement) {
      return isDone
        ? executor.all(bound, performance.now() + timeoutMs)
        : prepared((deadline) => executor.all(bound, deadline));
    },
    batch(list: readonly BoundStatement[]) {
      return isDone
        ? atomically(list, performance.now() + timeoutMs)
        : prepared((deadline) => atomically(list, deadline));
    },
  };
}
