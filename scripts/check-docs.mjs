/**
 * Holds what an editor shows: every public name has a docstring, every public function has an example, and every
 * example compiles. Prints each violation as `file:line: sentence`.
 */

import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { checkExamples } from "./docs/examples.mjs";
import { findPublicNames, openProgram } from "./docs/public-names.mjs";
import { isProgram, root } from "./workspace.mjs";

/**
 * How many are still missing in a package. A number may only go down.
 *
 * @type {Record<string, { docs?: number, examples?: number }>}
 */
const missing = {
  sql: { examples: 7 },
};

/**
 * @param {string} house the folder of the workspace
 * @param {typeof missing} [allowed]
 * @returns {string[]} each `file:line: sentence`
 */
export function checkDocs(house, allowed = missing) {
  const folders = readdirSync(join(house, "packages")).map((name) => join(house, "packages", name));
  const program = openProgram(house, folders);
  /** @type {string[]} */
  const problems = [];
  const everyName = [];
  for (const folder of folders) {
    const names = findPublicNames(program, house, folder);
    everyName.push(...names);
    const { docs = 0, examples = 0 } = allowed[basename(folder)] ?? {};
    const undocumented = names.filter(({ isDocumented }) => !isDocumented);
    const unshown = names.filter(({ kind, examples: shown }) => kind === "function" && shown.length === 0);
    problems.push(...beyond(docs, undocumented, "has no docstring"));
    problems.push(...beyond(examples, unshown, "has no @example"));
  }
  return [...problems, ...checkExamples(house, everyName)];
}

/**
 * @param {number} allowed
 * @param {import("./docs/public-names.mjs").PublicName[]} names
 * @param {string} sentence
 */
function beyond(allowed, names, sentence) {
  return names.length <= allowed ? [] : names.map(({ place, name }) => `${place}: ${name} ${sentence}`);
}

if (isProgram(import.meta)) {
  const house = resolve(process.argv[2] ?? root);
  const problems = checkDocs(house, process.argv.includes("--all") ? {} : missing);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
