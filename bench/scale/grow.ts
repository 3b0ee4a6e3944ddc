/** What an operation costs among a thousand sessions, and among ten million. */

import Database from "better-sqlite3";
import { sqliteStorage } from "../../packages/adapter-sqlite/src/index.ts";
import { postgresUrl } from "../lib/databases.ts";
import { machine, writeOutcome, type Row } from "../lib/outcome.ts";
import { say, step } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { runAlone } from "./alone.ts";
import { createApplication } from "./application.ts";
import type { Ground } from "./ground.ts";
import { columns, measureOperations, raceReading, type Effort } from "./operations.ts";
import { postgresGround } from "./postgres-ground.ts";
import { sqliteGround } from "./sqlite-ground.ts";
import { single, spaced } from "./timing.ts";
import { writeScale } from "./write-scale.ts";

export const title = "Cost as it grows: 10³ to 10⁷ sessions on SQLite and PostgreSQL";

const SIZES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const QUICK_SIZES = SIZES.slice(0, 3);
/** The share of the sessions that have expired and wait for the sweep. */
const EXPIRED = 0.1;
/** From here on SQLite is also measured with other settings, which an application may choose. */
const LARGE = 100_000;
/** The adapter's own. */
const PRAGMAS = [
  "journal_mode = wal",
  "synchronous = normal",
  "wal_autocheckpoint = 4000",
  "mmap_size = 2147418112",
  "foreign_keys = on",
];
const SETTINGS = [
  ["cache_size 256 MiB", "cache_size = -262144"],
  ["mmap_size 0", "mmap_size = 0"],
] as const;

/** `only`: `"sqlite"` or `"postgres"`; each takes some eight minutes. */
export async function run({ quick, only }: { quick: boolean; only?: readonly string[] | undefined }): Promise<void> {
  const effort: Effort = quick ? { rounds: 3, calls: 300 } : { rounds: 9, calls: 3_000 };
  const isWanted = (database: string) => !only || only.length === 0 || only.includes(database);
  if (isWanted("sqlite")) await grow("scale-sqlite", () => sqliteGround(EXPIRED), withSettings, quick, effort);
  if (isWanted("postgres")) {
    const url = await postgresUrl();
    await grow(
      "scale-postgres",
      () => postgresGround(url, EXPIRED),
      async () => [],
      quick,
      effort,
    );
  }
  if (!quick) await writeScale();
}

type More<G> = (ground: G, reference: Ground, effort: Effort) => Promise<Row[]>;

async function grow<G extends Ground>(
  table: string,
  open: () => Promise<G>,
  more: More<G>,
  quick: boolean,
  effort: Effort,
): Promise<void> {
  const [ground, reference] = [await open(), await open()];
  const name = `Cost as it grows, ${ground.name}`;
  const rows: Row[] = [];
  say("title", `\n${name}`);
  try {
    await reference.growTo(SIZES[0]!);
    for (const size of quick ? QUICK_SIZES : SIZES) {
      await step(`${spaced(size)} sessions made`, () => ground.growTo(size));
      const bytes = await ground.size();
      const values = await step("measured", () => measureOperations(ground, reference, effort));
      const sizes = { size: single(bytes / 2 ** 20), bytes: single(bytes / size) };
      rows.push({ contestant: String(size), title: `${spaced(size)} sessions`, values: { ...values, ...sizes } });
      if (size >= LARGE) rows.push(...(await more(ground, reference, effort)));
    }
  } finally {
    await ground.close();
    await reference.close();
  }
  const outcome = {
    table,
    title: name,
    at: new Date().toISOString(),
    machine: machine(),
    columns,
    rows,
    about: aboutTable(ground.name),
  };
  await writeOutcome(outcome);
  printOutcome(outcome);
}

/** GET /me once more, on a connection that the application has opened itself. */
async function withSettings(
  ground: Ground & { readonly file: string },
  reference: Ground,
  effort: Effort,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, setting] of SETTINGS) {
    const database = new Database(ground.file);
    try {
      for (const pragma of [...PRAGMAS, setting]) database.pragma(pragma);
      const application = createApplication(sqliteStorage(database));
      const values = await step(name, () => raceReading(application, ground, reference, effort));
      const { size } = ground.population;
      rows.push({ contestant: `${size}, ${name}`, title: `${spaced(size)} sessions, ${name}`, values });
    } finally {
      database.close();
    }
  }
  return rows;
}

function aboutTable(name: Ground["name"]): string {
  const own = {
    SQLite:
      "better-sqlite3 with the adapter's own settings (WAL, `synchronous = normal`, the first 2 GiB of the file mapped, the driver's page " +
      "cache); the rows with a setting behind their name are the same file on a connection that was opened with it and handed to " +
      "`sqliteStorage`. The file is in the operating system's cache.",
    PostgreSQL:
      "One connection at a time, over TCP on the same machine, default memory settings (`shared_buffers` 128 MB), `fsync` off when the " +
      "bench starts the server itself. The tables are in the operating system's cache.",
  }[name];
  return `Microseconds for one call through the handler, one after the other in one process: the median of each round's medians (and of its
99th percentiles) with the quartiles over the rounds. Sessions are drawn at random among all, a tenth of the rows has expired, and there are
five sessions to a user, whose row and indexes count as the sessions' on disk. Rows are made by SQL and grow in one database; after each
step it is analyzed. Every session id and token is of the right form, and every answer must be a good one. "× 10³" is GET /me against
another database of 1 000 sessions, asked in turns in the same minutes. Signing in has its hash taken out and keeps the default guard. A
sweep is one full batch of 1 000 expired sessions. ${own}`;
}

await runAlone(import.meta, run);
