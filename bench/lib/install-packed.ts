/** Builds, packs and installs the workspace's packages, so that what is measured is what users get. */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/workspace.mjs";
import { must } from "./command.ts";
import { stampOf } from "./stamp.ts";
import { step } from "./terminal.ts";

const packages = join(root, "packages");
export const packed = join(root, "bench", ".packed");

export async function installPacked(folder: string): Promise<void> {
  const stamp = stampOf(folder);
  const wanted = fingerprint();
  if (stamp.read() === wanted) return;
  await step("build the packages", () => must([process.execPath, "scripts/check-packages.mjs", "build"], root));
  await step("pack the packages", pack);
  await step("install latchkey", () => installTarballs(folder));
  stamp.write(wanted);
}

async function pack(): Promise<void> {
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  await must(
    ["npx", "-y", "pnpm@12", "--recursive", "--filter", "./packages/*", "pack", "--pack-destination", packed],
    root,
  );
}

async function installTarballs(folder: string): Promise<void> {
  rmSync(join(folder, "node_modules"), { recursive: true, force: true });
  const tarballs = readdirSync(packed).map((name) => join(packed, name));
  const drivers = ["better-sqlite3", "pg"].map((name) => `${name}@${installedVersion(name)}`);
  const flags = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  await must(["npm", "install", ...flags, ...tarballs, ...drivers], folder);
}

function installedVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** Of all that goes into the tarballs, and of the drivers beside them. */
function fingerprint(): string {
  const hash = createHash("sha256").update(["better-sqlite3", "pg"].map(installedVersion).join());
  for (const entry of readdirSync(packages, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /[\\/](node_modules|dist|test|coverage)[\\/]/.test(file.slice(packages.length))) continue;
    hash.update(`${file.slice(packages.length)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}
