import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { postgresUrl } from "./postgres.ts";
import { temporaryFolder } from "../storages.ts";

const PROGRAM = "/usr/sbin/pgbouncer";
export const hasPgBouncer = existsSync(PROGRAM);

/** `[1, 18]`. It keeps prepared statements in transaction mode from 1.21 on. */
export function pgBouncerVersion(): readonly [number, number] {
  const { stdout } = spawnSync(PROGRAM, ["--version"], { encoding: "utf8" });
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout)!;
  return [Number(major), Number(minor)];
}

export interface PgBouncer {
  /** Of the same database, by way of the pooler. */
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts a PgBouncer of our own in transaction mode, with three connections to the server, before our PostgreSQL. */
export async function startPgBouncer(
  settings: Readonly<Record<string, string | number>> = {},
  database: string = postgresUrl(),
): Promise<PgBouncer> {
  const target = new URL(database);
  const port = await freePort();
  const folder = temporaryFolder();
  const account = accountFor(folder.path);
  const users = join(folder.path, "users.txt");
  writeFileSync(users, `"${target.username}" ""\n`);
  const ini = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "trust",
    auth_file: users,
    pool_mode: "transaction",
    default_pool_size: 3,
    max_client_conn: 200,
    log_connections: 0,
    log_disconnections: 0,
    ...settings,
  };
  const lines = Object.entries(ini).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder.path, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]\n* = host=${target.hostname} port=${target.port || 5432}\n[pgbouncer]\n${lines.join("\n")}\n`,
  );
  for (const path of [users, file]) chmodSync(path, 0o644);

  const child = spawn(PROGRAM, [file], { ...account, cwd: folder.path, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("process up")) resolve();
    });
    child.once("exit", () => reject(new Error(`PgBouncer did not start: ${said}`)));
    child.once("error", reject);
  });
  [target.hostname, target.port] = ["127.0.0.1", String(port)];
  return {
    url: target.href,
    pid: child.pid!,
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      folder.remove();
    },
  };
}

/** It refuses root, which lends it the account that owns nothing. */
function accountFor(folder: string): { uid: number; gid: number } | object {
  if (process.getuid?.() !== 0) return {};
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8")) ?? [
    "",
    "65534",
    "65534",
  ];
  const nobody = { uid: Number(uid), gid: Number(gid) };
  chownSync(folder, nobody.uid, nobody.gid);
  chmodSync(folder, 0o755);
  return nobody;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
