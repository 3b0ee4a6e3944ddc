/** Who took part, with what is to be known about each of them whatever the table. */

import type { Outcome, Row } from "../outcome.ts";

/** Parts of a note that all of a contestant's rows have in common are said once. */
export interface Who {
  list: string[];
  /** What is left to say below one table. */
  noteIn: (row: Row) => string | null;
}

export function whoTookPart(outcomes: readonly Outcome[]): Who {
  const rows = outcomes.flatMap(({ table, rows: own }) => own.map((row) => ({ table, row })));
  const names = [...new Set(rows.map(({ row }) => row.contestant))];
  const common = new Map(
    names.map((name) => [name, commonNotes(rows.filter(({ row }) => row.contestant === name).map(({ row }) => row))]),
  );
  const list = names.flatMap((name) => {
    const notes = common.get(name) ?? [];
    const row = rows.find((one) => one.row.contestant === name)!.row;
    return notes.length === 0
      ? []
      : [`- ${[row.title ?? name, row.version].filter(Boolean).join(" ")}: ${notes.join("; ")}`];
  });
  return {
    list,
    noteIn(row) {
      const left = partsOf(row).filter((part) => !common.get(row.contestant)?.includes(part));
      return left.length === 0 ? null : `- ${row.title ?? row.contestant}: ${left.join("; ")}`;
    },
  };
}

/** One table alone is no reason to say it elsewhere. */
function commonNotes(rows: readonly Row[]): string[] {
  const [first, ...others] = rows;
  if (!first || others.length === 0) return [];
  return partsOf(first).filter((part) => others.every((row) => partsOf(row).includes(part)));
}

function partsOf({ note }: Row): string[] {
  return note?.split("; ") ?? [];
}
