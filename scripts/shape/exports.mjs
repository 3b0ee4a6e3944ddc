/** The exports map of a package is the list of the files at the top of its `src`. */

import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * Compares `exports` and `publishConfig.exports` with the files. `src/bin.ts` is the package's program instead.
 *
 * @param {import("../check-shape.mjs").Package} owner
 * @returns {string[]}
 */
export function checkExports({ folder, src, files, json }) {
  const names = files.filter((file) => dirname(file) === src).map((file) => basename(file, ".ts"));
  const modules = names.filter((name) => name !== "bin");
  const manifest = { "./package.json": "./package.json", ...styleSheets(folder) };
  const wanted = Object.fromEntries(modules.map((name) => [keyOf(name), `./src/${name}.ts`]));
  const published = Object.fromEntries(
    modules.map((name) => [keyOf(name), { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` }]),
  );
  const program = names.includes("bin");
  const [bin] = Object.values(json.bin ?? {});
  const [publishedBin] = Object.values(json.publishConfig?.bin ?? {});
  return [
    ...compare("exports", { ...wanted, ...manifest }, json.exports),
    ...compare("publishConfig.exports", { ...published, ...manifest }, json.publishConfig?.exports),
    ...(program && bin !== "./src/bin.ts" ? ['bin should be "./src/bin.ts"'] : []),
    ...(program && publishedBin !== "./dist/bin.js" ? ['publishConfig.bin should be "./dist/bin.js"'] : []),
  ];
}

/**
 * The style sheets of a package. They stand beside `src`, and are published as they are.
 *
 * @param {string} folder
 */
function styleSheets(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".css"));
  return Object.fromEntries(names.map((name) => [`./${name}`, `./${name}`]));
}

/** @param {string} name of a file */
function keyOf(name) {
  return name === "index" ? "." : `./${name}`;
}

/**
 * @param {string} map
 * @param {Record<string, unknown>} wanted
 * @param {Record<string, unknown>} [found]
 */
function compare(map, wanted, found = {}) {
  const surplus = Object.keys(found).filter((key) => !(key in wanted));
  const wrong = Object.keys(wanted).filter((key) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]));
  return [
    ...surplus.map((key) => `${map}["${key}"] has no file at the top of src`),
    ...wrong.map((key) => `${map}["${key}"] should be ${JSON.stringify(wanted[key])}`),
  ];
}
