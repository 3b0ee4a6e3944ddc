/**
 * Builds the packages and uses them as an application would: packed, linted, installed by plain npm, type-checked, run.
 * `node scripts/check-packages.mjs build` stops after the build.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, inPairs, must as mustRun, pack, packages, tarballName } from "./packages/build.mjs";
import { consumerApp } from "./packages/consumer-app.mjs";
import { environment, prepareWorkspace, root, script, Stop } from "./workspace.mjs";

/** @typedef {import("./packages/build.mjs").Published} Published */

/** The packages of an application that stores its users in SQLite, before it chooses a driver. */
const smallest = ["core", "http", "sql", "adapter-sqlite"];

/** How much they may take, with all their dependencies. */
const budget = { packages: 6, bytes: 4_100_000 };

/** @type {NodeJS.ProcessEnv} */
let env = process.env;

/**
 * @param {string[]} command
 * @param {string} [cwd]
 */
const must = (command, cwd = root) => mustRun(command, { cwd, env });

/**
 * @param {string} place
 * @param {Published} one
 */
const tarball = (place, one) => join(place, tarballName(one));

/** @param {string} place */
async function packAll(place) {
  await pack(place, env);
  return packages.map((one) => `${one.name} ${kilobytes(statSync(tarball(place, one)).size)}`).join(", ");
}

/** @param {string} place */
async function lint(place) {
  await inPairs(packages, async (one) => {
    await must(["publint", "run", tarball(place, one), "--strict"]);
    // A style sheet has no types.
    const styles = Object.keys(one.manifest.exports).filter((key) => key.endsWith(".css"));
    const without = styles.length > 0 ? ["--exclude-entrypoints", ...styles] : [];
    await must(["attw", tarball(place, one), "--profile", "esm-only", ...without]);
  });
  return "publint, attw";
}

/**
 * @param {string} app
 * @param {string[]} wanted
 */
async function install(app, wanted) {
  await must(["npm", "install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", ...wanted], app);
  const lock = JSON.parse(readFileSync(join(app, "node_modules", ".package-lock.json"), "utf8"));
  return /** @type {[string, { hasInstallScript?: boolean }][]} */ (Object.entries(lock.packages));
}

/**
 * @param {string} place
 * @param {string} app
 */
async function installSmallest(place, app) {
  const installed = await install(
    app,
    packages.filter(({ name }) => smallest.includes(name)).map((one) => tarball(place, one)),
  );
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name);
  if (scripted.length > 0) throw new Stop(`Install scripts would run: ${scripted.join(", ")}`);
  const bytes = bytesBelow(join(app, "node_modules"));
  const cost = `${installed.length} packages, ${kilobytes(bytes)}`;
  if (installed.length > budget.packages || bytes > budget.bytes)
    throw new Stop(
      `More than the ${budget.packages} packages and ${kilobytes(budget.bytes)} that are allowed: ${cost}`,
    );
  return `${cost}, no install scripts`;
}

/**
 * @param {string} place
 * @param {string} app
 */
async function installAll(place, app) {
  const driver = JSON.parse(readFileSync(join(root, "node_modules/better-sqlite3/package.json"), "utf8")).version;
  const others = [`better-sqlite3@${driver}`, "react@19", "@types/react@19", "@types/node@24"];
  const installed = await install(app, [...packages.map((one) => tarball(place, one)), ...others]);
  const licences = readFileSync(join(app, "node_modules/@latchkey/http/THIRD-PARTY-LICENSES.txt"), "utf8");
  if (!licences.includes(readFileSync(join(root, "packages/http/node_modules/valibot/LICENSE.md"), "utf8"))) {
    throw new Stop("packages/http/THIRD-PARTY-LICENSES.txt lacks the licence of the valibot that is bundled");
  }
  return `${installed.length} packages`;
}

/**
 * Strictly, with the packages' own declarations, by the current compiler and the one before it.
 *
 * @param {string} app
 */
async function typecheck(app) {
  const flags = ["--noEmit", "--strict", "--module", "nodenext", "--types", "node", "--allowImportingTsExtensions"];
  for (const compiler of ["tsc", "tsc6"])
    await must([compiler, ...flags, "server.ts", "visit.ts", "everything.ts"], app);
  return "strict, nodenext";
}

/** @param {string} app */
async function visit(app) {
  env = { ...env, AUTH_SECRET: "a secret for this visit and no other, 32 bytes at least" };
  await must(["node", "visit.ts"], app);
  await must(["node", join("node_modules", ".bin", "latchkey"), "--help"], app);
  return "signed up, met again by cookie";
}

/**
 * @param {string} path
 * @returns {number}
 */
function bytesBelow(path) {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const below = join(path, entry.name);
    return sum + (entry.isDirectory() ? bytesBelow(below) : entry.isFile() ? statSync(below).size : 0);
  }, 0);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

/**
 * @param {string} what
 * @param {() => Promise<string>} work
 */
async function progress(what, work) {
  const started = performance.now();
  const result = await work();
  console.log(`${what.padEnd(30)}${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${result}`);
}

await script(async () => {
  env = environment(await prepareWorkspace());
  await progress("build", async () => {
    await build(env);
    return `${packages.length} packages`;
  });
  if (process.argv[2] === "build") return;
  const place = mkdtempSync(join(tmpdir(), "latchkey-packages-"));
  const app = mkdtempSync(join(tmpdir(), "latchkey-consumer-app-"));
  try {
    const entries = packages.flatMap(({ manifest }) =>
      Object.keys(manifest.exports).flatMap((key) => (/\.(json|css)$/.test(key) ? [] : [manifest.name + key.slice(1)])),
    );
    for (const [name, text] of Object.entries(consumerApp(entries))) writeFileSync(join(app, name), text);
    await progress("pack", () => packAll(place));
    await progress("lint", () => lint(place));
    await progress("install without a driver", () => installSmallest(place, app));
    await progress("install everything", () => installAll(place, app));
    await progress("types", () => typecheck(app));
    await progress("first program", () => visit(app));
  } finally {
    rmSync(place, { recursive: true, force: true });
    rmSync(app, { recursive: true, force: true });
  }
});
