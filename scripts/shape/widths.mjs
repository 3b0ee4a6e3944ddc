/** No line of code or comment is wider than 120 columns. oxfmt breaks code, but neither comments nor strings. */

import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";

const widest = 120;

/** Files that a program writes. */
const generated =
  /^packages\/sql\/src\/lib\/generated\/|^packages\/core\/src\/lib\/passwords\/common-passwords-list\.ts$/;

/**
 * @param {string} house
 * @param {string[]} paths
 * @returns {string[]} each `file:line: sentence`
 */
export function checkWidths(house, paths) {
  return paths.flatMap((path) => {
    const file = relative(house, path).split(sep).join("/");
    if (!/\.(tsx?|mjs)$/.test(file) || generated.test(file)) return [];
    return readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, at) => (line.length > widest ? [`${file}:${at + 1}: is ${line.length} columns wide`] : []));
  });
}
