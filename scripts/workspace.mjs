/** Makes a fresh checkout ready: installs the dependencies of the lockfile, and finds a Node that runs TypeScript. */

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const onWindows = process.platform === "win32";

/** The first Node that runs .ts files without a flag. */
const needed = { major: 22, minor: 18 };
const stamp = join(root, "node_modules", ".latchkey-installed");

/**
 * Installs when needed and returns the Node to run on.
 *
 * @returns {Promise<string>} path of its executable
 */
export async function prepareWorkspace() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    await install();
    writeFileSync(stamp, wanted);
  }
  return findNode();
}

async function install() {
  process.stderr.write("Installing dependencies (once for each lockfile) …\n");
  const started = Date.now();
  const result = await run(["npx", "-y", "pnpm@12", "install", "--frozen-lockfile", "--reporter=append-only"]);
  if (result.code !== 0) throw new Stop(`${result.output}\nThe dependencies could not be installed.`);
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
}

function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > needed.major || (major === needed.major && minor >= needed.minor)) return process.execPath;
  const system = onWindows ? "win" : process.platform;
  const file = join("bin", onWindows ? "node.exe" : "node");
  const bundled = join(root, "node_modules", `node-${system}-${process.arch}`, file);
  if (existsSync(bundled) && spawnSync(bundled, ["--version"]).status === 0) return bundled;
  throw new Stop(
    `This checkout needs Node ${needed.major}.${needed.minor} or newer and found ${process.versions.node}. ` +
      "Install Node 24 from https://nodejs.org or with a version manager, and run the command again.",
  );
}

/**
 * An environment with the given `node` and the tools of the workspace on its PATH.
 *
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(node) {
  const modules = join(root, "node_modules");
  // Deno's own folder comes before its launcher in .bin: a signal to the launcher would not end Deno.
  const path = [dirname(node), join(modules, "deno"), join(modules, ".bin"), process.env.PATH ?? ""];
  return { ...process.env, PATH: path.join(delimiter) };
}

/**
 * Runs a command to its end, and returns its exit code and output. Its input is empty.
 *
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} options aborting the signal ends the command
 *   and every process that it started
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([file = "", ...parameters], { cwd = root, env = process.env, signal } = {}) {
  return new Promise((resolve) => {
    const colours = process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
    const child = spawn(file, parameters, {
      cwd,
      env: { ...env, ...colours, CI: "true", npm_config_update_notifier: "false" },
      stdio: ["ignore", "pipe", "pipe"],
      shell: onWindows,
      // A process group of its own, so that all of it can be ended at once.
      detached: signal !== undefined && !onWindows,
    });
    const end = () => child.pid === undefined || process.kill(onWindows ? child.pid : -child.pid, "SIGTERM");
    signal?.addEventListener("abort", end);
    child.once("exit", () => signal?.removeEventListener("abort", end));
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Whether node runs this file, and not another one that imports it.
 *
 * @param {ImportMeta} meta
 */
export function isProgram(meta) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(meta.url);
}

/** Ends a script with a sentence instead of a stack trace. */
export class Stop extends Error {}

/**
 * @param {() => Promise<number | void>} main returns the exit code
 */
export async function script(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
