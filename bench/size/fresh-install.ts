/** `npm install` in an empty folder, as in a deployment, and what came of it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "../lib/cleanup.ts";
import { must } from "../lib/command.ts";

export interface Installed {
  packages: number;
  bytes: number;
  files: number;
  /** Packages that run a script when they are installed. */
  scripted: string[];
}

/** @param wanted names with versions, or tarballs */
export async function freshInstall(wanted: readonly string[]): Promise<Installed> {
  const place = mkdtempSync(join(tmpdir(), "bench-install-"));
  const remove = () => rmSync(place, { recursive: true, force: true });
  const forget = atEnd(remove);
  try {
    writeFileSync(join(place, "package.json"), JSON.stringify({ private: true }));
    // Scripts are counted, not run: some download what their package lacks.
    const flags = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await must(["npm", "install", ...flags, ...wanted], place);
    const modules = join(place, "node_modules");
    const { packages } = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")) as Lock;
    const scripted = Object.keys(packages).filter((path) => packages[path]!.hasInstallScript);
    rmSync(join(modules, ".package-lock.json"));
    return {
      packages: Object.keys(packages).length,
      ...weigh(modules),
      scripted: scripted.map((path) => path.replace(/^.*node_modules\//, "")),
    };
  } finally {
    forget();
    remove();
  }
}

interface Lock {
  packages: Record<string, { hasInstallScript?: boolean }>;
}

function weigh(folder: string): { bytes: number; files: number } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { bytes, files: entries.length };
}
