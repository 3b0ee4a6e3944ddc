/** Runs a table's module by itself: `node bench/scale/sweep.ts [--quick]`. */

import { isProgram, script } from "../../scripts/workspace.mjs";
import { cleanUp, cleanUpOnSignals } from "../lib/cleanup.ts";

export async function runAlone(meta: ImportMeta, run: (options: { quick: boolean }) => Promise<void>): Promise<void> {
  if (!isProgram(meta)) return;
  cleanUpOnSignals();
  await script(() => run({ quick: process.argv.includes("--quick") }).finally(cleanUp));
}
