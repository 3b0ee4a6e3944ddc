/** One, two, four, eight server processes on one PostgreSQL, and whose work the processors do. */

import type { Pool } from "pg";
import { postgresUrl } from "../lib/databases.ts";
import { machine, writeOutcome, type Column, type Row } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { passing, say, step } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { runAlone } from "./alone.ts";
import { IN_FLIGHT } from "./handler-load.ts";
import { startHandlers, type Handlers } from "./handlers.ts";
import { postgresGround, type PostgresGround } from "./postgres-ground.ts";
import { databaseTime } from "./processor-time.ts";
import { quantile, series, spaced } from "./timing.ts";
import { tokenOf } from "./token.ts";
import { writeScale } from "./write-scale.ts";

export const title = "Several server processes on one PostgreSQL";

const PROCESSES = [1, 2, 4, 8];
const EXPIRED = 0.1;

const kinds = { me: "GET /me", signIn: "sign-in" } as const;
type Kind = keyof typeof kinds;

const columns: Column[] = (Object.entries(kinds) as [Kind, string][]).flatMap(([kind, name]): Column[] => [
  { key: `${kind}_rate`, title: name, unit: "a second", better: "higher" },
  { key: `${kind}_p50`, title: `${name}, p50`, unit: "ms", better: "lower" },
  { key: `${kind}_p99`, title: `${name}, p99`, unit: "ms", better: "lower" },
  { key: `${kind}_handler`, title: `${name}, handler`, unit: "µs of processor", better: "lower" },
  { key: `${kind}_database`, title: `${name}, database`, unit: "µs of processor", better: "lower" },
  { key: `${kind}_cores`, title: `${name}, handler cores for each of the database`, unit: "", better: "lower" },
]);

export async function run({ quick }: { quick: boolean }): Promise<void> {
  say("title", `\n${title}`);
  const size = quick ? 10_000 : 1_000_000;
  const url = await postgresUrl();
  const ground = await postgresGround(url, EXPIRED);
  try {
    await step(`${spaced(size)} sessions made`, () => ground.growTo(size));
    const handlers = await startHandlers(Math.max(...PROCESSES), {
      place: { url, prefix: ground.prefix },
      expired: EXPIRED,
      size,
    });
    try {
      await mustRefuseEverywhere(handlers, ground);
      const rows = await (quick ? measureRounds(handlers, ground, 2, 300) : measureRounds(handlers, ground, 7, 2_000));
      const outcome = {
        table: "processes",
        title,
        at: new Date().toISOString(),
        machine: machine(),
        columns,
        rows,
        about: about(size),
      };
      await writeOutcome(outcome);
      printOutcome(outcome);
    } finally {
      await handlers.end();
    }
  } finally {
    await ground.close();
  }
  if (!quick) await writeScale();
}

interface Load {
  readonly count: number;
  readonly kind: Kind;
  readonly milliseconds: number;
}

/** All numbers of processes in turn, so that they see the same weather. */
async function measureRounds(
  handlers: Handlers,
  { pool }: PostgresGround,
  rounds: number,
  milliseconds: number,
): Promise<Row[]> {
  const measured = PROCESSES.map((count) => ({ count, found: new Map<string, number[]>() }));
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const kind of Object.keys(kinds) as Kind[]) {
      for (const { count, found } of measured) {
        passing(`  round ${round} of ${rounds}  ${kinds[kind]}  ${count}`);
        const figures = await measureLoad(handlers, pool, { count, kind, milliseconds });
        if (round === 0) continue;
        for (const [key, value] of Object.entries(figures))
          found.set(`${kind}_${key}`, [...(found.get(`${kind}_${key}`) ?? []), value]);
      }
    }
  }
  return measured.map(({ count, found }): Row => {
    const values = Object.fromEntries(columns.map(({ key }) => [key, summarize(found.get(key) ?? [])]));
    return { contestant: String(count), title: count === 1 ? "1 process" : `${count} processes`, values };
  });
}

async function measureLoad(
  handlers: Handlers,
  pool: Pool,
  { count, kind, milliseconds }: Load,
): Promise<Record<string, number>> {
  const before = await databaseTime(pool);
  const done = await handlers.load(count, kind, milliseconds);
  const after = await databaseTime(pool);
  const times = Float64Array.from(done.flatMap(({ times: own }) => own)).sort();
  const handler = done.reduce((sum, { processor }) => sum + processor, 0);
  const figures = {
    rate: done.reduce((sum, { times: own, milliseconds: took }) => sum + (own.length / took) * 1000, 0),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    handler: (handler / times.length) * 1000,
  };
  if (before === null || after === null) return figures;
  const database = after - before;
  return { ...figures, database: (database / times.length) * 1000, cores: handler / database };
}

/** Signed out in one process is signed out in all of them. */
async function mustRefuseEverywhere(handlers: Handlers, { population, restore }: PostgresGround): Promise<void> {
  const number = population.anyLive();
  const token = tokenOf(number, population.ownerOf(number));
  const count = Math.max(...PROCESSES);
  const ask = () => Promise.all(series(count, (index) => handlers.send(index, "me", token)));
  const before = await ask();
  await handlers.send(0, "signOut", token);
  const after = await ask();
  await restore([number]);
  const isRight = before.every((status) => status === 200) && after.every((status) => status === 401);
  if (!isRight)
    throw new Error(
      `Signed out in one of ${count} processes, the others answered ${after.join(", ")} after ${before.join(", ")}`,
    );
}

function about(size: number): string {
  return `Processes of Node that hold a handler each, ${IN_FLIGHT} requests in flight in every one of them and no sockets, with a pool of 10
connections each to one PostgreSQL on the same machine (${spaced(size)} sessions; sign-in with its hash taken out and the default guard;
commits do not wait for the disk when the bench starts the server itself). They share the machine's cores with the database, so the sum
stops growing when those are busy. Processor time is what the kernel has counted for the processes on either side, for one request: by it
"handler cores for each of the database" says how many cores full of handlers keep one core of the database busy. Median and quartiles
over rounds, all in turn. Before, a session was signed out in one process and refused in all.`;
}

await runAlone(import.meta, run);
