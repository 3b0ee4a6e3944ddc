/** Latchkey in workerd: what operations take there on D1, and what a start takes. */

import { isProgram } from "../../scripts/workspace.mjs";
import { cleanUp, cleanUpOnSignals } from "../lib/cleanup.ts";
import { runInside } from "./inside.ts";
import { runStart } from "./start.ts";

export const title = "In workerd";

export async function run(options: { quick: boolean }): Promise<void> {
  await runInside(options);
  await runStart(options);
}

if (isProgram(import.meta)) {
  cleanUpOnSignals();
  await run({ quick: process.argv.includes("--quick") }).finally(cleanUp);
}
