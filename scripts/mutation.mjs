/**
 * `npm run test:mutation`: Stryker changes the code in small ways, one at a time, and checks that a test fails. It
 * takes about an hour on two cores, so it is not part of `npm test`.
 * `npm run test:mutation -- http core/guards` does it for these only, `-- core --one-in 5` for one function in five.
 * reports/mutation/ lists what no test noticed.
 */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { partOf, parts } from "./mutation/parts.mjs";
import { startPostgres } from "./postgres.mjs";
import { environment, prepareWorkspace, root, run, script, Stop } from "./workspace.mjs";

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
function stryker(name, env) {
  const program = join(root, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  const child = spawn("node", [program, "run"], { cwd: root, env: { ...env, MUTATE: name }, stdio: "inherit" });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

/**
 * @param {string} name
 * @returns {string} the share of mutants that a test detected, and where it lies with 95 % certainty (Wilson)
 */
function scoreOf(name) {
  const { files } = JSON.parse(readFileSync(join(root, "reports", "mutation", `${partOf(name)?.name}.json`), "utf8"));
  /** @type {{ status: string }[]} */
  const mutants = Object.values(files).flatMap(({ mutants: list }) => list);
  const of = (/** @type {string[]} */ ...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const detected = of("Killed", "Timeout");
  const all = detected + of("Survived", "NoCoverage");
  const share = detected / all;
  const [z, percent] = [1.96, (/** @type {number} */ value) => (100 * value).toFixed(1)];
  const middle = (share + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const reach = (z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all);
  return `${percent(share)} % (${detected} of ${all}; ${percent(middle - reach)} to ${percent(middle + reach)} %)`;
}

await script(async () => {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: { "one-in": { type: "string", default: "1" } },
  });
  const oneIn = Number(values["one-in"]);
  if (!Number.isInteger(oneIn) || oneIn < 1) throw new Stop("--one-in takes a whole number from 1.");
  const unknown = names.filter((name) => partOf(name) === undefined);
  if (unknown.length > 0)
    throw new Stop(`No such part: ${unknown.join(", ")}. There are: ${Object.keys(parts).join(", ")}.`);
  const env = environment(await prepareWorkspace());
  env.MUTATE_ONE_IN = String(oneIn);
  const { output: changes } = await run(["git", "status", "--porcelain", "packages"], { env });
  if (changes.trim() !== "")
    throw new Stop("Commit first: the files in packages/ are changed in place while this runs.");

  const chosen = names.length > 0 ? names : Object.keys(parts);
  const postgres = process.env.TEST_POSTGRES_URL ? null : await startPostgres();
  if (postgres) env.TEST_POSTGRES_URL = postgres.url;
  try {
    let code = 0;
    for (const name of chosen) code ||= await stryker(name, env);
    console.log("");
    for (const name of chosen) console.log(`${name.padEnd(12)}${scoreOf(name)}`);
    return code;
  } finally {
    await postgres?.stop();
  }
});
