import type { Bound, Executor } from "./executor.ts";
import type { Language } from "./language.ts";
import { journalScript, migrationScripts, type MigrationScript } from "./migration-scripts.ts";

/**
 * Applies the steps that the database has not had. Each is one atomic batch whose first statement takes the step's
 * number: of many processes at once one gets it, and the others find it taken and go on.
 */
export async function migrate(executor: Executor, language: Language, prefix: string): Promise<void> {
  const journal = once(`select step from "${prefix}migrations"`);
  const applied = async () => new Set((await executor.all(journal)).map((row) => row.step));
  const atomically = (statements: readonly string[]) =>
    executor.batch([...(language.migrationLock ? [language.migrationLock] : []), ...statements].map(once));

  const known = await applied().catch(() => null);
  if (!known) await atomically([journalScript(language, prefix)]);
  for (const script of migrationScripts(language, prefix)) {
    if (!known?.has(script.number)) await apply(script);
  }

  async function apply({ number, statements }: MigrationScript): Promise<void> {
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

function once(sql: string): Bound {
  return { statement: { name: null, sql }, parameters: [] };
}
