import { accessSync, constants, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { checkOf, type Check } from "./check.ts";

/** Rights of the group and of everybody else. */
const OTHERS = 0o077;

/** Whether the files of the data are for the server's user alone. */
export function checkFiles({ database, secret }: Config): readonly Check[] {
  const { ok, warn, fail } = checkOf("files");
  // Windows has no such modes.
  if (process.platform === "win32") return [];
  const { file, folder } = database;
  const data = file === null ? [] : [file, `${file}-wal`, `${file}-shm`];
  const found = [...data, ...(secret === null ? [join(folder, "secret")] : [])].filter(existsSync);
  if (file !== null && existsSync(folder) && !mayWrite(folder))
    return [
      fail(`This user may not write into ${folder}, where SQLite keeps more files.`, `Run: chown <user> ${folder}`),
    ];
  const closed = found.find((path) => !mayWrite(path));
  if (closed !== undefined)
    return [fail(`This user may not write to ${closed}.`, "Run this and the server as the same user, who owns it.")];
  const open = found.filter((path) => (statSync(path).mode & OTHERS) !== 0);
  if (open.length > 0) return [warn(`Others may read ${open.join(", ")}.`, `Run: chmod 600 ${open.join(" ")}`)];
  return found.length === 0 ? [] : [ok(`${found.join(", ")}: for this user alone.`)];
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
