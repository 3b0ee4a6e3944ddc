/** No line of code or comment is wider than 120 columns. oxfmt breaks code, but neither comments nor strings. */

import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";

const widest = 120;

/** Files that a program writes. */
const generated =
  /^packages\/sql\/src\/lib\/generated\/|^packages\/core\/src\/lib\/passwords\/common-passwords-list\.ts$/;

/**
 * How many wide lines are left below a folder, from before there was this rule. A number may only go down.
 *
 * @type {Record<string, number>}
 */
export const wideLines = {
  bench: 114,
  "packages/adapter-kysely": 2,
};

/**
 * @param {string} house
 * @param {string[]} paths
 * @param {Record<string, number>} allowed
 * @returns {string[]} each `file:line: sentence`, for every folder that has more than it may
 */
export function checkWidths(house, paths, allowed) {
  /** @type {Map<string, string[]>} */
  const problems = new Map();
  for (const path of paths) {
    const file = relative(house, path).split(sep).join("/");
    if (!/\.(ts|mjs)$/.test(file) || generated.test(file)) continue;
    const [top = "", second = ""] = file.split("/");
    const folder = top === "packages" ? `${top}/${second}` : top;
    const wide = readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, at) => (line.length > widest ? [`${file}:${at + 1}: is ${line.length} columns wide`] : []));
    problems.set(folder, [...(problems.get(folder) ?? []), ...wide]);
  }
  return [...problems].flatMap(([folder, found]) => (found.length > (allowed[folder] ?? 0) ? found : []));
}
