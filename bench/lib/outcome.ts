/** What a table measured: the shape of bench/results/<table>.json, which results.md and the chart are written from. */

import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./machine.ts";

export { machine, type Machine } from "./machine.ts";

export interface Measured {
  median: number;
  /** Quartiles, or the range over the rounds: `about` says which. */
  low: number;
  high: number;
  samples: number;
}

export interface Column {
  key: string;
  title: string;
  unit: string;
  better: "higher" | "lower";
}

export interface Row {
  /** Its folder's name, which figures are looked up by. */
  contestant: string;
  /** As people call it, where that is not the same. */
  title?: string;
  version?: string;
  note?: string;
  /** `null` where a contestant has no such thing. */
  values: Record<string, Measured | null>;
}

export interface Outcome {
  /** Names the file: "me-sqlite". */
  table: string;
  title: string;
  /** ISO 8601 */
  at: string;
  machine: Machine;
  columns: Column[];
  rows: Row[];
  /** Markdown: what was measured, how, and what to know to read it. */
  about: string;
}

/** Short runs try the harness out. Their figures never take the place of real ones. */
const quick = process.argv.includes("--quick");

/** bench/results, or bench/.quick in a run with `--quick`. */
export const resultsFolder = join(import.meta.dirname, "..", quick ? ".quick" : "results");

/** Writes `<table>.json`, whole or not at all. */
export async function writeOutcome(outcome: Outcome): Promise<void> {
  if (!/^[a-z0-9-]+$/.test(outcome.table)) throw new TypeError(`Not the name of a table: ${outcome.table}`);
  await mkdir(resultsFolder, { recursive: true });
  const file = join(resultsFolder, `${outcome.table}.json`);
  await writeFile(`${file}.part`, `${JSON.stringify(outcome, null, 2)}\n`);
  await rename(`${file}.part`, file);
}
