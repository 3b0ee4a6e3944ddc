/** Tables in Markdown, with the titles, columns and texts of bench/about.md. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Row, Value } from "./results.ts";

const [start = "", ...sections] = readFileSync(join(import.meta.dirname, "..", "about.md"), "utf8").split(/^## /m);

/** What comes before the tables: the targets. */
export const intro = start.trim();

/** Each table is `## name: title`, a list of columns as `- key: heading`, and a text. */
export const about = new Map(
  sections.map((section) => {
    const [, name = "", title, list, text] = /^(\S+): (.*)\n+((?:- .*\n)+)([\s\S]*)$/.exec(section) ?? [];
    const columns = [...list!.matchAll(/^- (\S+): (.*)$/gm)].map(([, key, heading]) => [key!, heading!] as const);
    return [name, { title: title!, columns, text: text!.trim() }];
  }),
);

export const median = (value: Value): number => (typeof value === "number" ? value : value[0]);

/** Three significant digits; whole numbers up to 9999 stay whole. */
export function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10_000) return String(value);
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 1000 ? String(rounded) : rounded.toLocaleString("en");
}

export const spaced = (count: number, space = " "): string => count.toLocaleString("en").replaceAll(",", space);

export const ratio = (value: number): string =>
  `${value >= 100 ? value.toFixed(0) : value.toPrecision(value < 0.1 ? 2 : 3)} ×`;

export const nameOf = ({ name, title = name, version = "" }: Row): string => `${title} ${version}`.trim();

/** All columns of a table, or those of `keys`. */
export function markdownTable(table: string, rows: Row[], keys?: string[], cell = fullCell): string {
  // A sign-in needs at least its hash; everything else is compared with the limit.
  const find = (wanted: string) => rows.find(({ name }) => name === wanted);
  const base = find("native hash") ?? find("limit");
  const columns = about.get(table)!.columns.filter(([key]) => keys?.includes(key) ?? true);
  const shown = rows.filter(({ values }) => !keys || columns.some(([key]) => values[key] !== undefined));
  const cells = shown.map((row) => [
    nameOf(row),
    ...columns.map(([key]) => (row.values[key] === undefined ? "–" : cell(row.values[key], base?.values[key]))),
  ]);
  const head = ["", ...columns.map(([, heading]) => heading)];
  const lines = [head, ["---", ...columns.map(() => "---:")], ...cells];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** Median, quartiles where they differ, and the ratio to the base, which small counts do not need. */
function fullCell(value: Value, base: Value = 0): string {
  const [middle, low, high] = typeof value === "number" ? [value, value, value] : value;
  const range = number(low) === number(high) ? [] : [`${number(low)}–${number(high)}`];
  const isCount = [middle, median(base)].every((each) => Number.isInteger(each) && each < 100);
  const compared = isCount || median(base) === 0 ? [] : [ratio(middle / median(base))];
  return [`**${number(middle)}**`, ...range, ...compared].join(" · ");
}
