/** Writes results.md and chart.svg from what the runs have left in bench/results. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { root } from "../../scripts/workspace.mjs";
import { resultsFolder, type Outcome } from "./outcome.ts";
import { chart } from "./report/chart.ts";
import { resultsPage } from "./report/page.ts";

/** Beside the folder of results, or in that of the quick ones. */
const isQuick = basename(resultsFolder) !== "results";
const folder = isQuick ? resultsFolder : dirname(resultsFolder);

/** @returns the files written, as seen from the workspace's root */
export async function writeReport(): Promise<string[]> {
  const outcomes = readOutcomes();
  await mkdir(folder, { recursive: true });
  const drawing = chart(outcomes);
  const page = resultsPage(outcomes, { hasChart: drawing !== null, isQuick });
  const files = { "results.md": page, ...(drawing === null ? {} : { "chart.svg": drawing }) };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return Object.keys(files).map((name) => relative(root, join(folder, name)));
}

function readOutcomes(): Outcome[] {
  if (!existsSync(resultsFolder)) return [];
  const files = readdirSync(resultsFolder)
    .filter((name) => name.endsWith(".json"))
    .sort();
  return files.map((name) => JSON.parse(readFileSync(join(resultsFolder, name), "utf8")) as Outcome);
}
