/**
 * `npm run test:frameworks`: the examples of examples/frameworks, as their readers use them. Packs the packages; then
 * each example is installed from the tarballs by npm, built by its own tool, started, and driven through the
 * conversation of test/frameworks. `npm run test:frameworks -- express hono` runs these only.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyExample, frameworks } from "./frameworks/example.mjs";
import { build, inPairs, pack } from "./packages/build.mjs";
import { count, reportTo, sentence } from "./vitest-counts.mjs";
import { environment, prepareWorkspace, run, script, Stop } from "./workspace.mjs";

/** How long one command may take, in milliseconds. */
const patience = 5 * 60_000;

const interruption = new AbortController();
process.on("SIGINT", () => interruption.abort()).on("SIGTERM", () => interruption.abort());

/**
 * @param {string[]} command
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 */
async function bounded(command, options) {
  const signal = AbortSignal.any([interruption.signal, AbortSignal.timeout(patience)]);
  const { code, output } = await run(command, { ...options, signal });
  if (interruption.signal.aborted) throw new Stop("Interrupted.");
  return { code, output: signal.aborted ? `${output}\nIt took more than ${patience / 1000} s.` : output };
}

/** @param {string} output */
const endOf = (output) => output.trimEnd().split("\n").slice(-100).join("\n");

/** @param {number} started */
const secondsSince = (started) => `${((performance.now() - started) / 1000).toFixed(1)} s`;

/**
 * A port on which nothing listens. It is needed only after the build, so it is none of those that systems give to
 * programs that ask for any port.
 *
 * @param {string} name each example has ports of its own
 */
async function freePort(name) {
  for (let port = 4300 + 20 * frameworks.indexOf(name); ; port++) {
    const server = createServer().listen(port);
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return port;
  }
}

/**
 * @param {string} name
 * @param {{ place: string, env: NodeJS.ProcessEnv }} options `place`: the folder of the tarballs and the copies
 * @returns {Promise<import("./vitest-counts.mjs").Counts>}
 */
async function testFramework(name, { place, env }) {
  const app = join(place, name);
  const report = join(place, `${name}.json`);
  const log = join(place, `${name}.log`);
  const conversation = ["node", "node_modules/vitest/vitest.mjs", "run", "--config", "vitest.frameworks.config.ts"];
  // Some builds put it into the program.
  const own = { ...env, ORIGIN: `http://localhost:${await freePort(name)}` };
  const steps = [
    ...copyExample(name, { app, tarballs: join(place, "tarballs") }).map((step) => ({ ...step, cwd: app, env: own })),
    {
      what: "conversation",
      command: [...conversation, ...reportTo(report)],
      env: { ...own, FRAMEWORK: name, FRAMEWORK_APP: app, FRAMEWORK_LOG: log },
    },
  ];
  const times = [];
  for (const { what, command, ...options } of steps) {
    const started = performance.now();
    const { code, output } = await bounded(command, options);
    times.push(`${what} ${secondsSince(started)}`);
    if (code === 0) continue;
    const counts = count(report, code);
    console.log(`✗ ${name.padEnd(16)}${times.join(", ")}: ${sentence(counts)}\n`);
    console.log(`${endOf(output)}\n`);
    if (existsSync(log)) console.log(`The server said:\n${endOf(readFileSync(log, "utf8"))}\n`);
    return counts;
  }
  const counts = count(report, 0);
  console.log(`✓ ${name.padEnd(16)}${times.join(", ")}: ${sentence(counts)}`);
  return counts;
}

/** @param {string[]} names */
function choose(names) {
  const unknown = names.filter((name) => !frameworks.includes(name));
  if (unknown.length > 0) throw new Stop(`${unknown.join(" and ")} is not among ${frameworks.join(", ")}.`);
  return names.length > 0 ? names : frameworks;
}

await script(async () => {
  const chosen = choose(process.argv.slice(2));
  const workspace = environment(await prepareWorkspace());
  const quiet = { DO_NOT_TRACK: "1", ASTRO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1" };
  const env = { ...workspace, ...quiet, NUXT_TELEMETRY_DISABLED: "1", NODE_ENV: undefined, AUTH_SECRET: undefined };
  const place = mkdtempSync(join(tmpdir(), "latchkey-frameworks-"));
  const started = performance.now();
  try {
    await build(workspace);
    await pack(join(place, "tarballs"), workspace);
    console.log(`Packed in ${secondsSince(started)}.`);
    const total = { passed: 0, failed: 0, skipped: 0 };
    await inPairs(chosen, async (name) => {
      const counts = await testFramework(name, { place, env });
      total.passed += counts.passed;
      // Here nothing has a reason to be skipped.
      total.failed += counts.failed + counts.skipped;
    });
    console.log(`\n${chosen.length} frameworks in ${secondsSince(started)}\n${sentence(total)}`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
