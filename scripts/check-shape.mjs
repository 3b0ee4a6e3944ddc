/** Holds the shape of the workspace, where oxlint cannot. Prints each violation as `file: sentence`. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { checkExports } from "./shape/exports.mjs";
import { importsOf } from "./shape/imports.mjs";
import { checkMap } from "./shape/map.mjs";
import { checkDeclared, checkFolder, checkName, checkPlace, checkPrivacy } from "./shape/places.mjs";
import { checkRooms, floors } from "./shape/rooms.mjs";
import { checkWidths } from "./shape/widths.mjs";
import { isProgram, root } from "./workspace.mjs";

const skipped = new Set(["node_modules", "dist", "coverage", "data", "reports", "tarballs"]);

/**
 * A package of the workspace, with the paths of the files in its `src`.
 *
 * @typedef {{ folder: string, src: string, files: string[], json: Record<string, any> }} Package
 */

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
  const report = (path, sentences) => void problems.push(...sentences.map((sentence) => `${show(path)}: ${sentence}`));

  const paths = [...walk(house)];
  const imports = new Map(paths.filter((path) => /\.[cm]?tsx?$/.test(path)).map((path) => [path, importsOf(path)]));
  const packages = openPackages(house, [...imports.keys()]);
  report(join(house, "CONTRIBUTING.md"), checkMap(house, order, packages));
  for (const path of paths) report(path, checkName(path));
  for (const [file, found] of imports) report(file, checkPrivacy(file, found, packages));
  for (const owner of packages) {
    report(join(owner.folder, "package.json"), checkExports(owner));
    const rooms = order[basename(owner.folder)];
    for (const file of owner.files) {
      const found = imports.get(file) ?? [];
      report(file, checkFolder(owner, file));
      report(file, checkPlace(owner, file, found));
      report(file, checkDeclared(owner, found));
      if (rooms !== undefined) report(file, checkRooms(rooms, { src: owner.src, file, imports: found }));
    }
  }
  return [...problems, ...checkWidths(house, paths)];
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

/**
 * Every file and folder below, but for what tools write.
 *
 * @param {string} folder
 * @returns {Generator<string, void, void>}
 */
function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name) || entry.name.startsWith(".")) continue;
    yield join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(join(folder, entry.name));
  }
}

if (isProgram(import.meta)) {
  const problems = checkShape(process.argv[2] ?? root);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
