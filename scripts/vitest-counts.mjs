/** How many tests passed, by what vitest's json reporter wrote. */

import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {string} file */
export const reportTo = (file) => ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];

/**
 * @param {string} file what vitest's json reporter wrote
 * @param {number} code with which vitest ended
 * @returns {Counts}
 */
export function count(file, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const json = JSON.parse(readFileSync(file, "utf8"));
    counts.passed = json.numPassedTests;
    counts.skipped = json.numPendingTests + json.numTodoTests;
    // A file that fails before its first test has no failed test, so the file counts as one.
    const broken = json.testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ suite) =>
        suite.status === "failed" && suite.assertionResults.every(({ status }) => status !== "failed"),
    );
    counts.failed = json.numFailedTests + broken.length;
  } catch {
    // vitest ended before it wrote any numbers. The exit code below says so.
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/**
 * The names of the tests that were skipped.
 *
 * @param {string} file what vitest's json reporter wrote
 * @returns {string[]}
 */
export function skippedIn(file) {
  /** @type {{ testResults: { assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter(({ status }) => ["pending", "skipped", "todo"].includes(status)).map(({ fullName }) => fullName);
}

/** @param {Counts} counts */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
