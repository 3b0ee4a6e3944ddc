import { existsSync } from "node:fs";
import { migrationFiles, postgres, sqlite } from "@latchkey/sql";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { reasonOf } from "../log.ts";
import type { RawDatabase } from "../database/raw-database.ts";
import { checkOf, type Check } from "./check.ts";

/** Seconds that clocks may differ before it is worth a look, and before people are signed out at random. */
const [WORTH_A_LOOK_S, TOO_MUCH_S] = [5, 60];

/** Whether the database answers, has the tables of this version, and goes by the same time. */
export async function checkDatabase(config: Config): Promise<readonly Check[]> {
  const { ok, fail } = checkOf("database");
  const { database } = config;
  const { label, file } = database;
  if (database.kind === "sqlite" && (file === null || !existsSync(file)))
    return [ok(`${label} is not there yet: the server makes it.`)];
  let raw: RawDatabase;
  try {
    raw = await database.connect();
  } catch (error) {
    return [
      fail(`${label} cannot be used (${reasonOf(error)}).`, "Check that it runs and that DATABASE_URL is right."),
    ];
  }
  try {
    const started = performance.now();
    await raw.ask("select 1");
    const answered = ok(`${label} answers in ${(performance.now() - started).toFixed(1)} ms.`);
    return [answered, await checkMigrations(config, raw), ...(await checkClock(database, raw))];
  } catch (error) {
    return [fail(`${label} does not answer (${reasonOf(error)}).`, "See its log, its locks and its load.")];
  } finally {
    await raw.close();
  }
}

async function checkMigrations({ database: { kind, tables }, migrations }: Config, raw: RawDatabase): Promise<Check> {
  const { ok, warn, fail } = checkOf("migrations");
  const missing = (text: string) =>
    migrations === "auto"
      ? warn(text, 'The server makes them at its start, or "latchkey migrate" now.')
      : fail(text, 'Run "latchkey migrate", or the SQL files: AUTH_MIGRATIONS is manual.');
  const known = (await migrationFiles(kind === "sqlite" ? sqlite : postgres, { transaction: false })).length;
  let steps: readonly number[];
  try {
    steps = (await raw.ask(`select step from ${tables}migrations`)).map(({ step }) => Number(step));
  } catch (error) {
    if (!/no such table|does not exist/.test(String(error))) throw error;
    return missing("There are no tables yet.");
  }
  const newest = Math.max(0, ...steps);
  if (newest > known)
    return fail(`The database has had migration ${newest}, and this version knows ${known}.`, "Update latchkey.");
  if (steps.length >= known) return ok(`The tables are up to date: ${known} of ${known}.`);
  return missing(`${known - steps.length} of ${known} migrations are missing.`);
}

/** A token from up to 60 seconds in the future is taken, so servers may differ by that much. */
async function checkClock({ kind }: Database, raw: RawDatabase): Promise<readonly Check[]> {
  // A file goes by the clock of this machine.
  if (kind === "sqlite") return [];
  const { ok, warn, fail } = checkOf("clock");
  const before = Date.now();
  const [row] = await raw.ask("select extract(epoch from clock_timestamp())::float8 as now");
  const here = (before + Date.now()) / 2000;
  const apart = Math.abs(Number(row?.now) - here);
  const text = `This machine and the database are ${apart.toFixed(1)} s apart.`;
  const remedy = "One of the two clocks is wrong: run NTP on both.";
  if (!(apart <= TOO_MUCH_S)) return [fail(text, remedy)];
  return [apart > WORTH_A_LOOK_S ? warn(text, remedy) : ok(text)];
}
