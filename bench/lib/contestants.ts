/** Who takes part: every folder of bench/contestants that can be had. */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ContestantModule, Database } from "./contract.ts";
import { install } from "./install.ts";
import { say } from "./terminal.ts";
import { homeOf, versionIn } from "./versions.ts";

export interface Contestant {
  /** Its folder's. */
  name: string;
  title: string;
  module: string;
  version?: string;
  note?: string;
  databases: Database["kind"][];
  ownPasswords: boolean;
}

export const contestantsFolder = join(import.meta.dirname, "..", "contestants");
/** What everything is compared with, and who is at home here. */
const first = ["limit", "latchkey"];

let ready: Promise<Contestant[]> | null = null;

/** Installs them, once in a run. Who cannot be installed is left out, and said so. */
export function contestants(only: readonly string[] | undefined): Promise<Contestant[]> {
  ready ??= enlist(only);
  return ready;
}

async function enlist(only: readonly string[] | undefined): Promise<Contestant[]> {
  const list: Contestant[] = [];
  for (const name of contestantNames().filter((one) => only?.includes(one) ?? true)) {
    try {
      const home = homeOf(contestantsFolder, name);
      await install(home, join(contestantsFolder, home));
      list.push(describe(name, versionIn(join(contestantsFolder, home), home)));
    } catch (error) {
      say("bad", `${name} is left out: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
  return list;
}

export function contestantNames(): string[] {
  const folders = readdirSync(contestantsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = folders.map((entry) => entry.name).sort();
  return [...first.filter((name) => found.includes(name)), ...found.filter((name) => !first.includes(name))];
}

/** It is read in a process of its own: this one stays small and has no timers but its own. */
function describe(name: string, installed: string | undefined): Contestant {
  const module = join(contestantsFolder, name, "contestant.mjs");
  const ask = `const { name, version, note, databases, ownPasswords } = await import(process.argv[1]);
    process.stdout.write(JSON.stringify({ name, version, note, databases, ownPasswords }), () => process.exit());`;
  const parameters = ["--no-warnings", "--input-type=module", "-e", ask, pathToFileURL(module).href];
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.trim());
  const said = JSON.parse(stdout) as Partial<ContestantModule>;
  const {
    name: title = name,
    version = installed,
    note,
    databases = ["sqlite", "postgres"],
    ownPasswords = false,
  } = said;
  const known = { name, title, module, databases, ownPasswords };
  return { ...known, ...(version === undefined ? {} : { version }), ...(note === undefined ? {} : { note }) };
}
