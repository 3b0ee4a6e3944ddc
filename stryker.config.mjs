/**
 * `npm run test:mutation [-- core|http|sql|sqlite|postgres|d1|core/<room>]`: Stryker changes the code in small ways,
 * and every change must make a test fail. scripts/mutation.mjs chooses the part, by the environment.
 */

import { partOf } from "./scripts/mutation/parts.mjs";

const part = partOf(process.env.MUTATE ?? "core");
if (part === undefined) throw new Error(`No such part: ${process.env.MUTATE}`);

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  // The packages import each other through links in node_modules, which lead back here: a copy would test the original.
  inPlace: true,
  mutate: part.mutate,
  testRunner: "vitest",
  plugins: [
    "@stryker-mutator/vitest-runner",
    "./scripts/mutation/ignore-sentences.mjs",
    "./scripts/mutation/sample.mjs",
  ],
  ignorers: ["sentences", "sample"],
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 15_000,
  ignoreStatic: true,
  // What is kept of a sample would pass for all of it.
  incremental: Number(process.env.MUTATE_ONE_IN ?? 1) === 1,
  incrementalFile: `reports/mutation/${part.name}.incremental.json`,
  reporters: ["clear-text", "progress", "json"],
  clearTextReporter: { logTests: false, allowColor: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutation/${part.name}.json` },
  thresholds: { high: 90, low: 85, break: 85 },
  disableTypeChecks: false,
  checkers: [],
};
