/** From nothing to the first answer: workerd starts with a bundled worker, against one with an empty worker. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { machine, writeOutcome, type Column, type Measured, type Outcome, type Row } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { passing, say } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { exactly } from "../size/exactly.ts";
import { contestantFolder, versionOf } from "../size/installed.ts";
import { freshWorkerd, type FreshWorkerd } from "./fresh-workerd.ts";
import { scriptOf, workerScript } from "./script.ts";

export const title = "In workerd: start and first answer";

const columns: Column[] = [
  { key: "excess", title: "over an empty worker", unit: "ms", better: "lower" },
  { key: "start", title: "start and first answer", unit: "ms", better: "lower" },
  { key: "gzip", title: "worker, gzip", unit: "kB", better: "lower" },
];

interface Starter {
  name: string;
  version?: string;
  note?: string;
  script: string;
  flags: string[];
  path: string;
  /** What an answer of the worker itself has, and an error of the runtime has not. */
  status: number;
  workerd: FreshWorkerd;
  samples: number[];
}

export async function runStart({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 3 : 31;
  const starters = await findStarters();
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const { name, workerd, path, status, samples } of starters) {
        passing(`  round ${round} of ${rounds}  ${name}`);
        const milliseconds = await workerd.firstAnswer(path, status);
        // The first round only warms the file system's cache.
        if (round > 0) samples.push(milliseconds);
      }
    }
  } finally {
    for (const { workerd } of starters) workerd.remove();
  }
  say("quiet", `  ${rounds} rounds of ${starters.length} starts`);
  const rows = starters.map((one) => row(one, starters));
  const outcome: Outcome = {
    table: "workerd-start",
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

async function findStarters(): Promise<Starter[]> {
  const compat = ["nodejs_compat"];
  const empty = { script: await workerScript("empty", import.meta.dirname), path: "/", status: 200 };
  const list = [
    starter({ ...empty, name: "empty worker", flags: [] }),
    starter({ ...empty, name: "empty worker, nodejs_compat", flags: compat }),
  ];
  const latchkey = await contestantFolder("latchkey");
  if (latchkey !== null) {
    const app = readFileSync(join(import.meta.dirname, "..", "size", "apps", "latchkey-d1.mjs"), "utf8");
    const script = await scriptOf(app, latchkey);
    list.push(
      starter({
        name: "latchkey",
        ...version("@latchkey/core", latchkey),
        script,
        flags: [],
        path: "/auth/me",
        status: 401,
      }),
    );
  }
  const betterAuth = await contestantFolder("better-auth");
  if (betterAuth !== null) {
    const script = await workerScript("better-auth-start", betterAuth);
    const note = "over an empty worker with the flag that it needs";
    const route = { path: "/api/auth/get-session", status: 200 };
    list.push(
      starter({ name: "better-auth", ...version("better-auth", betterAuth), note, script, flags: compat, ...route }),
    );
  }
  return list;
}

function starter(worker: Omit<Starter, "workerd" | "samples">): Starter {
  return { ...worker, workerd: freshWorkerd(worker.script, worker.flags), samples: [] };
}

function version(library: string, folder: string): { version?: string } {
  const found = versionOf(library, folder);
  return found === undefined ? {} : { version: found };
}

function row({ name, version: number, note, script, flags, samples }: Starter, starters: readonly Starter[]): Row {
  const empty = starters.find((one) => one.name.startsWith("empty") && one.flags.length === flags.length)!;
  const isEmpty = name.startsWith("empty");
  return {
    contestant: name,
    ...(number === undefined ? {} : { version: number }),
    ...(note === undefined ? {} : { note }),
    values: {
      excess: isEmpty ? null : excessOver(empty.samples, samples),
      start: summarize(samples),
      gzip: exactly(gzipSync(script, { level: 9 }).length / 1000),
    },
  };
}

/** Round by round, against the empty worker of the same round: what slows both down falls out. */
function excessOver(empty: readonly number[], samples: readonly number[]): Measured | null {
  return summarize(samples.map((milliseconds, round) => milliseconds - empty[round]!));
}

const about = (rounds: number) => `
A fresh workerd (the binary itself, compatibility date 2026-07-30) starts with a worker that esbuild bundled and minified, and answers
its first request: for Latchkey \`GET /auth/me\` without a cookie, which is refused with 401 before any database is asked; for better-auth
\`GET /api/auth/get-session\`, answered with null. From before the process starts until the answer has arrived. All have the same D1 binding. What
an empty worker takes in the same round is taken off; better-auth is set up as its guide for Workers says and needs \`nodejs_compat\`, so its
baseline has that flag, too; its check of the tables is off, so that it asks no database either.

Median and quartiles of ${rounds} starts each, everybody in turn.`;
