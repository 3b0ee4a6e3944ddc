import type * as Fs from "node:fs";
import type * as Path from "node:path";

/** A module of the runtime, if it has one. Not an import, so that bundlers for other runtimes ignore it. */
function builtin<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): Module | undefined } };
  return process?.getBuiltinModule?.(name);
}

/** `undefined` where there is no file to look at. */
function fileSystemFor(path: string): typeof Fs | undefined {
  return path === ":memory:" ? undefined : builtin<typeof Fs>("node:fs");
}

/**
 * Checks that a database can be at this path, so that a wrong path is reported at start. What cannot be checked here
 * fails when the database is opened.
 *
 * @throws TypeError that names the path
 */
export function checkLocation(path: string): void {
  const [fs, paths] = [fileSystemFor(path), builtin<typeof Path>("node:path")];
  if (!fs || !paths) return;
  const folder = paths.dirname(path);
  const refuseIf = (isRefused: boolean, reason: string) => {
    if (isRefused) throw new TypeError(`sqliteStorage cannot keep a database in ${JSON.stringify(path)}: ${reason}`);
  };
  const isFolder = (name: string) => outcomeOf(() => fs.statSync(name).isDirectory());
  const isDenied = (name: string, mode: number) => outcomeOf(() => fs.accessSync(name, mode)) === "denied";
  const { R_OK, W_OK } = fs.constants;
  refuseIf(["missing", false].includes(isFolder(folder)), `there is no folder ${JSON.stringify(folder)}`);
  refuseIf(isFolder(path) === true, "it is a folder");
  // SQLite writes more files next to the database.
  refuseIf(isDenied(folder, W_OK), `this process may not write into ${JSON.stringify(folder)}`);
  refuseIf(isDenied(path, R_OK | W_OK), "this process may not read and write it");
}

function outcomeOf<T>(look: () => T): T | "missing" | "denied" | "unknown" {
  try {
    return look();
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (/^ENO(?:ENT|TDIR)$/.test(code)) return "missing";
    return /^E(?:ACCES|ROFS)$/.test(code) ? "denied" : "unknown";
  }
}

/**
 * Creates a missing file that only its owner can read and write (0600), because it holds password hashes. SQLite gives
 * the files next to it the same mode. An existing file keeps its mode.
 */
export function createPrivateFile(path: string): void {
  const fs = fileSystemFor(path);
  fs?.closeSync(fs.openSync(path, "a", 0o600));
}
