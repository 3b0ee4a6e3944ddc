import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "./folder.ts";
import { reasonOf } from "./log.ts";
import { randomSecret } from "./random-secret.ts";
import { Refusal } from "./refusal.ts";

export interface KeptSecret {
  readonly secret: string;
  readonly path: string;
  readonly isNew: boolean;
}

/**
 * The secret beside the data, made when missing, so that development needs no set-up and sessions outlive a restart.
 * Processes that start at once agree on one.
 *
 * @throws Refusal
 */
export function keepSecret(folder: string): KeptSecret {
  const path = join(folder, "secret");
  try {
    makeFolder(folder);
    const isNew = read(path) === null && create(path, randomSecret());
    const secret = read(path) ?? "";
    if (secret === "") throw new Error("the file is empty");
    return { secret, path, isNew };
  } catch (error) {
    throw new Refusal(
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

/** Written aside and linked into place: the name appears once, with everything in it, or is somebody else's already. */
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
