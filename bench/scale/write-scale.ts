/** Fills the tables of docs/scale.md from bench/results: nothing in them is typed by hand. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isProgram, script } from "../../scripts/workspace.mjs";
import type { Column, Machine, Outcome } from "../lib/outcome.ts";

const root = join(import.meta.dirname, "..", "..");
const guide = join(root, "docs", "scale.md");

/** `<!-- measured sweep: rate longest -->`: the table, and the columns to show; then what is written anew, up to `<!-- end -->`. */
const PLACE = /(<!-- measured ([a-z0-9-]+): ([\w ]+) -->\n)[\s\S]*?(<!-- end -->)/g;

export async function writeScale(): Promise<void> {
  const text = readFileSync(guide, "utf8");
  const filled = text.replace(PLACE, (whole: string, start: string, table: string, keys: string, end: string) => {
    const file = join(root, "bench", "results", `${table}.json`);
    if (!existsSync(file)) return whole;
    return `${start}${show(JSON.parse(readFileSync(file, "utf8")) as Outcome, keys.trim().split(" "))}\n${end}`;
  });
  writeFileSync(guide, filled);
}

function show({ columns, rows, machine, at }: Outcome, keys: readonly string[]): string {
  const shown = keys.map((key) => {
    const column = columns.find((one) => one.key === key);
    if (!column) throw new Error(`docs/scale.md asks for "${key}", and there is no such column`);
    return column;
  });
  const lines = rows
    .filter(({ values }) => shown.some(({ key }) => values[key]))
    .map(({ contestant, title, values }) => [
      title ?? contestant,
      ...shown.map(({ key }) => round(values[key]?.median)),
    ]);
  const head = ["", ...shown.map(titleOf)];
  const table = [head, ["---", ...shown.map(() => "---:")], ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
  return `\n${table}\n\n${machineLine(machine, at)}\n`;
}

const titleOf = ({ title, unit }: Column) => (unit === "" || unit === "×" ? title : `${title}, ${unit}`);

function machineLine({ cpu, cores, memory, node }: Machine, at: string): string {
  return `<sub>${cpu}, ${cores} cores, ${memory}, Node ${node}, ${at.slice(0, 10)}</sub>`;
}

/** Three digits are as many as a bench can tell. */
function round(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en").replaceAll(",", "\u202f");
  return String(Number(value.toPrecision(2 + Number(value >= 10))));
}

if (isProgram(import.meta)) await script(writeScale);
