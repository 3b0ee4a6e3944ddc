import { styleText } from "node:util";
import { number, ratio, spread, timesYardstick } from "./format.ts";
import type { Column, Outcome, Row } from "./outcome.ts";
import { clearLine } from "./terminal.ts";

/** What has been said about somebody once is not said below every table. */
const told = new Set<string>();

/** A table for the terminal: medians, their spread, and the ratio to the limit. */
export function printOutcome(outcome: Outcome): void {
  clearLine();
  const { columns, rows } = outcome;
  const lines = [
    ...headings(columns),
    ...rows.map((row) => [row.title ?? row.contestant, ...columns.map(({ key }) => cell(outcome, row, key))]),
  ];
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  const body = lines.map(
    (line) =>
      `  ${line.map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!))).join("   ")}`,
  );
  const notes = rows.flatMap(noteOf).filter((note) => !told.has(note));
  for (const note of notes) told.add(note);

  const paint = (style: "bold" | "dim", text: string) => styleText(style, text, { stream: process.stdout });
  const high = lines.length - rows.length;
  const painted = body.map((line, at) => (at < high ? paint("dim", line) : line));
  console.log(
    [`\n${paint("bold", outcome.title)}`, ...painted, ...notes.map((note) => paint("dim", `  ${note}`))].join("\n"),
  );
}

function noteOf({ contestant, title = contestant, note }: Row): string[] {
  return note === undefined ? [] : [`${title}: ${note}`];
}

/** One part of a title below the other, so that columns stay narrow. */
function headings(columns: readonly Column[]): string[][] {
  const stacks = columns.map(({ title, unit }) => [...title.split(", "), ...(unit === "" ? [] : [unit])]);
  const high = Math.max(...stacks.map(({ length }) => length));
  return Array.from({ length: high }, (_, at) => ["", ...stacks.map((stack) => stack[at - high + stack.length] ?? "")]);
}

function cell(outcome: Outcome, row: Row, key: string): string {
  const measured = row.values[key];
  if (!measured) return "–";
  const times = timesYardstick(outcome, row, key);
  return [number(measured.median), spread(measured), times === null ? "" : ratio(times).padStart(8)]
    .filter(Boolean)
    .join("  ");
}
