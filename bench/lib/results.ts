/** What a table has measured: the content of bench/results/<table>.json. */

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { markdownTable } from "./markdown.ts";

/** An exact value, or the median of the rounds and their quartiles. */
export type Value = number | [median: number, low: number, high: number];

/** `values`: by the keys of the columns. One is missing where a contestant has no such operation. */
export interface Row {
  name: string;
  title?: string | undefined;
  version?: string | undefined;
  note?: string | undefined;
  values: Record<string, Value>;
}

/** `at`: ISO 8601. `postgres`: version and settings of the server. */
export interface Results {
  at: string;
  machine: string;
  postgres?: string | undefined;
  rounds?: number;
  rows: Row[];
}

/** `quick`: short rounds that only show that it works, saved in bench/.quick. `only`: names of contestants. */
export type Options = { quick: boolean; only: string[] | undefined };

export const resultsFolder = (quick: boolean): string => join(import.meta.dirname, "..", quick ? ".quick" : "results");

export function save(table: string, measured: Omit<Results, "at" | "machine">, { quick }: Options): void {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release().match(/^[\d.]+/)?.[0]}`;
  const processor = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores`;
  const machine = `${processor}, ${memory}, Node ${process.versions.node}`;
  const results: Results = { at: new Date().toISOString(), machine, ...measured };
  mkdirSync(resultsFolder(quick), { recursive: true });
  writeFileSync(join(resultsFolder(quick), `${table}.json`), `${JSON.stringify(results, null, 1)}\n`);
  console.log(`\n${table}\n\n${markdownTable(table, results.rows)}\n`);
}

/** The value at a share of the sorted values, between the two nearest ones: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(position));
  return below + (above - below) * (position % 1);
}

export function summarize(values: readonly number[]): Value {
  const [median, low, high] = [0.5, 0.25, 0.75].map((share) => quantile(values, share)) as [number, number, number];
  return low === high ? median : [median, low, high];
}

/** Reports a problem and goes on: the run ends with exit code 1. */
export function complain(what: string, error: unknown): void {
  // Another process sends its errors as plain objects.
  console.error(`  ${what}: ${(error as Error).stack ?? String(error)}`);
  process.exitCode = 1;
}
