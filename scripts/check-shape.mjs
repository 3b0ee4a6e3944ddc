/** Holds the directions and the rooms of the house. Prints each violation as `file: sentence`. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { importsOf } from "./shape/imports.mjs";
import { checkRooms, floors } from "./shape/rooms.mjs";
import { checkDirection, checkExports, checkPrivacy, findCycles } from "./shape/rules.mjs";
import { isProgram, root } from "./workspace.mjs";

/**
 * What each package may import when it runs (`run`), for its types alone (`types`), and by `process?.getBuiltinModule?.()` where
 * the runtime has it (`ifPresent`); `*` stands for any ending.
 *
 * @type {Record<string, import("./shape/rules.mjs").Direction>}
 */
const directions = {
  core: { run: ["@noble/hashes"], ifPresent: ["node:crypto"] },
  sql: { run: [], types: ["@latchkey/core"] },
  "adapter-sqlite": {
    run: ["@latchkey/sql", "better-sqlite3", "node:*", "bun:sqlite"],
    types: ["@latchkey/core"],
  },
  "adapter-d1": { run: ["@latchkey/sql"], types: ["@latchkey/core", "@cloudflare/workers-types"] },
  "adapter-postgres": { run: ["@latchkey/sql", "pg"], types: ["@latchkey/core"] },
  http: { run: ["@latchkey/core", "valibot", "@valibot/to-json-schema", "@hono/node-server"] },
  cli: {
    run: [
      "@latchkey/core",
      "@latchkey/http",
      "@latchkey/adapter-*",
      "@hono/node-server",
      "better-sqlite3",
      "pg",
      "node:*",
    ],
  },
};

const notRooms = /^(utils?|helpers?|managers?|services?)$/i;
const skipped = new Set(["node_modules", "dist", "coverage", "data", ".git", ".wrangler"]);

/** @typedef {import("./shape/rules.mjs").Package} Package */

/**
 * @param {string} house the folder of the workspace
 * @param {Record<string, string[][]>} [order] the rooms of each package, from the top floor down
 * @returns {string[]} each `file: sentence`
 */
export function checkShape(house, order = floors) {
  const show = (/** @type {string} */ path) => relative(house, path).split(sep).join("/");
  /** @type {string[]} */
  const problems = [];
  /** @type {(path: string, sentences: string[]) => void} */
  const blame = (path, sentences) => void problems.push(...sentences.map((sentence) => `${show(path)}: ${sentence}`));

  const paths = [...walk(house)];
  const imports = new Map(paths.filter((path) => /\.[cm]?tsx?$/.test(path)).map((path) => [path, importsOf(path)]));
  const packages = openPackages(house, [...imports.keys()]);
  for (const [file, found] of imports) blame(file, checkPrivacy(file, found, packages));
  for (const path of paths) blame(path, checkName(path));

  const files = packages.flatMap((one) => one.files);
  for (const one of packages) {
    const direction = directions[basename(one.folder)];
    if (direction === undefined) blame(one.folder, ["has no line among the directions in scripts/check-shape.mjs"]);
    blame(join(one.folder, "package.json"), checkExports(one));
    const rooms = order[basename(one.folder)];
    for (const file of one.files) {
      if (rooms !== undefined) blame(file, checkRooms(rooms, one.src, file, imports.get(file) ?? []));
      blame(file, checkDirection(one, direction ?? { run: [] }, file, imports.get(file) ?? []));
      const [folder, ...deeper] = relative(one.src, file).split(sep);
      if (deeper.length > 0 && folder !== "lib")
        blame(file, ["is private and belongs into src/lib; src has no other folder"]);
    }
  }
  /** @type {(file: string) => string[]} */
  const targets = (file) => (imports.get(file) ?? []).flatMap(({ name }) => resolve(file, name, packages) ?? []);
  for (const cycle of findCycles(new Map(files.map((file) => [file, targets(file)])))) {
    blame(cycle[0] ?? house, [`imports itself, by way of ${cycle.slice(1).map(show).join(" → ")}`]);
  }
  return problems;
}

/**
 * @param {string} house
 * @param {string[]} files
 * @returns {Package[]}
 */
function openPackages(house, files) {
  return readdirSync(join(house, "packages"))
    .map((name) => join(house, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => {
      const src = join(folder, "src");
      const json = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return { folder, src, json, files: files.filter((file) => file.startsWith(src + sep)) };
    });
}

/** @param {string} path */
function checkName(path) {
  const word = basename(path)
    .split(/[-_.]|(?<=[a-z])(?=[A-Z])/)
    .find((part) => notRooms.test(part));
  return word === undefined ? [] : [`"${word}" does not say what lives here`];
}

/**
 * The source file behind an import, when it is one of the workspace.
 *
 * @param {string} file
 * @param {string} name
 * @param {Package[]} packages
 * @returns {string | undefined}
 */
function resolve(file, name, packages) {
  if (name.startsWith(".")) return join(dirname(file), name);
  const owner = packages.find(({ json }) => name === json.name || name.startsWith(`${json.name}/`));
  const target = owner?.json.exports?.[`.${name.slice(owner.json.name.length)}`];
  return typeof target === "string" ? join(owner?.folder ?? "", target) : undefined;
}

/**
 * Every file and folder below.
 *
 * @param {string} folder
 * @returns {Generator<string, void, void>}
 */
function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    yield join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(join(folder, entry.name));
  }
}

if (isProgram(import.meta)) {
  const problems = checkShape(process.argv[2] ?? root);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
