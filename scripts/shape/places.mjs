/** Where a file may be, what it may be called, and whose private files it may import. */

import { basename, dirname, join, relative, sep } from "node:path";

/**
 * @typedef {import("./imports.mjs").Import} Import
 * @typedef {import("../check-shape.mjs").Package} Package
 */

/**
 * What a package takes whole into its published files, so that who installs it installs nothing more.
 *
 * @type {Record<string, string[]>}
 */
const bundled = { "@latchkey/passkeys": ["@simplewebauthn/server"] };

const emptyWords = /^(utils?|helpers?|managers?|services?)$/i;

/** Here the word says whom the thing is for, or is what systemd calls its files. */
const serviceToken = /service-tokens?|\.service$/;

/** @param {string} path */
export function checkName(path) {
  const word = basename(path)
    .replace(serviceToken, "")
    .split(/[-_.]|(?<=[a-z])(?=[A-Z])/)
    .find((part) => emptyWords.test(part));
  return word === undefined ? [] : [`"${word}" does not say what the file is for`];
}

/**
 * Public files are at the top of `src`, private ones in `src/lib`.
 *
 * @param {Package} owner
 * @param {string} file
 */
export function checkFolder(owner, file) {
  const [folder, ...deeper] = relative(owner.src, file).split(sep);
  return deeper.length === 0 || folder === "lib"
    ? []
    : ["is private, so it belongs in src/lib; src has no other folder"];
}

/**
 * Imports stay inside `src`, and private files import no public ones.
 *
 * @param {Package} owner
 * @param {string} file
 * @param {Import[]} imports
 */
export function checkPlace(owner, file, imports) {
  const isPublic = (/** @type {string} */ path) => dirname(path) === owner.src;
  return imports.flatMap(({ name }) => {
    if (!name.startsWith(".")) return [];
    const imported = join(dirname(file), name);
    if (!isBelow(owner.src, imported)) return [`imports ${name}, which is outside its own src`];
    if (!isPublic(imported) || isPublic(file)) return [];
    return [`is private and imports the public ${name}: import the private file that it exports from`];
  });
}

/**
 * What a package imports when it runs is among its dependencies.
 *
 * @param {Package} owner
 * @param {Import[]} imports
 */
export function checkDeclared({ json }, imports) {
  const declared = Object.keys({ ...json.dependencies, ...json.peerDependencies });
  declared.push(...(bundled[json.name] ?? []));
  return imports.flatMap(({ name, typesOnly }) => {
    if (typesOnly || name.startsWith(".") || /^(node|bun|cloudflare):/.test(name)) return [];
    if (declared.some((one) => name === one || name.startsWith(`${one}/`))) return [];
    return [`imports ${name}, which is not among the dependencies in package.json`];
  });
}

/**
 * Only a package's own files and tests may import from its `src/lib`.
 *
 * @param {string} file
 * @param {Import[]} imports
 * @param {Package[]} packages
 */
export function checkPrivacy(file, imports, packages) {
  return imports.flatMap(({ name }) => {
    const owner = packages.find(({ src, json }) => {
      if (name.startsWith(".")) return isBelow(join(src, "lib"), join(dirname(file), name));
      return name.startsWith(`${json.name}/`) && /^(src\/|dist\/)?lib\//.test(name.slice(json.name.length + 1));
    });
    if (owner === undefined || isBelow(owner.folder, file)) return [];
    return [`imports ${name}, which is private to ${owner.json.name}`];
  });
}

/**
 * @param {string} folder
 * @param {string} path
 */
function isBelow(folder, path) {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
