import type * as Fs from "node:fs";
import type * as Path from "node:path";

/** A module of the runtime's own, or `null` where there is none; no import, so that bundlers for other places stay out of it. */
function builtin<Module>(name: string): Module | null {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): Module | undefined } };
  return process?.getBuiltinModule?.(name) ?? null;
}

/** What a file of SQLite is not. */
function isFile(path: string): boolean {
  return path !== ":memory:";
}

/**
 * Looks whether a database can be there, so that a wrong path is told at the start. What cannot be looked at is left to the
 * opening.
 *
 * @throws TypeError with the path
 */
export function checkPlace(path: string): void {
  const [fs, paths] = [builtin<typeof Fs>("node:fs"), builtin<typeof Path>("node:path")];
  if (!fs || !paths || !isFile(path)) return;
  const folder = paths.dirname(path);
  const refuse = (sentence: string) => new TypeError(`sqliteStorage cannot keep a database in ${JSON.stringify(path)}: ${sentence}`);
  const isFolder = look(() => fs.statSync(folder).isDirectory());
  if (isFolder === "missing" || isFolder === false) throw refuse(`there is no folder ${JSON.stringify(folder)}, make it first`);
  if (look(() => fs.statSync(path).isDirectory()) === true) throw refuse("it is a folder, name a file in it");
  // SQLite writes more files beside the database.
  if (look(() => fs.accessSync(folder, fs.constants.W_OK)) === "denied") throw refuse(`this process may not write into ${JSON.stringify(folder)}`);
  if (look(() => fs.accessSync(path, fs.constants.R_OK | fs.constants.W_OK)) === "denied") throw refuse("this process may not read and write it");
}

function look<T>(question: () => T): T | "missing" | "denied" | "unknown" {
  try {
    return question();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === "ENOENT" || code === "ENOTDIR") return "missing";
    return code === "EACCES" || code === "EROFS" ? "denied" : "unknown";
  }
}

/**
 * Makes the file where there is none, for its owner alone (0600): it holds password hashes. SQLite gives the files beside it
 * the same mode. A file that is there keeps its own.
 */
export function makePrivately(path: string): void {
  const fs = builtin<typeof Fs>("node:fs");
  if (fs && isFile(path)) fs.closeSync(fs.openSync(path, "a", 0o600));
}
