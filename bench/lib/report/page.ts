/** The text of results.md. */

import { number, ratio, timesYardstick, yardstick } from "../format.ts";
import type { Column, Measured, Outcome, Row } from "../outcome.ts";
import { NATIVE } from "../plan.ts";
import { figures } from "./figures.ts";
import { judge } from "./judge.ts";
import { whoTookPart, type Who } from "./who.ts";

/** What comes first; whatever is not named here comes behind, by name. */
const order = [
  "me-sqlite",
  "me-postgres",
  "me-while-hashing",
  "sign-in",
  "sign-in-without-hash",
  "life-sqlite",
  "life-postgres",
  "floods",
  "counts-sqlite",
  "counts-postgres",
  "heap",
  "size",
  "size-entries",
  "size-parts",
  "import",
  "install",
  "workerd-start",
  "workerd",
  "d1-rows",
  "scale-sqlite",
  "scale-postgres",
];

export interface PageOptions {
  hasChart: boolean;
  isQuick: boolean;
}

export function resultsPage(outcomes: readonly Outcome[], { hasChart, isQuick }: PageOptions): string {
  const place = ({ table }: Outcome) => (order.includes(table) ? order.indexOf(table) : order.length);
  const sorted = outcomes.toSorted((a, b) => place(a) - place(b) || a.table.localeCompare(b.table));
  const who = whoTookPart(sorted);
  const parts = [
    "# Results",
    "Written by `pnpm bench` from what it measured; nothing here is typed in by hand. What each table does and how everybody is treated " +
      "alike is in [README.md](README.md).",
    ...(isQuick ? ["**A quick run: too short to measure anything.**"] : []),
    provenance(sorted),
    ...(hasChart ? ["![GET /me against the limit](chart.svg)"] : []),
    "## The figures that we hold ourselves to",
    summary(sorted),
    "Where the time goes, what was tried and what stands in the way of a figure that is missed: [notes.md](notes.md).",
    "## The tables",
    "A cell has the median, what it mostly lies between (each table says which), and how many times the limit's figure that is. " +
      "The limit is a handler written by hand, with no library. ↑: more is better; ↓: less is better.",
    ...(who.list.length === 0 ? [] : [who.list.join("\n")]),
    ...sorted.flatMap((outcome) => section(outcome, who, machineOf(outcome) === machineOf(sorted[0]!))),
  ];
  return `${parts.join("\n\n")}\n`;
}

function provenance(outcomes: readonly Outcome[]): string {
  const first = outcomes[0];
  if (!first) return "Nothing has been measured yet.";
  const days = [...new Set(outcomes.map(({ at }) => at.slice(0, 10)))].sort();
  return `Measured ${days.length > 1 ? `between ${days[0]} and ${days.at(-1)}` : `on ${days[0]}`} with ${machineOf(first)}.`;
}

function machineOf({ machine: { cpu, cores, memory, os, node, ...more } }: Outcome): string {
  return [
    `${cores} cores (${cpu})`,
    memory,
    os,
    `Node ${node}`,
    ...Object.entries(more).map(([name, value]) => `${name} ${value}`),
  ].join(", ");
}

function summary(outcomes: readonly Outcome[]): string {
  const lines = figures.map((figure) => {
    const { measured, verdict } = judge(figure, outcomes);
    return [figure.what, figure.target, measured, verdict];
  });
  return grid(["figure", "target", "measured", ""], lines, [false, false, true, false]);
}

function section(outcome: Outcome, who: Who, isUsualMachine: boolean): string[] {
  const { title, columns, rows, about } = outcome;
  const head = ["", ...columns.map(heading)];
  const lines = rows.map((row) => [nameOf(row), ...columns.map(({ key }) => cell(outcome, row, key))]);
  const notes = rows.map((row) => who.noteIn(row)).filter((note) => note !== null);
  return [
    `### ${title}`,
    grid(
      head,
      lines,
      head.map((_, at) => at > 0),
    ),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
    about.trim(),
    ...(yardstick(outcome)?.contestant === NATIVE ? ["Ratios are those to the native hash."] : []),
    ...(isUsualMachine ? [] : [`Measured with ${machineOf(outcome)}.`]),
  ];
}

function nameOf({ contestant, title, version }: Row): string {
  return [title ?? contestant, version].filter(Boolean).join(" ");
}

function heading({ title, unit, better }: Column): string {
  return `${title}${unit === "" ? "" : `, ${unit}`}${better === "higher" ? " ↑" : " ↓"}`;
}

function cell(outcome: Outcome, row: Row, key: string): string {
  const measured = row.values[key];
  if (!measured) return "–";
  const times = timesYardstick(outcome, row, key);
  return [`**${number(measured.median)}**`, between(measured), times === null ? "" : ratio(times)]
    .filter(Boolean)
    .join(" · ");
}

function between({ low, high }: Measured): string {
  const [from, to] = [number(low), number(high)];
  return from === to ? "" : `${from}–${to}`;
}

/** Columns of figures to the right. */
function grid(head: readonly string[], lines: readonly (readonly string[])[], toTheRight: readonly boolean[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(head), row(toTheRight.map((isRight) => (isRight ? "---:" : "---"))), ...lines.map(row)].join("\n");
}
