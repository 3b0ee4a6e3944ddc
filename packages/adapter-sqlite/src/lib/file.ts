import type * as Fs from "node:fs";
import type * as Path from "node:path";

/** A module of the runtime's own, if it has one; no import, so that bundlers for other places stay out of it. */
function builtin<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): Module | undefined } };
  return process?.getBuiltinModule?.(name);
}

/** Where a file can be looked at. */
function filesFor(path: string): typeof Fs | undefined {
  return path === ":memory:" ? undefined : builtin<typeof Fs>("node:fs");
}

/**
 * Looks whether a database can be there, so that a wrong path is told at the start. What cannot be looked at is left to the
 * opening.
 *
 * @throws TypeError with the path
 */
export function checkPlace(path: string): void {
  const [fs, paths] = [filesFor(path), builtin<typeof Path>("node:path")];
  if (!fs || !paths) return;
  const folder = paths.dirname(path);
  const refuseIf = (holds: boolean, sentence: string) => {
    if (holds) throw new TypeError(`sqliteStorage cannot keep a database in ${JSON.stringify(path)}: ${sentence}`);
  };
  const isFolder = (place: string) => look(() => fs.statSync(place).isDirectory());
  const isDenied = (place: string, mode: number) => look(() => fs.accessSync(place, mode)) === "denied";
  const { R_OK, W_OK } = fs.constants;
  refuseIf(["missing", false].includes(isFolder(folder)), `there is no folder ${JSON.stringify(folder)}`);
  refuseIf(isFolder(path) === true, "it is a folder");
  // SQLite writes more files beside the database.
  refuseIf(isDenied(folder, W_OK), `this process may not write into ${JSON.stringify(folder)}`);
  refuseIf(isDenied(path, R_OK | W_OK), "this process may not read and write it");
}

function look<T>(question: () => T): T | string {
  try {
    return question();
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (/^ENO(?:ENT|TDIR)$/.test(code)) return "missing";
    return /^E(?:ACCES|ROFS)$/.test(code) ? "denied" : "unknown";
  }
}

/**
 * Makes the file where there is none, for its owner alone (0600): it holds password hashes. SQLite gives the files beside it
 * the same mode. A file that is there keeps its own.
 */
export function makePrivately(path: string): void {
  const fs = filesFor(path);
  fs?.closeSync(fs.openSync(path, "a", 0o600));
}
