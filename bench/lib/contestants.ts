/** The contestants: each folder of bench/contestants, with what its package.json has under "bench", and installed. */

import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run } from "../../scripts/workspace.mjs";
import { complain } from "./results.ts";

/** bench/README.md says what each of these is. */
interface Described {
  title: string;
  library?: string;
  home?: string;
  note?: string;
  ownPasswords?: true;
  servers?: Record<string, { imports: Record<string, string>; driver?: string; runtime?: "workerd"; note?: string }>;
  installs?: Record<string, string[]>;
}

/** `folder`: where its packages are installed. */
export type Contestant = Described & Record<"name" | "module" | "folder", string> & { version: string | undefined };

const contestants = join(import.meta.dirname, "..", "contestants");
const folders = readdirSync(contestants, { withFileTypes: true }).filter((entry) => entry.isDirectory());
export const names = [...new Set(["limit", "latchkey", ...folders.map(({ name }) => name).sort()])];

/** All, or those that are asked for. One that cannot be installed is left out. */
export async function installed(only: readonly string[] = names): Promise<Contestant[]> {
  const found: Contestant[] = [];
  for (const name of names.filter((one) => only.includes(one))) {
    const { bench } = readManifest(join(contestants, name));
    const { library, home = name } = bench;
    const folder = join(contestants, home);
    try {
      await install(home, folder);
      const version = library && versionOf(library, folder);
      found.push({ ...bench, name, folder, version, module: join(contestants, name, "contestant.mjs") });
    } catch (error) {
      complain(`${name} is left out`, error);
    }
  }
  return found;
}

/** The version of a package as code in `from` finds it. */
export function versionOf(name: string, from: string): string {
  const file = findPackageJSON(name, pathToFileURL(join(from, "package.json")));
  if (file === undefined) throw new Error(`${name} is not installed in ${from}`);
  return readManifest(dirname(realpathSync(file))).version;
}

/** The tarballs of Latchkey's packages. */
export const packed = join(root, "bench", ".packed");
const pnpm = ["npx", "-y", "pnpm@12"];
const locked = [...pnpm, "install", "--frozen-lockfile", "--prefer-offline"];
const done = new Map<string, Promise<void>>();

/** Once in a run. What is up to date takes pnpm a second. */
function install(name: string, folder: string): Promise<void> {
  const installing = done.get(folder) ?? (name === "latchkey" ? installPacked(folder) : must(locked, folder));
  done.set(folder, installing);
  return installing;
}

async function installPacked(folder: string): Promise<void> {
  console.error("packing Latchkey");
  for (const old of [packed, join(folder, "node_modules")]) rmSync(old, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  await must([process.execPath, "scripts/check-packages.mjs", "build"], root);
  await must([...pnpm, "--recursive", "--filter", "./packages/*", "pack", "--pack-destination", packed], root);
  const drivers = ["better-sqlite3", "pg"].map((name) => `${name}@${versionOf(name, root)}`);
  const tarballs = readdirSync(packed).map((name) => join(packed, name));
  await npmInstall([...tarballs, ...drivers], folder, ["--no-save", "--no-package-lock"]);
}

export const npmInstall = (packages: readonly string[], folder: string, flags: readonly string[]): Promise<void> =>
  must(["npm", "install", ...flags, "--no-audit", "--no-fund", "--loglevel=error", ...packages], folder);

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string; bench: Described };

async function must(command: string[], cwd: string): Promise<void> {
  const { code, output } = await run(command, { cwd });
  if (code !== 0) throw new Error(`${output.trim().slice(-2000)}\n${command.join(" ")} ended with ${code}`);
}
