import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A piece of code in the README or a guide. */
export interface Sample {
  /** `README.md:12` */
  readonly place: string;
  readonly language: string;
  /** What stands behind the language: `run`, or `runtime=node database=postgres`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly code: string;
}

const FENCE = /^( *)```(\w+)([^\n]*)\n([\s\S]*?)^\1```$/gm;

export function samplesIn(file: string): readonly Sample[] {
  const text = readFileSync(join(import.meta.dirname, "../..", file), "utf8");
  return [...text.matchAll(FENCE)].map(({ index, 1: indent = "", 2: language = "", 3: info = "", 4: code = "" }) => ({
    place: `${file}:${text.slice(0, index).split("\n").length}`,
    language,
    attributes: new Map(
      info
        .trim()
        .split(" ")
        .filter(Boolean)
        .map((word) => word.split("=") as [string, string]),
    ),
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}
