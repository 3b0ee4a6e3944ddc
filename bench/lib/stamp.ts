import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Remembers what a folder's node_modules were made from. */
export function stampOf(folder: string) {
  const file = join(folder, "node_modules", ".bench-installed");
  return {
    read: () => (existsSync(file) ? readFileSync(file, "utf8") : null),
    write: (text: string) => writeFileSync(file, text),
  };
}
