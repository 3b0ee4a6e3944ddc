import { mkdirSync } from "node:fs";

/** Makes a folder when it is missing, for its owner alone: hashes of passwords will be in it. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}
