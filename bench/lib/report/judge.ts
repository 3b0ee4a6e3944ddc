/** Whether a figure is held, by what was measured. */

import { number, ratio } from "../format.ts";
import type { Outcome } from "../outcome.ts";

/** Where a figure stands: a table's name, a row's contestant and a column's key. */
export interface Place {
  table: string;
  row: string;
  column: string;
}

export interface Figure {
  what: string;
  target: string;
  of: Place;
  /** What it is divided by, where a ratio is held. */
  over?: Place;
  /** One of the two. */
  atLeast?: number;
  atMost?: number;
  unit: string;
  /** Whether the limit's own figure is shown beside it, since the target was set on a certain machine. */
  showsLimit?: boolean;
}

export interface Judgement {
  measured: string;
  verdict: string;
}

export function judge(figure: Figure, outcomes: readonly Outcome[]): Judgement {
  const value = figureOf(figure, outcomes);
  if (value === null) return { measured: "not measured", verdict: "" };
  const limit = figure.showsLimit ? medianAt({ ...figure.of, row: "limit" }, outcomes) : null;
  return {
    measured: shown(figure, value) + (limit === null ? "" : ` (the limit here: ${number(limit)})`),
    verdict: verdictOn(figure, value),
  };
}

function figureOf({ of, over }: Figure, outcomes: readonly Outcome[]): number | null {
  const value = medianAt(of, outcomes);
  if (!over || value === null) return value;
  const base = medianAt(over, outcomes);
  return base ? value / base : null;
}

function shown({ over, unit }: Figure, value: number): string {
  return over ? ratio(value) : `${number(value)}${unit === "" ? "" : ` ${unit}`}`;
}

function verdictOn({ atLeast, atMost = 0, over, unit }: Figure, value: number): string {
  if (atLeast !== undefined) return value >= atLeast ? "met" : `**missed by ${percent(1 - value / atLeast)}**`;
  if (value <= atMost) return "met";
  const isCount = over === undefined && unit === "" && Number.isInteger(value);
  return `**missed by ${isCount ? value - atMost : percent(value / atMost - 1)}**`;
}

/** Rounded up, since a figure that is missed by little is missed. */
function percent(part: number): string {
  return `${Math.max(1, Math.ceil(part * 100))} %`;
}

function medianAt({ table, row, column }: Place, outcomes: readonly Outcome[]): number | null {
  const rows = outcomes.find((outcome) => outcome.table === table)?.rows;
  return rows?.find(({ contestant }) => contestant === row)?.values[column]?.median ?? null;
}
