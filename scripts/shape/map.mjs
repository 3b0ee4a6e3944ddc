/** The map of the workspace in CONTRIBUTING.md, compared with the folders and with the order of the rooms. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { testing } from "./rooms.mjs";

/** A block of text whose first line is a folder. Below it, a line has names, and what they are. */
const block = /^```text\n(\S+)\/\n([\s\S]*?)^```$/gm;

/** Folders that tools write, and `packages`, which the block is about. */
const written = new Set(["packages", "node_modules", "tarballs", "reports", "coverage", "data", "dist"]);

/**
 * @param {string} house
 * @param {Record<string, string[][]>} order
 * @param {import("../check-shape.mjs").Package[]} packages
 * @returns {string[]} what is not as the tree has it
 */
export function checkMap(house, order, packages) {
  const file = join(house, "CONTRIBUTING.md");
  if (!existsSync(file)) return [];
  const blocks = [...readFileSync(file, "utf8").matchAll(block)];
  const maps = new Map(blocks.map(([, folder = "", lines = ""]) => [folder, lines.trimEnd().split("\n")]));
  return [
    ...checkPackages(maps.get("packages") ?? [], packages),
    ...checkTopFolders(house, maps.get("packages") ?? []),
    ...Object.entries(order).flatMap(([name, floors]) => {
      const lib = `packages/${name}/src/lib`;
      const there = readdirSync(join(house, lib));
      const gone = floors.flat().filter((room) => !there.includes(room));
      return [
        ...gone.map((room) => `shows ${lib}/${room}, which does not exist; scripts/shape/rooms.mjs lists it, too`),
        ...checkFloors(lib, maps.get(lib) ?? [], there.includes(testing) ? [...floors, [testing]] : floors),
      ];
    }),
  ];
}

/**
 * @param {string[]} lines
 * @param {import("../check-shape.mjs").Package[]} packages
 */
function checkPackages(lines, packages) {
  const drawn = lines.flatMap((line) => /^ {2}(\S+)\/ +(\S+) /.exec(line)?.slice(1, 3).join(" ") ?? []);
  const there = packages.map(({ folder, json }) => `${basename(folder)} ${json.name}`);
  return compare("packages", drawn.toSorted(), there.toSorted());
}

/**
 * @param {string} house
 * @param {string[]} lines
 */
function checkTopFolders(house, lines) {
  const drawn = lines.flatMap((line) => /^(\S+)\//.exec(line)?.[1] ?? []);
  const there = readdirSync(house, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !written.has(entry.name))
    .map(({ name }) => name);
  return compare("the other folders", drawn.toSorted(), there.toSorted());
}

/**
 * @param {string} folder
 * @param {string[]} lines
 * @param {string[][]} floors
 */
function checkFloors(folder, lines, floors) {
  const drawn = lines.map((line) => line.replace(/#.*/, "").trim().split(/\s+/).join(" "));
  const listed = floors.map((rooms) => rooms.join(" "));
  return compare(folder, drawn, listed);
}

/**
 * @param {string} what
 * @param {string[]} drawn
 * @param {string[]} there
 */
function compare(what, drawn, there) {
  if (drawn.join("\n") === there.join("\n")) return [];
  return [`shows ${what} as ${drawn.join(", ") || "nothing"}; it should be ${there.join(", ")}`];
}
