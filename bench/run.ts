/** `pnpm bench [table …] [--quick] [--only contestant,…]`: measures, and writes results.md and chart.svg. */

import { parseArgs } from "node:util";
import { script, Stop } from "../scripts/workspace.mjs";
import { cleanUp, cleanUpOnSignals } from "./lib/cleanup.ts";
import { contestantNames } from "./lib/contestants.ts";
import type { TableOptions } from "./lib/plan.ts";
import { writeReport } from "./lib/report.ts";
import { findTables, type Table } from "./lib/tables.ts";
import { say, seconds } from "./lib/terminal.ts";

const usage = `Usage: pnpm bench [table …] [--quick] [--only contestant,…] [--list] [--report]

  table     the name of a table or of a folder of tables; all of them unless some are named
  --quick   short rounds, to try things out: written to bench/.quick and no measure of anything
  --only    these contestants alone
  --list    what tables there are
  --report  measures nothing, and writes results.md and chart.svg again`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(usage);
  const tables = await findTables(positionals);
  if (values.list) return console.log(tables.map(({ name, title }) => `${name.padEnd(24)}${title}`).join("\n"));

  const started = performance.now();
  const options = { quick: values.quick, ...readOnly(values.only) };
  if (!values.report) for (const table of tables) await runTable(table, options);
  const written = await writeReport();
  say("title", `\n${written.join(" and ")} written  ${seconds(started)}`);
}

function readArguments() {
  const flag = { type: "boolean", default: false } as const;
  const options = { quick: flag, list: flag, report: flag, help: flag, only: { type: "string" } } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new Stop(`${(error as Error).message}\n\n${usage}`);
  }
}

function readOnly(list: string | undefined): { only?: string[] } {
  if (list === undefined) return {};
  const only = list.split(",");
  const names = contestantNames();
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Stop(`There is no contestant "${unknown}": there are ${names.join(", ")}`);
  return { only };
}

/** One that fails does not keep the others from being measured. */
async function runTable({ name, run }: Table, options: TableOptions): Promise<void> {
  try {
    await run(options);
  } catch (error) {
    say("bad", `${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}

cleanUpOnSignals();
await script(async () => {
  await main().finally(cleanUp);
  return process.exitCode === undefined ? 0 : Number(process.exitCode);
});
