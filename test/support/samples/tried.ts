import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { samplesIn } from "./readme.ts";

/** The code in `docs/operations.md` that a test tries, by its name: "```sh tried=postgres-backup". */
export function tried(name: string): string {
  const sample = samplesIn("docs/operations.md").find(({ attributes }) => attributes.get("tried") === name);
  if (!sample) throw new Error(`docs/operations.md has no sample tried=${name}`);
  return sample.code;
}

/** The same as a file that finds the workspace's packages, as a user's program finds its own. */
export function triedFile(name: string): string {
  const folder = join(import.meta.dirname, "../../.tried");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, tried(name));
  return file;
}
