import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** A piece of code in the README or a guide. */
export interface Sample {
  /** `README.md:12` */
  readonly place: string;
  readonly language: string;
  /** What stands after the language: `run`, `browser=signed-in`, or `runtime=node database=postgres`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly code: string;
}

/** The guides of the site: `docs/start.md`, `docs/guides/sessions.md`. The API reference is none of them. */
export const guides = globSync("docs/**/*.md", { cwd: root, exclude: (path) => path.startsWith(join("docs", "api")) })
  .map((file) => file.split(sep).join("/"))
  .sort();

const FENCE = /^( *)```(\w+)([^\n]*)\n([\s\S]*?)^\1```$/gm;

export function samplesIn(file: string): readonly Sample[] {
  const text = readFileSync(join(root, file), "utf8");
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
