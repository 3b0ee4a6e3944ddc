/** Writes bench/results.md, and the marked tables of README.md and docs/scale.md, from the results of the last runs. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/workspace.mjs";
import { about, intro, markdownTable, median, nameOf, number, ratio, spaced } from "./markdown.ts";
import { resultsFolder, type Results, type Value } from "./results.ts";

export function writeReport(quick: boolean): void {
  const all = new Map<string, Results>();
  const parts: string[] = [];
  for (const [table, { title, text }] of about) {
    const file = join(resultsFolder(quick), `${table}.json`);
    if (!existsSync(file)) continue;
    const results = JSON.parse(readFileSync(file, "utf8")) as Results;
    all.set(table, results);
    const legend = results.rows.filter(({ note }) => note).map((row) => `- ${nameOf(row)}: ${row.note}`);
    parts.push(`### ${title}`, markdownTable(table, results.rows), legend.join("\n"), text, provenance(results));
  }
  const page = [judgeTargets(all), ...parts.filter(Boolean)].join("\n\n");
  writeFileSync(join(quick ? resultsFolder(true) : join(root, "bench"), "results.md"), `${page}\n`);
  if (!quick) for (const file of ["README.md", "docs/scale.md"]) fillTables(join(root, file), all);
}

function provenance({ at, machine, rounds, postgres }: Results): string {
  const how = rounds ? `Median and quartiles of ${rounds} rounds, everybody in turn; ` : "";
  return `<sub>${how}${at.slice(0, 10)}, ${machine}${postgres ? `, PostgreSQL ${postgres}` : ""}</sub>`;
}

/** A target: `| figure | ≥ 2 × lucia | me-sqlite / latchkey / me-1 |`, or `≤ 15 µs` without a row to divide by. */
const TARGET = /^\| (.+?) \| (([≥≤]) ([\d.]+) ?(×?) ?(.*?)) \| (.+?) \/ (.+?) \/ (.+?) \|$/gm;

function judgeTargets(all: Map<string, Results>): string {
  return intro.replace(TARGET, (_, what, target, sign, least, times, by, table, row, column) => {
    const figure = (name: string) => all.get(table)?.rows.find((one) => one.name === name)?.values[column];
    const [own, base] = [figure(row), times ? figure(by) : 1];
    if (own === undefined || base === undefined) return `| ${what} | ${target} | not measured | |`;
    const value = median(own) / median(base);
    const measured = times ? ratio(value) : `${number(value)} ${by.split(/[ ,]/)[0]}`.trim();
    // A target that was set on another machine says what the limit had there.
    const limit = by.includes("limit had") ? ` (the limit: ${number(median(figure("limit")!))})` : "";
    return `| ${what} | ${target} | ${measured}${limit} | ${verdict(value, Number(least), sign === "≥")} |`;
  });
}

function verdict(value: number, target: number, isLeast: boolean): string {
  if (isLeast ? value >= target : value <= target) return "met";
  if (target < 10 && [value, target].every(Number.isInteger)) return `**missed by ${Math.abs(value - target)}**`;
  return `**missed by ${Math.max(1, Math.ceil(Math.abs(value / target - 1) * 100))} %**`;
}

/** `<!-- measured sweep: rate longest -->`: columns of a table. What follows, up to `<!-- end -->`, is replaced. */
const MARKED = /(<!-- measured ([a-z0-9-]+): ([\w -]+) -->\n)[\s\S]*?(<!-- end -->)/g;

function fillTables(file: string, all: Map<string, Results>): void {
  const filled = readFileSync(file, "utf8").replace(MARKED, (whole, opening, name, keys, closing) => {
    const results = all.get(name);
    if (!results) return whole;
    const table = markdownTable(name, results.rows, keys.split(" "), rounded).replaceAll(/ [↑↓] \|/g, " |");
    return `${opening}\n${table}\n\n${provenance({ ...results, rounds: 0 })}\n\n${closing}`;
  });
  writeFileSync(file, filled);
}

function rounded(value: Value): string {
  const middle = median(value);
  return middle >= 100
    ? spaced(Math.round(middle), "\u202f")
    : String(Number(middle.toPrecision(middle >= 10 ? 3 : 2)));
}
