import { oneLine } from "../log.ts";

/** What a command prints: for people, or JSON for programs. */
export interface Output {
  /** Whether `--json` was given. */
  readonly isJson: boolean;
  /** Prints a sentence. With `--json` nothing: the exit code says it. */
  say(sentence: string): void;
  /** Prints one thing: a line for each field, or one JSON object. */
  show(fields: object): void;
  /** Prints a part of a list: aligned columns, or a JSON object a line. */
  list(rows: readonly object[]): void;
  /** Prints how far long work is, beside the output. */
  progress(sentence: string): void;
}

/** @param write prints a line; `tell` prints a line beside the output */
export function output(isJson: boolean, write: (line: string) => void, tell: (line: string) => void): Output {
  if (isJson) {
    const json = (value: object) => write(JSON.stringify(value));
    return { isJson, say: () => {}, show: json, list: (rows) => rows.forEach(json), progress: () => {} };
  }
  return {
    isJson,
    say: write,
    show(fields) {
      const names = Object.keys(fields);
      const width = Math.max(...names.map(({ length }) => length));
      for (const [name, value] of Object.entries(fields)) write(`${name.padEnd(width)}  ${textOf(value)}`);
    },
    list: (rows) => table(rows).forEach(write),
    progress: tell,
  };
}

/** Columns that are as wide as their widest cell, under the names of the fields. */
function table(rows: readonly object[]): readonly string[] {
  const [first] = rows;
  if (!first) return [];
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((name) => textOf((row as Record<string, unknown>)[name])))];
  const widths = names.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)));
  return cells.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join("  ")
      .trimEnd(),
  );
}

/** What stands in a terminal: no line end and no terminal escape of a user's. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return oneLine(typeof value === "object" ? JSON.stringify(value) : String(value));
}
