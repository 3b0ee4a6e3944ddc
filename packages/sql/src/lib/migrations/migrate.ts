import type { Migration } from "../dialects/dialect.ts";
import type { BoundStatement } from "../execution/executor.ts";
import { withNames, type Names } from "../statements/names.ts";
import { readInteger } from "../values/codecs.ts";
import type { Database } from "./database.ts";

/**
 * Applies the migrations that the database has not had. Each is one atomic batch whose first statement inserts its
 * number into the journal: of many processes at once one succeeds, and the others find it applied and go on.
 *
 * @throws Error for a database whose encoding cannot hold all text, and for a role without the rights
 */
export async function migrate(database: Database): Promise<void> {
  const { schemas } = database.dialect;
  const { journal, migrations } = await database.dialect.statements.loadMigrations();
  const before = (await schemas?.find(database, true)) ?? [];
  const applied = await readJournal(database);
  const missing = migrations.filter(({ number }) => !applied?.has(number));
  if (missing.length === 0) return;
  try {
    if (applied === null) await applyAll(database, [...before, journal]);
    for (const migration of missing) await apply(database, migration);
  } catch (error) {
    throw explained(database, error, "create or change");
  }
}

async function apply(database: Database, { number, statements }: Migration): Promise<void> {
  try {
    await applyAll(database, statements);
  } catch (error) {
    // Another process may have been first. If the journal cannot be read either, the first error is the useful one.
    const applied = await readJournal(database).catch(() => null);
    if (!applied?.has(number)) throw error;
  }
}

/**
 * One migration may take as long as it needs. A second one at the same time gets the time of an ordinary statement: it
 * only waits for the first, or follows a request that was cancelled in the middle.
 */
async function applyAll(database: Database, statements: readonly string[]): Promise<void> {
  const { dialect, executor, names, timeoutMs } = database;
  const isFirst = !database.isMigrating;
  const list = dialect.migrationLock === null ? statements : [dialect.migrationLock, ...statements];
  const deadline = performance.now() + (isFirst ? Math.max(timeoutMs, dialect.migrationTimeoutMs) : timeoutMs);
  database.isMigrating = true;
  try {
    await executor.batch(
      list.map((text) => unprepared(text, names)),
      deadline,
    );
  } finally {
    if (isFirst) database.isMigrating = false;
  }
}

/** The numbers of the applied migrations, or `null` when there is no journal yet. */
async function readJournal(database: Database): Promise<ReadonlySet<number> | null> {
  const { dialect, executor, names, timeoutMs } = database;
  try {
    const rows = await executor.all(unprepared('select step from "~migrations"', names), performance.now() + timeoutMs);
    return new Set(rows.map((row) => readInteger(row.step as number)));
  } catch (error) {
    if (dialect.isMissing(error)) return null;
    throw explained(database, error, "read");
  }
}

function unprepared(text: string, names: Names): BoundStatement {
  return { statement: { name: null, sql: withNames(text, names) }, parameters: [] };
}

function explained({ dialect, names }: Database, cause: unknown, verb: string): unknown {
  if (!dialect.isDenied(cause)) return cause;
  const what = verb === "read" ? withNames('"~migrations"', names) : `the tables ${names.prefix}*`;
  const where = names.schema === null ? "" : ` in the schema "${names.schema}"`;
  const remedy = 'Run migrate() or the SQL files as a role that has it, and pass migrations: "manual" to this storage';
  return new Error(`No right to ${verb} ${what}${where}. ${remedy}`, { cause });
}
