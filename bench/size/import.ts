/** What a server pays at its start: a bare Node imports each contestant, as installed and bundled. */

import { pathToFileURL } from "node:url";
import { isProgram } from "../../scripts/workspace.mjs";
import { cleanUp, cleanUpOnSignals } from "../lib/cleanup.ts";
import { machine, writeOutcome, type Column, type Measured, type Outcome, type Row } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { passing, say } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { bundleFile } from "./bundle-file.ts";
import { exactly } from "./exactly.ts";
import { countModules, timeImports } from "./fresh-node.ts";
import { subjects, type Subject } from "./imports.ts";

export const title = "Import time";

const columns: Column[] = [
  { key: "installed", title: "as installed", unit: "ms", better: "lower" },
  { key: "driver", title: "with its driver", unit: "ms", better: "lower" },
  { key: "bundled", title: "bundled", unit: "ms", better: "lower" },
  { key: "modules", title: "files loaded", unit: "", better: "lower" },
];

/** One figure of one subject: what is imported, and how long it took each time. */
interface Lane {
  subject: Subject | null;
  key: "bare" | "installed" | "driver" | "bundled";
  folder: string;
  modules: string[];
  samples: number[];
  failed?: boolean;
}

export async function run({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 3 : 25;
  const list = await subjects();
  const files = await Promise.all(list.map(bundleFile));
  try {
    const lanes = list.flatMap((subject, at) => lanesOf(subject, files[at]!.path));
    lanes.unshift({ subject: null, key: "bare", folder: import.meta.dirname, modules: [], samples: [] });
    await sample(lanes, rounds);
    const counts = new Map<Subject, number>();
    for (const subject of list) counts.set(subject, await countModules(subject.folder, Object.keys(subject.modules)));
    await tell(
      list.map((subject) => row(subject, lanes, counts.get(subject)!)),
      rounds,
    );
  } finally {
    for (const file of files) file.remove();
  }
}

function lanesOf(subject: Subject, bundle: string): Lane[] {
  const { folder, modules, driver } = subject;
  const names = Object.keys(modules);
  const lane = (key: Lane["key"], ...imported: string[]): Lane => ({
    subject,
    key,
    folder,
    modules: imported,
    samples: [],
  });
  const withDriver = driver === undefined ? [] : [lane("driver", ...names, driver)];
  return [lane("installed", ...names), ...withDriver, lane("bundled", pathToFileURL(bundle).href)];
}

/** Everybody in turn, round after round. The first round only warms the file system's cache. */
async function sample(lanes: readonly Lane[], rounds: number): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    for (const lane of lanes) {
      if (lane.failed) continue;
      const what = `${lane.subject?.title ?? "bare Node"}, ${lane.key}`;
      passing(`  round ${round} of ${rounds}  ${what}`);
      try {
        const milliseconds = await timeImports(lane.folder, lane.modules);
        if (round > 0) lane.samples.push(milliseconds);
      } catch (error) {
        lane.failed = true;
        process.exitCode = 1;
        say("bad", `  ${what} failed: ${(error as Error).message}`);
      }
    }
  }
  say("quiet", `  ${rounds} rounds of ${lanes.length} fresh processes`);
}

function row(subject: Subject, lanes: readonly Lane[], files: number): Row {
  const bare = summarize(lanes[0]!.samples)!.median;
  const over = (key: Lane["key"]): Measured | null => {
    const lane = lanes.find((one) => one.subject === subject && one.key === key);
    return lane === undefined || lane.failed
      ? null
      : summarize(lane.samples.map((milliseconds) => milliseconds - bare));
  };
  const { title: contestant, version, note } = subject;
  return {
    contestant,
    ...(version === undefined ? {} : { version }),
    ...(note === undefined ? {} : { note }),
    values: { installed: over("installed"), driver: over("driver"), bundled: over("bundled"), modules: exactly(files) },
  };
}

async function tell(rows: Row[], rounds: number): Promise<void> {
  const outcome: Outcome = {
    table: "import",
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

const about = (rounds: number) => `
A fresh Node process imports what a server with each imports, one module after the other; the same program with nothing to import is
taken off. "As installed" reads the packages from node_modules, without the database driver; "with its driver" imports that too
(better-sqlite3 or pg; Latchkey itself opens it at the first statement, not at import); "bundled" imports one file that esbuild made of
the same modules, the driver outside. "Files loaded" counts modules as Node's loader sees them, its own left out.

Median and quartiles of ${rounds} processes each, everybody in turn in each round, files in the system's cache, no compile cache.`;

if (isProgram(import.meta)) {
  cleanUpOnSignals();
  await run({ quick: process.argv.includes("--quick") }).finally(cleanUp);
}
