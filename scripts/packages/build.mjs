/** Builds the packages and packs them into tarballs, as they are published. */

import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, run, Stop } from "../workspace.mjs";

/** @typedef {{ folder: string, name: string, manifest: Record<string, any> }} Published */

/** @type {Published[]} */
export const packages = readdirSync(join(root, "packages")).map((name) => {
  const folder = join(root, "packages", name);
  return { folder, name, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) };
});

/**
 * The environment in which pnpm puts the repository's addresses into every manifest that it packs.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function packing(env) {
  return { ...env, pnpm_config_pnpmfile: fileURLToPath(new URL("addresses.mjs", import.meta.url)) };
}

/**
 * Writes `dist` of every package: the declarations by tsc, the code by tsup.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export async function build(env) {
  for (const { folder } of packages) rmSync(join(folder, "dist"), { recursive: true, force: true });
  await must(["tsc", "-b", "tsconfig.build.json", "--force"], { env });
  await inPairs(packages, ({ folder }) => must(["tsup", "--silent"], { env, cwd: folder }));
}

/**
 * Writes a tarball of every package into a folder.
 *
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
export async function pack(folder, env) {
  mkdirSync(folder, { recursive: true });
  const command = ["npx", "-y", "pnpm@12", "--recursive", "--filter", "./packages/*", "pack"];
  await must([...command, "--pack-destination", folder], { env: packing(env) });
}

/** @param {Published} one */
export function tarballName({ manifest }) {
  return `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
}

/**
 * Runs a command that has to succeed, and gives back what it printed.
 *
 * @param {string[]} command
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function must(command, options) {
  const { code, output } = await run(command, options);
  if (code !== 0) throw new Stop(`${output.trimEnd()}\n${command.join(" ")} ended with ${code}`);
  return output;
}

/**
 * Two at a time: as many as the smallest machine has cores.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<unknown>} work
 */
export async function inPairs(items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
