/** The addresses of the repository: they are in the root package.json, and each package gets them when it is packed. */

import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "../workspace.mjs";

/** @typedef {{ repository: { type: "git", url: string }, homepage: string, bugs: { url: string } }} Addresses */

/**
 * @param {string} folder of the workspace
 * @returns {Addresses | null} `null` while one of them is missing
 */
export function readAddresses(folder) {
  const { repository, homepage, bugs } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const url = repository?.url ?? repository;
  const bugsUrl = bugs?.url ?? bugs;
  if (!url || !homepage || !bugsUrl) return null;
  return { repository: { type: "git", url }, homepage, bugs: { url: bugsUrl } };
}

/**
 * @param {Record<string, unknown>} manifest of a package
 * @param {string} directory of the package, in the repository
 * @param {Addresses | null} addresses
 */
export function withAddresses(manifest, directory, addresses) {
  if (addresses === null) return manifest;
  return { ...manifest, ...addresses, repository: { ...addresses.repository, directory } };
}

/**
 * pnpm calls this before it writes a package.json into a tarball. It reads this file as its pnpmfile, because
 * `pnpm_config_pnpmfile` says so (see build.mjs). The manifests in the workspace stay as they are.
 */
export const hooks = {
  /**
   * @param {Record<string, unknown>} manifest
   * @param {string} folder of the package
   */
  beforePacking: (manifest, folder) =>
    withAddresses(manifest, relative(root, folder).split(sep).join("/"), readAddresses(root)),
};
