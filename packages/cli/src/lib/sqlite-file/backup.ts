import { linkSync, renameSync, statSync } from "node:fs";
import { CliError, reasonOf } from "../log.ts";
import { snapshot, syncFolderOf } from "./snapshot.ts";

/** A database in a file. */
export interface SqliteFile {
  readonly file: string;
  /** What the names of its tables begin with. */
  readonly tables: string;
}

/** What a backup has. */
export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly users: number;
}

/**
 * Writes a checked copy of a database, while a server goes on. It appears whole, or not at all.
 *
 * @throws CliError the file exists and `force` is not set; the copy cannot be made
 */
export function backUp(database: SqliteFile, file: string, { force }: { readonly force: boolean }): BackupReport {
  const copied = snapshot(database.file, file, database.tables);
  try {
    // A link refuses to replace a file, even one that has come since.
    if (force) renameSync(copied.path, file);
    else linkSync(copied.path, file);
    syncFolderOf(file);
    return { file, bytes: statSync(file).size, users: copied.users };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw new CliError(`${file} exists: choose another name, or add --force to replace it.`);
    throw new CliError(`The backup cannot be put at ${file} (${reasonOf(error)}).`);
  } finally {
    copied.discard();
  }
}
