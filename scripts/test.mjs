/**
 * `npm test`: every check, on every runtime. Four more take long, and have a command each:
 * - `npm run test:browser`: what people see, in Chromium.
 * - `npm run test:release`: the site of the docs, and the packages as they are published.
 * - `npm run test:processes`: the examples, bundlers, and servers that are killed and started again.
 * - `npm run test:image`: the image of the ready server.
 *
 * `npm test -- node bun` runs these steps only. `npm test -- packages/core/test/hooks.test.ts` runs one test file on
 * Node, and `npm test -- bun storage-contract` runs the files on Bun whose path contains that word.
 *
 * A test that needs a program that this machine does not have (Chromium, PgBouncer, Redis) is skipped, and its name
 * says why. With `NO_SKIPPED_TESTS=1`, as in CI, a skipped test counts as a failed one.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "./postgres.mjs";
import { count, reportTo, sentence, skippedIn } from "./vitest-counts.mjs";
import { environment, prepareWorkspace, root, run, script, Stop } from "./workspace.mjs";

/**
 * @typedef {{ on: string, commands: string[][], vitest?: boolean, postgres?: boolean }} Step
 * @typedef {import("./vitest-counts.mjs").Counts} Counts
 * @typedef {Counts & { name: string, seconds: number, output: string }} Result
 */

const vitest = "node_modules/vitest/vitest.mjs";

/**
 * The steps of one round run three at a time, since each that tests a runtime keeps less than a core busy. `node`
 * measures time and starts many processes, so it runs alone.
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
    docs: { on: "node", commands: [["node", "scripts/docs.mjs"]] },
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
  {
    browser: {
      on: "Chromium",
      commands: [["node", vitest, "run", "--config", "vitest.browser.config.ts"]],
      vitest: true,
    },
  },
  {
    processes: {
      on: "node",
      commands: [["node", vitest, "run", "--config", "vitest.processes.config.ts"]],
      vitest: true,
      postgres: true,
    },
  },
  {
    image: {
      on: "node",
      commands: [["node", vitest, "run", "--config", "vitest.image.config.ts"]],
      vitest: true,
      postgres: true,
    },
  },
];
const steps = Object.assign({}, ...rounds);

/** Steps that run only when they are named, because they take long. CI names them. */
const heavy = ["docs", "package", "browser", "processes", "image"];

const allowsSkips = process.env.NO_SKIPPED_TESTS !== "1";

/** @param {string[]} names */
function needsPostgres(names) {
  return !process.env.TEST_POSTGRES_URL && names.some((name) => steps[name]?.postgres);
}

const interruption = new AbortController();
process.on("SIGINT", () => interruption.abort()).on("SIGTERM", () => interruption.abort());

/**
 * @param {string} name
 * @param {string[]} filters parts of the paths of the test files to run; all files when there is none
 * @param {{ env: NodeJS.ProcessEnv, reports: string }} options `reports`: folder for the numbers that vitest writes
 * @returns {Promise<Result>}
 */
async function runStep(name, filters, { env, reports }) {
  const step = /** @type {Step} */ (steps[name]);
  const file = join(reports, `${name}.json`);
  const more = step.vitest ? [...filters, ...reportTo(file)] : [];
  const { signal } = interruption;
  const started = performance.now();
  let code = 0;
  let output = "";
  for (const command of step.commands) {
    if (signal.aborted) throw new Stop("Interrupted.");
    const result = await run([...command, ...more], { env, signal });
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
    output += "No test was run.\n";
  }
  if (counts.skipped > 0) {
    output += `Skipped:\n${skippedIn(file)
      .map((test) => `  ${test}\n`)
      .join("")}`;
    if (!allowsSkips) counts.failed += counts.skipped;
  }
  const result = { name, seconds, output, ...counts };
  print(result);
  return result;
}

/** @param {Result} result */
function print({ name, failed, skipped, seconds, output }) {
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

/**
 * Names of steps choose steps; everything else filters the test files. With filters alone, they are run on Node.
 *
 * @param {string[]} words
 */
function readArguments(words) {
  const filters = words.filter((word) => !(word in steps));
  const named = words.filter((word) => word in steps);
  if (filters.length > 0 && named.length === 0)
    named.push(filters.every((filter) => filter.includes(".browser.")) ? "browser" : "node");
  const usual = Object.keys(steps).filter((name) => !heavy.includes(name));
  const unfiltered = named.filter((name) => filters.length > 0 && !steps[name].vitest);
  if (unfiltered.length > 0)
    throw new Stop(`${unfiltered.join(" and ")} runs no test files, so "${filters[0]}" says nothing.`);
  return { filters, chosen: named.length > 0 ? Object.keys(steps).filter((name) => named.includes(name)) : usual };
}

await script(async () => {
  const { chosen, filters } = readArguments(process.argv.slice(2));
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
          results.push(await runStep(name, filters, { env, reports }));
        }
      };
      await Promise.all([worker(), worker(), worker()]);
    }
    results.sort((one, other) => chosen.indexOf(one.name) - chosen.indexOf(other.name));
    return report(results, await versions(env));
  } finally {
    await postgres?.stop();
    rmSync(reports, { recursive: true, force: true });
  }
});
