import Sqlite from "better-sqlite3";
import { CliError, reasonOf } from "../log.ts";

/**
 * Takes a database for this process alone. Leaving WAL mode is possible only while nobody else has the file open, so
 * that it tells whether a server runs (SQLite, "Write-Ahead Logging", §3.3).
 *
 * @returns what lets it go
 * @throws CliError another process has it open
 */
export function takeAlone(path: string): () => void {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { fileMustExist: true, timeout: 0 });
    database.pragma("journal_mode = delete");
    database.exec("begin exclusive");
    return () => database?.close();
  } catch (error) {
    database?.close();
    const { code = "" } = error as { code?: string };
    if (/^SQLITE_(?:BUSY|LOCKED)/.test(code))
      throw new CliError(`A process has ${path} open: stop the server first, and start it again afterwards.`);
    // A damaged file is what one restores.
    if (/^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) return () => {};
    throw new CliError(`${path} cannot be replaced (${reasonOf(error)}): run this as the user of the server.`);
  }
}
