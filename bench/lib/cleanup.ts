/** What has to go when the run ends, also when it is interrupted: the latest first. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const pending: (() => unknown)[] = [];
let isEnding = false;

export function atEnd(work: () => unknown): void {
  pending.push(work);
  if (isEnding) throw new Error("The run was interrupted");
}

export async function cleanUp(): Promise<void> {
  isEnding = true;
  for (let work = pending.pop(); work; work = pending.pop()) await (async () => work())().catch(console.error);
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));

/** Goes at the end. */
export function temporaryFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "latchkey-bench-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
