import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface Built {
  /** A folder whose `node_modules` has the packages as they are published, and what they need beside. */
  readonly folder: string;
  remove(): void;
}

/** Builds packages, by their folders' names, the way they are published, without touching their own `dist`. */
export function buildPackages(names: readonly string[]): Built {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-built-"));
  for (const name of names) {
    const source = join(root, "packages", name);
    const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as {
      name: string;
      publishConfig: object;
    };
    const target = join(folder, "node_modules", manifest.name);
    mkdirSync(target, { recursive: true });
    execFileSync(
      process.execPath,
      [join(root, "node_modules/tsup/dist/cli-default.js"), "--silent", "--out-dir", join(target, "dist")],
      { cwd: source },
    );
    writeFileSync(join(target, "package.json"), JSON.stringify({ ...manifest, ...manifest.publishConfig }));
    for (const [dependency, path] of dependencies(join(source, "node_modules")))
      link(path, join(folder, "node_modules", dependency));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What is installed for a package, but for its siblings, which are built themselves. */
function dependencies(modules: string): [name: string, path: string][] {
  return readdirSync(modules).flatMap((name) => {
    if (name.startsWith(".") || name === "@latchkey") return [];
    if (!name.startsWith("@")) return [[name, join(modules, name)] as [string, string]];
    return readdirSync(join(modules, name)).map(
      (inner) => [`${name}/${inner}`, join(modules, name, inner)] as [string, string],
    );
  });
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (!readdirSync(dirname(path)).includes(basename(path))) symlinkSync(target, path);
}
