/** The rules one by one. Each gives sentences; who says them and where is up to the caller. */

import { isBuiltin } from "node:module";
import { basename, dirname, join, relative, sep } from "node:path";

/**
 * @typedef {import("./imports.mjs").Import} Import
 * @typedef {{ run: string[], types?: string[], ifPresent?: string[] }} Direction
 * @typedef {{ folder: string, src: string, files: string[], json: Record<string, any> }} Package
 */

/**
 * Which way a package may reach, in its own folder and beyond.
 *
 * @param {Package} owner
 * @param {Direction} direction
 * @param {string} file
 * @param {Import[]} imports
 * @returns {string[]}
 */
export function checkDirection(owner, direction, file, imports) {
  const { run, types = [], ifPresent = [] } = direction;
  const declared = Object.keys({ ...owner.json.dependencies, ...owner.json.peerDependencies });
  return imports.flatMap(({ name, typesOnly, ...how }) => {
    if (how.ifPresent && matches(name, ifPresent)) return [];
    if (name.startsWith(".")) return checkPlace(owner, file, join(dirname(file), name), name);
    const module = isBuiltin(name) && !name.startsWith("node:") ? `node:${name}` : name;
    if (typesOnly && matches(module, [...run, ...types])) return [];
    if (typesOnly) return [`may not import ${name}, not even its types`];
    if (!matches(module, run)) {
      return [`may not import ${name} at run time${matches(module, types) ? ", only its types (import type)" : ""}`];
    }
    if (/^(node|bun|cloudflare):/.test(module) || matches(module, declared)) return [];
    return [`imports ${name}, which is not among the dependencies in package.json`];
  });
}

/**
 * @param {Package} owner
 * @param {string} file
 * @param {string} imported
 * @param {string} name
 */
function checkPlace(owner, file, imported, name) {
  if (!isBelow(owner.src, imported)) return [`reaches out of its own src for ${name}`];
  const isPublic = (/** @type {string} */ path) => dirname(path) === owner.src;
  if (isPublic(imported) && !isPublic(file))
    return [`is private and imports the public ${name}; import what is behind it`];
  return [];
}

/**
 * Another package's `src/lib` is nobody's business.
 *
 * @param {string} file
 * @param {Import[]} imports
 * @param {Package[]} packages
 * @returns {string[]}
 */
export function checkPrivacy(file, imports, packages) {
  return imports.flatMap(({ name }) => {
    const owner = packages.find((one) =>
      name.startsWith(".")
        ? isBelow(join(one.src, "lib"), join(dirname(file), name))
        : /^(src\/|dist\/)?lib\//.test(
            name.startsWith(`${one.json.name}/`) ? name.slice(one.json.name.length + 1) : "",
          ),
    );
    return owner === undefined || isBelow(owner.folder, file)
      ? []
      : [`imports ${name}, which is private to ${owner.json.name}`];
  });
}

/**
 * The top level of `src` is the exports map, in the workspace and when published; `src/bin.ts` is the program.
 *
 * @param {Package} owner
 * @returns {string[]}
 */
export function checkExports({ src, files, json }) {
  const top = files.filter((file) => dirname(file) === src).map((file) => basename(file, ".ts"));
  /** @type {[string, unknown, unknown][]} what it is, what it should be, what it is */
  const expected = [['exports["./package.json"]', "./package.json", json.exports?.["./package.json"]]];
  const published = json.publishConfig ?? {};
  expected.push(['publishConfig.exports["./package.json"]', "./package.json", published.exports?.["./package.json"]]);
  const keys = new Set(["./package.json"]);
  for (const name of top) {
    if (name === "bin") {
      expected.push(["bin", "./src/bin.ts", Object.values(json.bin ?? {})[0]]);
      expected.push(["publishConfig.bin", "./dist/bin.js", Object.values(published.bin ?? {})[0]]);
      continue;
    }
    const key = name === "index" ? "." : `./${name}`;
    keys.add(key);
    expected.push([`exports["${key}"]`, `./src/${name}.ts`, json.exports?.[key]]);
    const built = { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` };
    expected.push([`publishConfig.exports["${key}"]`, built, published.exports?.[key]]);
  }
  const surplus = Object.keys({ ...json.exports, ...published.exports }).filter((key) => !keys.has(key));
  return [
    ...surplus.map((key) => `exports["${key}"] has no file at the top level of src`),
    ...expected.flatMap(([what, should, is]) =>
      JSON.stringify(is) === JSON.stringify(should) ? [] : [`${what} should be ${JSON.stringify(should)}`],
    ),
  ];
}

/**
 * One way round for each knot of files that import each other.
 *
 * @param {Map<string, string[]>} graph
 * @returns {string[][]}
 */
export function findCycles(graph) {
  /** @type {string[][]} */
  const cycles = [];
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {(file: string, path: string[]) => void} */
  const visit = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

/**
 * @param {string} name of a module
 * @param {string[]} patterns names of packages, or a beginning and `*`
 */
function matches(name, patterns) {
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern || name.startsWith(`${pattern}/`),
  );
}

/**
 * @param {string} folder
 * @param {string} path
 */
function isBelow(folder, path) {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
