/** Latchkey inside workerd, on D1: how long an operation takes there, by the clock outside. */

import { machine, writeOutcome, type Column, type Outcome, type Row } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { passing, say, step } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { contestantFolder, versionOf } from "../size/installed.ts";
import { workerScript } from "./script.ts";
import { startWorkerd, type Workerd } from "./workerd.ts";

export const title = "In workerd, on D1";

interface Operation extends Column {
  times: number;
}

const operations: Operation[] = [
  { key: "verifyToken", title: "verifyToken", unit: "µs", better: "lower", times: 10_000 },
  { key: "me", title: "GET /me", unit: "ms", better: "lower", times: 200 },
  { key: "signIn", title: "sign-in, no hash", unit: "ms", better: "lower", times: 60 },
  { key: "oneSelect", title: "one select", unit: "ms", better: "lower", times: 200 },
  { key: "twoInOneBatch", title: "two in one batch", unit: "ms", better: "lower", times: 200 },
  { key: "twoInTurn", title: "two in turn", unit: "ms", better: "lower", times: 100 },
];

interface Entry {
  name: string;
  library?: string;
  operations: string[];
  flags?: string[];
}

const raw = ["oneSelect", "twoInOneBatch", "twoInTurn"];
const entries: Entry[] = [
  { name: "limit", operations: ["verifyToken", "me", "signIn", ...raw] },
  { name: "latchkey", library: "@latchkey/core", operations: ["verifyToken", "me", "signIn"] },
  { name: "better-auth", library: "better-auth", operations: ["me", "signIn"], flags: ["nodejs_compat"] },
];

interface Participant extends Entry {
  version?: string;
  workerd: Workerd;
  values: Map<string, number[]>;
}

export async function runInside({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 2 : 15;
  const participants: Participant[] = [];
  try {
    for (const entry of entries) participants.push(...(await open(entry)));
    for (let round = 0; round <= rounds; round++) await play(participants, round, rounds, quick ? 0.2 : 1);
    say("quiet", `  ${rounds} rounds`);
  } finally {
    for (const { workerd } of participants) await workerd.stop();
  }
  const columns = operations.map(({ key, title: heading, unit, better }): Column => ({
    key,
    title: heading,
    unit,
    better,
  }));
  const rows = participants.map(({ name, version, values }): Row => {
    const measured = columns.map(({ key }) => [key, summarize(values.get(key) ?? [])] as const);
    return { contestant: name, ...(version === undefined ? {} : { version }), values: Object.fromEntries(measured) };
  });
  const outcome: Outcome = {
    table: "workerd",
    title,
    at: new Date().toISOString(),
    machine: machine(),
    columns,
    rows,
    about: about(rounds),
  };
  await writeOutcome(outcome);
  printOutcome(outcome);
}

async function open(entry: Entry): Promise<Participant[]> {
  // By hand means that it imports nothing.
  const folder = entry.library === undefined ? import.meta.dirname : await contestantFolder(entry.name);
  if (folder === null) return [];
  const script = await workerScript(entry.name, folder);
  const workerd = await step(`workerd with ${entry.name}`, () => startWorkerd(script, entry.flags));
  const version = entry.library && versionOf(entry.library, folder);
  return [{ ...entry, ...(version === undefined ? {} : { version }), workerd, values: new Map() }];
}

/** The first round warms everybody up. */
async function play(participants: readonly Participant[], round: number, rounds: number, part: number): Promise<void> {
  for (const { key, unit, times } of operations) {
    for (const participant of participants.filter((one) => one.operations.includes(key))) {
      passing(`  round ${round} of ${rounds}  ${key}  ${participant.name}`);
      const count = Math.ceil(times * part);
      const call = await timed(participant.workerd, "nothing", count);
      const milliseconds = ((await timed(participant.workerd, key, count)) - call) / count;
      if (round === 0) continue;
      const list = participant.values.get(key) ?? [];
      participant.values.set(key, [...list, unit === "µs" ? milliseconds * 1000 : milliseconds]);
    }
  }
}

async function timed({ origin }: Workerd, operation: string, times: number): Promise<number> {
  const started = performance.now();
  const response = await fetch(`${origin}/?operation=${operation}&times=${times}`);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${operation} in workerd was answered with ${response.status}: ${text.slice(0, 500)}`);
  return performance.now() - started;
}

const about = (rounds: number) => `
One worker each in a workerd of its own (through miniflare, compatibility date 2026-07-30, no flags; better-auth needs \`nodejs_compat\`), on
D1 as miniflare emulates it on this machine: no network lies between worker and database, as it does in production. Clocks inside
workerd stand still while it computes, so the worker repeats an operation within one request, one at a time, and Node takes the time
outside; a request that repeats nothing as often is taken off.

Password hashes cost nothing here. "limit" is written by hand: WebCrypto's HMAC, one prepared statement, \`Response.json\`; its last three
columns are D1 alone.

Median and quartiles of ${rounds} rounds, everybody in turn.`;
