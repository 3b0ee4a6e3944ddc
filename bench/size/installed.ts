/** Where a contestant's packages are installed, and which ones. */

import { readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { install } from "../lib/install.ts";
import { say } from "../lib/terminal.ts";

export interface Manifest {
  name: string;
  version: string;
  exports?: Record<string, unknown>;
  dependencies?: Record<string, string>;
}

const folders = join(import.meta.dirname, "..", "contestants");

const asked = new Map<string, Promise<string | null>>();

/** Installs it when it is not yet; `null`, and said so, when that cannot be done. Once in a run. */
export function contestantFolder(name: string): Promise<string | null> {
  const folder = asked.get(name) ?? enter(name);
  asked.set(name, folder);
  return folder;
}

async function enter(name: string): Promise<string | null> {
  const folder = join(folders, name);
  try {
    await install(name, folder);
    return folder;
  } catch (error) {
    say("bad", `  ${name} is left out: ${(error as Error).message}`);
    process.exitCode = 1;
    return null;
  }
}

/** The folder of a package as code in `from` would find it, or `null`. Links are followed, so that its own dependencies are found from there. */
export function packageFolder(name: string, from: string): string | null {
  try {
    return dirname(realpathSync(findPackageJSON(name, pathToFileURL(join(from, "package.json"))) ?? ""));
  } catch {
    return null;
  }
}

export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The version of a package as code in `from` would find it. */
export function versionOf(name: string, from: string): string | undefined {
  const folder = packageFolder(name, from);
  return folder === null ? undefined : manifestIn(folder).version;
}
