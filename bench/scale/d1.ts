/** What an operation costs on Cloudflare D1, which charges for rows: as D1 itself counts them, in workerd. */

import { d1Storage } from "../../packages/adapter-d1/src/index.ts";
import { machine, writeOutcome, type Column, type Measured, type Row } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { say, step } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { runAlone } from "./alone.ts";
import { ask, createApplication, mustBeOk } from "./application.ts";
import { openD1, type CountedD1 } from "./counted-d1.ts";
import { fillD1 } from "./fill-d1.ts";
import { Population } from "./population.ts";
import { series, spaced } from "./timing.ts";
import { tokenOf } from "./token.ts";
import { writeScale } from "./write-scale.ts";

export const title = "Rows read and written on D1";

const SESSIONS = 10_000;
const EXPIRED = 0.5;
const SWEPT = 1_000;

/** Dollars for a million rows beyond what the paid plan includes (developers.cloudflare.com/d1/platform/pricing). */
const PRICE = { read: 0.001, written: 1 };

const columns: Column[] = [
  { key: "trips", title: "round trips", unit: "", better: "lower" },
  { key: "read", title: "rows read", unit: "", better: "lower" },
  { key: "written", title: "rows written", unit: "", better: "lower" },
  { key: "dollars", title: "for a million", unit: "$", better: "lower" },
];

export async function run({ quick }: { quick: boolean }): Promise<void> {
  say("title", `\n${title}`);
  const database = await openD1();
  try {
    const population = new Population(EXPIRED);
    await step(`${spaced(SESSIONS)} sessions made`, async () => {
      await d1Storage(database.binding).migrate();
      await fillD1(database, population.growTo(SESSIONS));
    });
    const rows = await measure(database, population, quick ? 3 : 20);
    const outcome = { table: "d1-rows", title, at: new Date().toISOString(), machine: machine(), columns, rows, about };
    await writeOutcome(outcome);
    printOutcome(outcome);
  } finally {
    await database.close();
  }
  if (!quick) await writeScale();
}

async function measure(database: CountedD1, population: Population, times: number): Promise<Row[]> {
  const storage = d1Storage(database.binding);
  const [guarded, plain] = [createApplication(storage), createApplication(storage, { guards: [] })];
  const numbers = new Set<number>();
  while (numbers.size < times) numbers.add(population.anyLive());
  const tokens = [...numbers].map((number) => tokenOf(number, population.ownerOf(number)));
  const users = series(times, () => population.anyUser());
  const row = async <T>(
    contestant: string,
    inputs: readonly T[],
    call: (input: T) => Promise<unknown>,
  ): Promise<Row> => {
    return { contestant, values: await counted(database, inputs, call) };
  };
  // The first call looks whether tables are missing, once.
  await guarded(ask.me(tokens[0]!));
  return [
    await row("GET /me", tokens, async (token) => mustBeOk(await guarded(ask.me(token)))),
    await row("sign-up", users, async () => mustBeOk(await guarded(ask.signUp(`${crypto.randomUUID()}@example.com`)))),
    await row("sign-in", users, async (user) => mustBeOk(await guarded(ask.signIn(user)))),
    await row("sign-in, no guards", users, async (user) => mustBeOk(await plain(ask.signIn(user)))),
    await row("refresh", tokens, async (token) => mustBeOk(await guarded(ask.refresh(token)))),
    await row("list sessions", tokens, async (token) => mustBeOk(await guarded(ask.list(token)))),
    await row("sign-out", tokens, async (token) => mustBeOk(await guarded(ask.signOut(token)))),
    await row(
      "sweep of nothing",
      series(3, () => new Date(0)),
      (before) => storage.sweep(before, SWEPT),
    ),
    forEachOf(
      SWEPT,
      await row(
        `sweep of ${SWEPT}, each`,
        series(3, () => SWEPT),
        async (limit) => {
          if ((await storage.sweep(new Date(), limit)) < limit) throw new Error("There was too little to sweep");
        },
      ),
    ),
  ];
}

/** What one session has of a batch. */
function forEachOf(count: number, { values, ...row }: Row): Row {
  const part = ({ median, low, high, samples }: Measured): Measured => ({
    median: median / count,
    low: low / count,
    high: high / count,
    samples,
  });
  return {
    ...row,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value && part(value)])),
  };
}

async function counted<T>(
  database: CountedD1,
  inputs: readonly T[],
  call: (input: T) => Promise<unknown>,
): Promise<Record<string, Measured | null>> {
  const found: { trips: number; read: number; written: number }[] = [];
  for (const input of inputs) {
    database.startCounting();
    await call(input);
    found.push({ ...database.counted });
  }
  return {
    trips: summarize(found.map(({ trips }) => trips)),
    read: summarize(found.map(({ read }) => read)),
    written: summarize(found.map(({ written }) => written)),
    // So many dollars a million rows, and so many rows for each of a million calls.
    dollars: summarize(found.map(({ read, written }) => read * PRICE.read + written * PRICE.written)),
  };
}

const about = `\`rows_read\` and \`rows_written\` as a real D1 in workerd puts them into the \`meta\` of its answers, with
${spaced(SESSIONS)} sessions in the database, five to a user; median and quartiles over several calls. An index that changes counts as a
row written. "For a million" is what a million such calls add to the bill, at $${PRICE.read} a million rows read and
$${PRICE.written.toFixed(2)} a million rows written, once what the paid plan includes (25 000 million and 50 million rows a month) is used
up; storage and the Workers themselves are not in it. Sign-in has the default guard, \`throttle()\`, unless it says otherwise. The
figures of a full sweep are those of one session in it.`;

await runAlone(import.meta, run);
