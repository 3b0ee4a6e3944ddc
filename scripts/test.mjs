/**
 * `npm test`: everything this repository promises, on every runtime it promises it for.
 * `node scripts/test.mjs node bun` runs those steps only.
 *
 * A test that needs a part which this machine lacks (Chromium, PgBouncer) is skipped, and its name says why. With
 * `NO_SKIPPED_TESTS=1`, as in CI, a skipped test counts as a failed one.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "./postgres.mjs";
import { environment, prepareWorkspace, root, run, script, Stop } from "./workspace.mjs";

/**
 * @typedef {{ on: string, commands: string[][], vitest?: boolean, postgres?: boolean }} Step
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { name: string, seconds: number, output: string }} Result
 */

const vitest = "node_modules/vitest/vitest.mjs";

/**
 * Those of one round run two at a time. `node` measures time and starts many processes: it has a round of its own.
 *
 * @type {Record<string, Step>[]}
 */
const rounds = [
  {
    typecheck: { on: "tsc", commands: ["tsconfig.json", "tsconfig.workerd.json"].map((file) => ["tsc", "-p", file]) },
    lint: {
      on: "oxlint",
      commands: [
        ["oxlint", "--deny-warnings"],
        ["oxfmt", "--check"],
      ],
    },
    shape: {
      on: "node",
      commands: [
        ["node", "scripts/check-shape.mjs"],
        ["node", "scripts/check-docs.mjs"],
      ],
    },
  },
  {
    node: { on: "node", commands: [["node", vitest, "run"]], vitest: true, postgres: true },
  },
  {
    package: { on: "node", commands: [["node", "scripts/check-packages.mjs"]] },
    workerd: {
      on: "workerd",
      commands: [["node", vitest, "run", "--config", "vitest.workerd.config.ts"]],
      vitest: true,
    },
    bun: {
      on: "bun",
      commands: [["bun", "--bun", vitest, "run", "--config", "vitest.bun.config.ts"]],
      vitest: true,
      postgres: true,
    },
    deno: {
      on: "deno",
      commands: [["deno", "run", "-A", vitest, "run", "--config", "vitest.deno.config.ts"]],
      vitest: true,
      postgres: true,
    },
  },
];
const steps = Object.assign({}, ...rounds);

const allowsSkips = process.env.NO_SKIPPED_TESTS !== "1";

/** @param {string[]} names */
function needsPostgres(names) {
  return !process.env.TEST_POSTGRES_URL && names.some((name) => steps[name]?.postgres);
}

const interruption = new AbortController();
process.on("SIGINT", () => interruption.abort()).on("SIGTERM", () => interruption.abort());

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {string} reports folder for the numbers that vitest writes
 * @returns {Promise<Result>}
 */
async function runStep(name, env, reports) {
  const step = /** @type {Step} */ (steps[name]);
  const file = join(reports, `${name}.json`);
  const reporters = step.vitest ? ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`] : [];
  const { signal } = interruption;
  const started = performance.now();
  let code = 0;
  let output = "";
  for (const command of step.commands) {
    if (signal.aborted) throw new Stop("Interrupted.");
    const result = await run([...command, ...reporters], { env, signal });
    code ||= result.code;
    output += result.output;
  }
  if (signal.aborted) throw new Stop("Interrupted.");
  const seconds = (performance.now() - started) / 1000;
  const counts = step.vitest
    ? count(file, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (step.vitest && counts.passed + counts.failed === 0) {
    counts.failed = 1;
    output += "Not one test was run.\n";
  }
  if (counts.skipped > 0) {
    output += `Skipped:\n${skippedIn(file)
      .map((test) => `  ${test}\n`)
      .join("")}`;
    if (!allowsSkips) counts.failed += counts.skipped;
  }
  const result = { name, seconds, output, ...counts };
  tell(result);
  return result;
}

/**
 * @param {string} file what vitest's json reporter wrote
 * @param {number} code
 * @returns {Counts}
 */
function count(file, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const json = JSON.parse(readFileSync(file, "utf8"));
    counts.passed = json.numPassedTests;
    counts.skipped = json.numPendingTests + json.numTodoTests;
    // A file that fails before its first test has no test to blame.
    const broken = json.testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ suite) =>
        suite.status === "failed" && suite.assertionResults.every(({ status }) => status !== "failed"),
    );
    counts.failed = json.numFailedTests + broken.length;
  } catch {
    // No numbers: it ended before it could write any, and the exit code below says so.
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
function skippedIn(file) {
  /** @type {{ testResults: { assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter(({ status }) => ["pending", "skipped", "todo"].includes(status)).map(({ fullName }) => fullName);
}

/** @param {Result} result */
function tell({ name, failed, skipped, seconds, output }) {
  const mark = failed > 0 ? "✗" : skipped > 0 ? "!" : "✓";
  console.log(
    `${mark} ${name.padEnd(12)}${seconds.toFixed(1).padStart(6)} s${skipped > 0 ? `  ${skipped} skipped` : ""}`,
  );
  if (failed === 0 && skipped > 0) console.log(output.slice(output.lastIndexOf("Skipped:\n")).trimEnd());
  if (failed > 0) console.log(`\n${output.trimEnd()}\n`);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Record<string, string>>}
 */
async function versions(env) {
  const node = (await run(["node", "--version"], { env })).output.trim().slice(1);
  const installed = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  return { node: `Node.js ${node}`, bun: `Bun ${installed("bun")}`, deno: `Deno ${installed("deno")}` };
}

/**
 * @param {Result[]} results
 * @param {Record<string, string>} names
 */
function report(results, names) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log("");
  for (const { name, passed, failed, skipped } of results) {
    const on = steps[name]?.on ?? "";
    console.log(`${name.padEnd(12)}${(names[on] ?? on).padEnd(18)}${sentence({ passed, failed, skipped })}`);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  console.log(`\n${sentence(total)}`);
  return total.failed === 0 ? 0 : 1;
}

/** @param {Counts} counts */
function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

await script(async () => {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in steps));
  if (unknown.length > 0)
    throw new Stop(`No such step: ${unknown.join(", ")}. There are: ${Object.keys(steps).join(", ")}.`);
  const chosen = Object.keys(steps).filter((name) => names.length === 0 || names.includes(name));

  const env = environment(await prepareWorkspace());
  const reports = mkdtempSync(join(tmpdir(), "latchkey-reports-"));
  const postgres = needsPostgres(chosen) ? await startPostgres() : null;
  if (postgres !== null) env.TEST_POSTGRES_URL = postgres.url;
  try {
    /** @type {Result[]} */
    const results = [];
    for (const round of rounds) {
      const queue = chosen.filter((name) => name in round);
      const worker = async () => {
        for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
          results.push(await runStep(name, env, reports));
        }
      };
      await Promise.all([worker(), worker()]);
    }
    results.sort((one, other) => chosen.indexOf(one.name) - chosen.indexOf(other.name));
    return report(results, await versions(env));
  } finally {
    await postgres?.stop();
    rmSync(reports, { recursive: true, force: true });
  }
});
