/** What other people notice while one client floods the server, each flood against this checkout and, if asked, an older one. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/workspace.mjs";
import { atEnd } from "../lib/cleanup.ts";
import { openDatabase } from "../lib/databases.ts";
import { machine, writeOutcome, type Column, type Row } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { passing, say } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { measureOthers, type Others } from "./others.ts";
import type { Listening, ServerOptions } from "./server.ts";

export const title = "What others notice while one client floods the server";

/** Another checkout with its dependencies installed, to be measured in the same run: BENCH_BEFORE=../latchkey-before */
const before = process.env.BENCH_BEFORE;

const floods = [
  { name: "quiet", title: "nobody floods", kind: null, hasher: "pbkdf2" },
  { name: "bodies", title: "2 MB bodies", kind: "bodies", hasher: "pbkdf2" },
  { name: "unknown", title: "unknown addresses", kind: "unknown", hasher: "pbkdf2" },
  { name: "argon2id", title: "unknown addresses, argon2id", kind: "unknown", hasher: "argon2id" },
  { name: "burst", title: "400 sign-ins at once", kind: "burst", hasher: "pbkdf2" },
] as const;
type Flood = (typeof floods)[number];

const columns: Column[] = floods.flatMap(({ name, title: flood, kind }): Column[] => [
  { key: `${name}_p50`, title: `${flood}: GET /me, p50`, unit: "ms", better: "lower" },
  { key: `${name}_p99`, title: `${flood}: GET /me, p99`, unit: "ms", better: "lower" },
  ...(kind === null
    ? []
    : [{ key: `${name}_in`, title: `${flood}: right sign-ins of others, of 20`, unit: "", better: "higher" } as const]),
]);

export async function run({ quick }: { quick: boolean }): Promise<void> {
  say("title", `\n${title}`);
  const checkouts = [{ name: "", root }, ...(before === undefined ? [] : [{ name: ", before", root: before }])];
  const kinds = (["sqlite", "postgres"] as const).flatMap((kind) =>
    checkouts.map((checkout) => ({ kind, checkout, found: new Map<string, number[]>() })),
  );
  for (let round = 1; round <= (quick ? 1 : 3); round++) {
    for (const flood of floods) {
      for (const { kind, checkout, found } of kinds) {
        passing(`  round ${round}  ${flood.title}  ${kind}${checkout.name}`);
        const { times, right } = await measure(kind, checkout.root, flood, quick ? 1_500 : 4_000);
        const note = (key: string, value: number) => found.set(key, [...(found.get(key) ?? []), value]);
        note(`${flood.name}_p50`, quantile(times, 0.5));
        note(`${flood.name}_p99`, quantile(times, 0.99));
        note(`${flood.name}_in`, right);
      }
    }
  }
  const rows = kinds.map(({ kind, checkout, found }): Row => {
    const values = Object.fromEntries(columns.map(({ key }) => [key, summarize(found.get(key) ?? [])]));
    const database = kind === "sqlite" ? "SQLite" : "PostgreSQL";
    return { contestant: `${kind}${checkout.name}`, title: `${database}${checkout.name}`, values };
  });
  const outcome = { table: "floods", title, at: new Date().toISOString(), machine: machine(), columns, rows, about };
  await writeOutcome(outcome);
  printOutcome(outcome);
}

async function measure(
  kind: "sqlite" | "postgres",
  checkout: string,
  { kind: flood, hasher }: Flood,
  milliseconds: number,
): Promise<Others> {
  const { database, remove } = await openDatabase(kind, "floods");
  const prefix = `f${crypto.randomUUID().slice(0, 8)}_`;
  const server = program("server.ts", JSON.stringify({ root: checkout, database, prefix, hasher } as ServerOptions));
  try {
    const [{ port }] = (await once(server.child, "message")) as [Listening];
    return await measureOthers({
      port,
      milliseconds,
      startFlood: () => (flood === null ? null : program("flood.ts", flood, String(port))),
    });
  } finally {
    await server.end();
    if (database.kind === "sqlite")
      for (const end of ["", "-wal", "-shm"]) rmSync(database.path + end, { force: true });
    await remove();
  }
}

function program(file: string, ...parameters: string[]) {
  const child = fork(join(import.meta.dirname, file), parameters, {
    execArgv: ["--no-warnings"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const takeBack = atEnd(() => child.kill("SIGKILL"));
  return {
    child,
    async end() {
      takeBack();
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

function quantile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const about = `One server process (PBKDF2 with 100 000 iterations unless argon2id is said, the default guard, client addresses vouched for), a flood from a
process of its own, and a third process that asks GET /me four at a time with one person's token and signs 20 others in, one after the other over the time,
each from an address of its own; they share the machine's cores. "2 MB bodies": one connection posts sign-ups whose metadata is \`[[],[],…]\`. "Unknown
addresses": 200 connections of one client address sign in to accounts that do not exist. Median and range over the rounds, all in turn.`;
