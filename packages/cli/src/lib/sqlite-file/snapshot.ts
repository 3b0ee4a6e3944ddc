import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { CliError, reasonOf } from "../log.ts";

/** A copy of a database that is not in its place yet. */
export interface Snapshot {
  /** The file, beside the place that it is for. */
  readonly path: string;
  readonly users: number;
  /** The migrations that it has had, by number. */
  readonly steps: readonly number[];
  /** Removes it, unless it has been put in its place. */
  discard(): void;
}

/** Milliseconds to wait for a lock. */
const TIMEOUT_MS = 30_000;

/**
 * Copies a database as of one moment, while other processes go on writing to it (SQLite, "VACUUM INTO"), and checks the
 * copy. It is for its owner alone, and on the disk when this returns.
 *
 * @param tables what the names of its tables begin with
 * @param target where the copy will be put: it is made beside it, so that putting it there is one step
 * @throws CliError the file cannot be read, is damaged, or has no accounts of this program
 */
export function snapshot(from: string, target: string, tables: string): Snapshot {
  const path = `${target}.${randomBytes(6).toString("hex")}.part`;
  const discard = () => [path, `${path}-journal`].forEach((file) => rmSync(file, { force: true }));
  try {
    // SQLite writes into an empty file, and keeps its mode.
    closeSync(openSync(path, "wx", 0o600));
    copy(from, path);
    const content = contentOf(path, tables);
    sync(path);
    return { path, ...content, discard };
  } catch (error) {
    discard();
    if (error instanceof CliError) throw error;
    throw new CliError(`${from} cannot be copied to ${target} (${reasonOf(error)}).`);
  }
}

function copy(from: string, to: string): void {
  const database = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: TIMEOUT_MS });
  try {
    database.prepare("vacuum into ?").run(to);
  } finally {
    database.close();
  }
}

/** @throws CliError it is damaged, or something else */
function contentOf(path: string, tables: string): Pick<Snapshot, "users" | "steps"> {
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    if (database.pragma("integrity_check", { simple: true }) !== "ok") throw new Error("it is damaged");
    const steps = database.prepare(`select step from ${tables}migrations order by step`).pluck().all() as number[];
    const users = database.prepare(`select count(*) from ${tables}users`).pluck().get() as number;
    return { steps, users };
  } catch (error) {
    throw /no such table/.test(String(error)) ? new CliError("That file holds no accounts of Latchkey.") : error;
  } finally {
    database.close();
  }
}

/** Makes sure that a file, or what a folder lists, is on the disk. */
function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes sure that a file that was put in its place stays there after a power cut. Windows has no such thing. */
export function syncFolderOf(path: string): void {
  if (process.platform !== "win32") sync(dirname(path));
}
