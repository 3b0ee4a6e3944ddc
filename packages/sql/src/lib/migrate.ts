import { readInteger } from "./codecs.ts";
import type { Database } from "./database.ts";
import type { BoundStatement, Row } from "./executor.ts";
import { withNames, type Names } from "./names.ts";
import type { Migration } from "./texts.ts";

/**
 * Applies the steps that the database has not had. Each is one atomic batch whose first statement takes the step's
 * number: of many processes at once one gets it, and the others find it taken and go on.
 *
 * @throws Error for a database whose encoding cannot hold all text, and for a role without the rights
 */
export async function migrate(database: Database): Promise<void> {
  const { texts, schemas } = database.dialect;
  const before = (await schemas?.find(database, true)) ?? [];
  const known = await readJournal(database);
  const missing = texts.migrations.filter(({ number }) => !known?.has(number));
  if (missing.length === 0) return;
  try {
    if (known === null) await applyAll(database, [...before, texts.journal]);
    for (const migration of missing) await apply(database, migration);
  } catch (error) {
    throw explained(database, error, "make or change");
  }
}

async function apply(database: Database, { number, statements }: Migration): Promise<void> {
  try {
    await applyAll(database, statements);
  } catch (error) {
    // Another process may have been first. Whether looking works or not, the first error is the one to tell.
    const known = await readJournal(database).catch(() => null);
    if (!known?.has(number)) throw error;
  }
}

/**
 * One at a time takes as long as it must; others that want the same meanwhile wait for no longer than for any statement,
 * and so does whoever comes after a request that went away in the middle.
 */
async function applyAll(database: Database, statements: readonly string[]): Promise<void> {
  const { dialect, executor, names, isMigrating, timeoutMs } = database;
  const list = dialect.migrationLock === null ? statements : [dialect.migrationLock, ...statements];
  const deadline = performance.now() + (isMigrating ? timeoutMs : Math.max(timeoutMs, dialect.migrationTimeoutMs));
  database.isMigrating = true;
  try {
    await executor.batch(
      list.map((text) => once(text, names)),
      deadline,
    );
  } finally {
    database.isMigrating = isMigrating;
  }
}

/** The steps that were applied, or `null` when there is no journal yet. */
async function readJournal(database: Database): Promise<ReadonlySet<unknown> | null> {
  const { dialect, executor, names, timeoutMs } = database;
  try {
    const rows: readonly Row[] = await executor.all(
      once('select step from "~migrations"', names),
      performance.now() + timeoutMs,
    );
    return new Set(rows.map((row) => readInteger(row.step)));
  } catch (error) {
    if (dialect.isMissing(error)) return null;
    throw explained(database, error, "read");
  }
}

function once(text: string, names: Names): BoundStatement {
  return { statement: { name: null, sql: withNames(text, names) }, parameters: [] };
}

function explained({ dialect, names }: Database, cause: unknown, verb: string): unknown {
  if (!dialect.isDenied(cause)) return cause;
  const what = verb === "read" ? withNames('"~migrations"', names) : `the tables ${names.prefix}*`;
  const place = names.schema === null ? "" : ` in the schema "${names.schema}"`;
  const remedy = 'Run migrate() or the SQL files as a role that has it, and give this storage migrations: "manual"';
  return new Error(`No right to ${verb} ${what}${place}. ${remedy}`, { cause });
}
