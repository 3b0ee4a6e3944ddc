import { chownSync, existsSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { migrationFiles, sqlite } from "@latchkey/sql";
import { makeFolder } from "../database/database.ts";
import { CliError, reasonOf } from "../log.ts";
import type { SqliteFile } from "./backup.ts";
import { takeAlone } from "./take-alone.ts";
import { snapshot, syncFolderOf, type Snapshot } from "./snapshot.ts";

/** What a restored database has. */
export interface RestoreReport {
  readonly database: string;
  readonly users: number;
}

/**
 * Puts a backup in the place of a database. The backup is copied and checked first, and takes the place in one step:
 * after a power cut there is the file from before or the whole backup.
 *
 * @throws CliError a database is there and `force` is not set; a process has it open; the backup is damaged, is none,
 *   or comes from a newer version
 */
export async function restore(
  file: string,
  { file: database, tables }: SqliteFile,
  { force }: { readonly force: boolean },
): Promise<RestoreReport> {
  if (resolve(file) === resolve(database)) throw new CliError("The backup and the database are the same file.");
  if (!existsSync(file)) throw new CliError(`There is no backup ${file}.`);
  if (existsSync(database) && !force)
    throw new CliError(`${database} exists: add --force to replace it. What it has is lost then, so back it up first.`);
  makeFolder(dirname(database));
  // A link to another disk stays, and what it names is replaced.
  const place = existsSync(database) ? realpathSync(database) : database;
  const copied = snapshot(file, place, tables);
  try {
    await refuseNewer(copied);
    replace(copied, place);
    return { database, users: copied.users };
  } finally {
    copied.discard();
  }
}

async function refuseNewer({ steps }: Snapshot): Promise<void> {
  const known = (await migrationFiles(sqlite, { transaction: false })).length;
  if (steps.some((step) => step > known))
    throw new CliError(
      `The backup has had migration ${Math.max(...steps)}, and this version knows ${known}: update latchkey first.`,
    );
}

function replace(copied: Snapshot, database: string): void {
  const release = existsSync(database) ? takeAlone(database) : () => {};
  try {
    keepOwner(copied.path, existsSync(database) ? database : dirname(database));
    // They belong to the file that goes. Beside the new one they would damage it.
    for (const more of ["-wal", "-shm", "-journal"]) rmSync(database + more, { force: true });
    renameSync(copied.path, database);
    syncFolderOf(database);
  } catch (error) {
    throw new CliError(`The backup cannot be put at ${database} (${reasonOf(error)}).`);
  } finally {
    release();
  }
}

/** Root restores for the user of the server, who must be able to write. */
function keepOwner(path: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  chownSync(path, uid, gid);
}
