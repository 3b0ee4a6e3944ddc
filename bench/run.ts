import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { script, Stop } from "../scripts/workspace.mjs";
import { cleanUp } from "./lib/cleanup.ts";
import { names } from "./lib/contestants.ts";
import { writeReport } from "./lib/report.ts";
import { complain, type Options } from "./lib/results.ts";

const folder = join(import.meta.dirname, "tables");
const tables = readdirSync(folder).map((file) => basename(file, ".ts"));
const usage = `Usage: pnpm bench [table …] [--quick] [--only contestant,…] [--report]

  table     ${tables.join(", ")}; all of them unless some are named
  --quick   short rounds that only show that it works: written to bench/.quick
  --only    ${names.join(", ")}
  --report  measures nothing, and writes results.md and the marked tables again`;

async function main(): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const flags = { quick: flag, report: flag, help: flag, only: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options: flags });
  const only = values.only?.split(",");
  const isKnown = positionals.every((one) => tables.includes(one)) && (only ?? []).every((one) => names.includes(one));
  if (values.help || !isKnown) throw new Stop(usage);
  const wanted = tables.filter((one) => positionals.length === 0 || positionals.includes(one));
  for (const table of values.report ? [] : wanted) {
    const { run } = (await import(join(folder, `${table}.ts`))) as { run: (options: Options) => Promise<void> };
    // If one fails, the others are measured.
    await run({ quick: values.quick, only }).catch((error: unknown) => complain(`${table} failed`, error));
  }
  writeReport(values.quick);
}

await script(async () => {
  await main().finally(cleanUp);
  return Number(process.exitCode ?? 0);
});
