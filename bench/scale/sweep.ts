/** Half of a large table has expired: clearing it away in batches, beside people who are signed in and sign in. */

import { postgresUrl } from "../lib/databases.ts";
import { machine, writeOutcome, type Column, type Row } from "../lib/outcome.ts";
import { say, step } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { runAlone } from "./alone.ts";
import { createApplication } from "./application.ts";
import type { Ground } from "./ground.ts";
import type { Place } from "./place.ts";
import { postgresGround } from "./postgres-ground.ts";
import { sqliteGround } from "./sqlite-ground.ts";
import { sweepAtPace, waitWithoutSweep, type Pace } from "./sweeping.ts";
import { spaced } from "./timing.ts";
import { RATE, startTraffic } from "./traffic.ts";
import { trafficElsewhere } from "./traffic-elsewhere.ts";
import { writeScale } from "./write-scale.ts";

export const title = "Sweeping expired sessions beside live traffic";

const EXPIRED = 0.5;
/** Each takes its share of what has expired, the last one all that is left. */
const PACES: readonly Pace[] = [
  { batch: 1000, pause: 0 },
  { batch: 1000, pause: 20 },
  { batch: 100, pause: 0 },
  { batch: 100, pause: 5 },
];

const waiting = (key: string, what: string): Column => ({ key, title: what, unit: "ms", better: "lower" });
const columns: Column[] = [
  { key: "rate", title: "swept", unit: "rows a second", better: "higher" },
  waiting("batch", "batch"),
  waiting("longest", "longest batch"),
  waiting("here_me_p50", "GET /me here, p50"),
  waiting("here_me_p99", "GET /me here, p99"),
  waiting("here_sign_in_p99", "sign-in here, p99"),
  waiting("there_me_p50", "GET /me there, p50"),
  waiting("there_me_p99", "GET /me there, p99"),
  waiting("there_sign_in_p99", "sign-in there, p99"),
  { key: "refused", title: "refused", unit: "requests", better: "lower" },
];

export async function run({ quick }: { quick: boolean }): Promise<void> {
  say("title", `\n${title}`);
  const size = quick ? 10_000 : 1_000_000;
  const file = await sqliteGround(EXPIRED);
  const rows = await sweepAll(file, { file: file.file }, size).finally(file.close);
  const url = await postgresUrl();
  const tables = await postgresGround(url, EXPIRED);
  rows.push(...(await sweepAll(tables, { url, prefix: tables.prefix }, size).finally(tables.close)));

  const outcome = {
    table: "sweep",
    title,
    at: new Date().toISOString(),
    machine: machine(),
    columns,
    rows,
    about: about(size),
  };
  await writeOutcome(outcome);
  printOutcome(outcome);
  if (!quick) await writeScale();
}

async function sweepAll(ground: Ground, place: Place, size: number): Promise<Row[]> {
  await step(`${ground.name}: ${spaced(size)} sessions made`, () => ground.growTo(size));
  const before = await ground.count();
  // The same for all, so that it can be counted: others expire while this goes on.
  const began = new Date(ground.population.began);
  const here = startTraffic(createApplication(ground.storage()), ground.population);
  const sources = [here, await trafficElsewhere({ place, expired: EXPIRED, size })] as const;
  const rows: Row[] = [];
  let swept = 0;
  let opened = 0;
  const note = (name: string, key: string, phase: { values: Row["values"]; opened: number }) => {
    rows.push({ contestant: `${ground.name} ${key}`, title: `${ground.name}, ${name}`, values: phase.values });
    opened += phase.opened;
  };
  try {
    note(
      "without a sweep",
      "none",
      await step("without a sweep", () => waitWithoutSweep(sources, size >= 1_000_000 ? 10_000 : 2_000)),
    );
    for (const pace of PACES) {
      const most = pace === PACES.at(-1) ? Number.POSITIVE_INFINITY : before.expired / PACES.length;
      const name = `${spaced(pace.batch)} ${pace.pause === 0 ? "back to back" : `every ${pace.pause} ms`}`;
      const phase = await step(name, () => sweepAtPace(ground.storage(), sources, pace, began, most));
      note(name, `${pace.batch}/${pace.pause}`, phase);
      swept += phase.swept;
    }
  } finally {
    for (const source of sources) await source.stop();
  }
  mustBeRight(before, await ground.count(), swept, opened);
  return rows;
}

/** Everything that had expired is gone, and nothing else is. */
function mustBeRight(
  before: { all: number; expired: number },
  after: { all: number; expired: number },
  swept: number,
  opened: number,
): void {
  const kept = before.all - before.expired + opened;
  // Sign-ins that were under way between two measurements and at the end were not counted.
  const isRight =
    after.expired === 0 && swept === before.expired && after.all >= kept && after.all <= kept + 20 * RATE.signIn;
  if (!isRight)
    throw new Error(
      `Before ${JSON.stringify(before)}, swept ${swept}, opened ${opened}, after ${JSON.stringify(after)}`,
    );
}

function about(size: number): string {
  return `${spaced(size)} sessions of which the older half has expired are swept until none of those is left, a part of them at each pace: so many
rows in a batch, and what is waited between two batches (back to back is one turn of the event loop). Meanwhile ${RATE.me} GET /me and ${RATE.signIn}
sign-ins a second, their hash taken out, come in the process that sweeps ("here") and as many again in another one ("there"), each at a
moment fixed beforehand. What is measured counts from that moment: waiting behind a batch, or for the database's lock, is part of it.
"batch" is the median with the quartiles; the other figures are one for each phase. In the end everything is counted: the run fails unless
all that had expired is gone and every live session is there.`;
}

await runAlone(import.meta, run);
