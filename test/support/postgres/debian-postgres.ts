import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = "/usr/lib/postgresql";

/**
 * The folder of a PostgreSQL that the system has installed, with `pg_dump` and `pg_restore`, which the one among the
 * dependencies does not have. `null` when there is none.
 */
export const postgresPrograms: string | null =
  (existsSync(ROOT) ? readdirSync(ROOT) : [])
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(ROOT, version, "bin"))
    .find((folder) =>
      ["initdb", "pg_ctl", "pg_dump", "pg_restore"].every((program) => existsSync(join(folder, program))),
    ) ?? null;

/** A server of its own, made for one test file. */
export async function startDebianPostgres(programs: string) {
  const home = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  const account = accountFor(home);
  const data = join(home, "data");
  const run = (program: string, ...parameters: string[]) => {
    const { status, stderr, error } = spawnSync(join(programs, program), parameters, {
      ...account,
      cwd: home,
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  };
  run(
    "initdb",
    "-D",
    data,
    "-U",
    "latchkey",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--no-locale",
    "--no-sync",
    "--no-instructions",
  );
  const port = await freePort();
  run(
    "pg_ctl",
    "-D",
    data,
    "-w",
    "-l",
    join(home, "log"),
    "-o",
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`,
    "start",
  );
  return {
    url: (database: string) => `postgres://latchkey@127.0.0.1:${port}/${database}`,
    stop() {
      run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** PostgreSQL refuses root, which therefore lends it the account that owns nothing. */
function accountFor(home: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = /^nobody:.*$/m.exec(readFileSync("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  const nobody = { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
  chownSync(home, nobody.uid, nobody.gid);
  chmodSync(home, 0o755);
  return nobody;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
