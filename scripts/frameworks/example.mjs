/** An example of a framework, used as its reader would use it: copied, installed from tarballs, built. */

import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packages, tarballName } from "../packages/build.mjs";
import { root } from "../workspace.mjs";

const folder = join(root, "examples", "frameworks");

/** What package managers and builds write. */
const written = new Set(["node_modules", "dist", "build", ".next", ".nuxt", ".output", ".svelte-kit", ".react-router"]);

/** Every folder is one example, and a framework is added by adding its folder. */
export const frameworks = readdirSync(folder).sort();

/**
 * Copies an example, and has it take every package of this workspace from its tarball.
 *
 * @param {string} name
 * @param {{ app: string, tarballs: string }} places where the copy goes, and where the tarballs are
 * @returns {{ what: string, command: string[] }[]} the commands that make it ready to start
 */
export function copyExample(name, { app, tarballs }) {
  cpSync(join(folder, name), app, { recursive: true, filter: (path) => !written.has(basename(path)) });
  const file = join(app, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const sources = Object.fromEntries(
    packages.map((one) => [one.manifest.name, `file:${join(tarballs, tarballName(one))}`]),
  );
  for (const dependency of Object.keys(manifest.dependencies))
    manifest.dependencies[dependency] = sources[dependency] ?? manifest.dependencies[dependency];
  // What these need of each other comes from the tarballs, too.
  manifest.overrides = { ...manifest.overrides, ...sources };
  writeFileSync(file, JSON.stringify(manifest, null, 2));

  const install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline"];
  const scripts = ["typecheck", "build"].filter((script) => script in manifest.scripts);
  return [
    { what: "install", command: [...install, "--loglevel=error"] },
    ...scripts.map((script) => ({ what: script, command: ["npm", "run", script] })),
  ];
}
