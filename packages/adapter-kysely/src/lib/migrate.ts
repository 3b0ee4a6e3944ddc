import type { Bound, Executor } from "./executor.ts";
import type { Language } from "./language.ts";
import { withPrefix, type Migration } from "./texts.ts";

/**
 * Applies the steps that the database has not had. Each is one atomic batch whose first statement takes the step's
 * number: of many processes at once one gets it, and the others find it taken and go on.
 */
export async function migrate(executor: Executor, { texts, migrationLock }: Language, prefix: string): Promise<void> {
  const once = (text: string): Bound => ({ statement: { name: null, sql: withPrefix(text, prefix) }, parameters: [] });
  const journal = once('select step from "~migrations"');
  const applied = async () => new Set((await executor.all(journal)).map((row) => row.step));
  const atomically = (statements: readonly string[]) => executor.batch([...(migrationLock ? [migrationLock] : []), ...statements].map(once));

  const known = await applied().catch(() => null);
  if (!known) await atomically([texts.journal]);
  for (const migration of texts.migrations) {
    if (!known?.has(migration.number)) await apply(migration);
  }

  async function apply({ number, statements }: Migration): Promise<void> {
    try {
      await atomically(statements);
    } catch (error) {
      if (!(await applied()).has(number)) throw error;
    }
  }
}

/**
 * Migrates before the first statement, and again at the next one when that failed. Nobody waits for another's try:
 * in Cloudflare Workers a request that goes away takes its promises along, and those who waited would hang.
 */
export function migratingFirst(executor: Executor, migration: () => Promise<void>): Executor {
  let isDone = false;
  const ready = async () => {
    await migration();
    isDone = true;
  };
  return {
    all: (bound) => (isDone ? executor.all(bound) : ready().then(() => executor.all(bound))),
    batch: (list) => (isDone ? executor.batch(list) : ready().then(() => executor.batch(list))),
    close: () => executor.close(),
  };
}
