import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../database/database.ts";
import { CliError, reasonOf } from "../log.ts";

export interface DevelopmentSecret {
  readonly secret: string;
  readonly path: string;
  readonly isNew: boolean;
}

/**
 * The secret in a file beside the data. It is made if it is missing, so development needs no set-up and sessions
 * survive a restart. Processes that start at the same time agree on one secret.
 *
 * @throws CliError
 */
export function developmentSecret(folder: string): DevelopmentSecret {
  const path = join(folder, "secret");
  try {
    makeFolder(folder);
    const isNew = read(path) === null && create(path, randomSecret());
    const secret = read(path) ?? "";
    if (secret === "") throw new Error("the file is empty");
    return { secret, path, isNew };
  } catch (error) {
    throw new CliError(
      `A secret for development cannot be kept in ${path} (${reasonOf(error)}): set AUTH_SECRET instead.`,
    );
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Writes a draft and links it into place: the file appears complete, or another process was first. */
function create(path: string, secret: string): boolean {
  const draft = `${path}.${randomSecret().slice(0, 8)}`;
  writeFileSync(draft, `${secret}\n`, { flag: "wx", mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** 256 random bits in base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}
