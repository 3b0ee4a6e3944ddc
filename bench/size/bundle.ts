/** What ends up in a deployment: bytes of the smallest server, of each entry point of Latchkey, and of what it is made of. */

import { isProgram } from "../../scripts/workspace.mjs";
import { machine, writeOutcome, type Column, type Outcome, type Row } from "../lib/outcome.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { say, step } from "../lib/terminal.ts";
import { apps, type App } from "./apps.ts";
import { bundled, byPackage, type Bundle } from "./bundled.ts";
import { entryPoints } from "./entry-points.ts";
import { exactly } from "./exactly.ts";
import { libraries } from "./libraries.ts";

export const title = "Bundle size";

type Sized = App & { bundle: Bundle };

const columns: Column[] = [
  { key: "gzip", title: "minified, gzip", unit: "kB", better: "lower" },
  { key: "minified", title: "minified", unit: "kB", better: "lower" },
];

export async function run(_options: { quick: boolean }): Promise<void> {
  const servers = await step("bundle the apps", async () => sized(await apps()));
  const parts = await step("bundle the libraries", async () => sized(await libraries()));
  const entries = await step("bundle the entry points", async () => sized(await entryPoints()));
  await tell({ table: "size", title, columns, rows: [...servers, ...parts].map(row), about: about.size });
  await tell({
    table: "size-entries",
    title: "Bundle size of Latchkey's entry points",
    columns,
    rows: entries.map(row),
    about: about.entries,
  });
  await tell(breakdown(servers.filter(({ contestant }) => contestant === "latchkey")));
}

/** What cannot be bundled is left out, and said so. */
async function sized(list: readonly App[]): Promise<Sized[]> {
  const bundles = await Promise.allSettled(list.map((app) => bundled(app)));
  return bundles.flatMap((result, at) => {
    const app = list[at]!;
    if (result.status === "fulfilled") return [{ ...app, bundle: result.value }];
    say("bad", `  ${app.title} is left out: ${String(result.reason)}`);
    process.exitCode = 1;
    return [];
  });
}

function row({ title: contestant, version, note, bundle }: Sized): Row {
  return {
    contestant,
    ...(version === undefined ? {} : { version }),
    ...(note === undefined ? {} : { note }),
    values: { gzip: exactly(bundle.gzip / 1000), minified: exactly(bundle.minified / 1000) },
  };
}

/** Which package brings what: for finding what to cut. */
function breakdown(list: readonly Sized[]): Omit<Outcome, "at" | "machine"> {
  const sums = list.map(({ bundle }) => byPackage(bundle));
  const names = [...new Set(sums.flatMap((sum) => [...sum.keys()]))];
  const key = (at: number) => `app${at + 1}`;
  return {
    table: "size-parts",
    title: "What Latchkey's bundles are made of",
    columns: list.map((app, at) => ({
      key: key(at),
      title: app.title.replace("Latchkey, ", ""),
      unit: "kB",
      better: "lower",
    })),
    rows: names.map((name) => ({
      contestant: name,
      values: Object.fromEntries(
        sums.map((sum, at) => [key(at), sum.has(name) ? exactly(sum.get(name)! / 1000) : null]),
      ),
    })),
    about: about.parts,
  };
}

async function tell(part: Omit<Outcome, "at" | "machine">): Promise<void> {
  if (part.rows.length === 0) return;
  const outcome = { ...part, at: new Date().toISOString(), machine: machine() };
  await writeOutcome(outcome);
  printOutcome(outcome);
}

const about = {
  size: `
The smallest e-mail-and-password server with each (\`bench/size/apps\`), bundled and minified by esbuild from the packages as
installed, then compressed by gzip at level 9. Drivers stay outside (better-sqlite3, pg, libsql), and so does what the runtime
brings. Dynamic imports are bundled in. 1 kB is 1000 bytes; the figures are exact.`,
  entries: `
All exports of each public entry point of Latchkey's packages, bundled alone in the same way, with everything that it imports.
Entry points share code: two together weigh less than their sum.`,
  parts: `
Latchkey's minified bundles by the package that they come from, before compression. Compressed bytes cannot be told
apart by origin.`,
};

if (isProgram(import.meta)) await run({ quick: process.argv.includes("--quick") });
