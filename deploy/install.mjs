/**
 * `node deploy/install.mjs /app`: installs the server from the tarballs of `npm run pack`, with the versions that this
 * workspace is tested with, and nothing that only builds or tests need.
 */

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packages, tarballName } from "../scripts/packages/build.mjs";
import { root } from "../scripts/workspace.mjs";

const [app = ""] = process.argv.slice(2);
if (app === "") throw new Error("Say where to install: node deploy/install.mjs /app");

const tarballs = Object.fromEntries(
  packages.map((one) => [one.manifest.name, `file:${join(root, "tarballs", tarballName(one))}`]),
);

/** The versions of the lockfile, of what the packages depend on. */
const tested = Object.fromEntries(
  packages.flatMap(({ folder, manifest }) =>
    Object.keys(manifest.dependencies ?? {})
      .filter((name) => !(name in tarballs))
      .map((name) => {
        const installed = readFileSync(join(folder, "node_modules", name, "package.json"), "utf8");
        return [name, JSON.parse(installed).version];
      }),
  ),
);

mkdirSync(app, { recursive: true });
const manifest = {
  name: "latchkey-image",
  private: true,
  dependencies: { latchkey: tarballs.latchkey },
  overrides: { ...tarballs, ...tested },
};
writeFileSync(join(app, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(root, "deploy", "healthcheck.mjs"), join(app, "healthcheck.mjs"));
const options = ["--omit=dev", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"];
const { status } = spawnSync("npm", ["install", ...options], { cwd: app, stdio: "inherit" });
process.exitCode = status ?? 1;
