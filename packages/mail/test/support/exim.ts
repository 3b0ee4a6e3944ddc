import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Certificate } from "./certificate.ts";

const PROGRAM = "/usr/sbin/exim4";
/** It changes its user after the start, and so has to be started by root. */
export const hasExim = existsSync(PROGRAM) && process.getuid?.() === 0;

export interface Exim {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** What an Exim of ours takes mails for, and where it hands them on. */
export interface EximOptions extends Certificate {
  readonly user: string;
  readonly password: string;
  /** The port of the next server. */
  readonly onward: number;
}

/** Starts an Exim of our own. It takes mails over STARTTLS and with a password alone, and hands them on. */
export async function startExim(options: EximOptions): Promise<Exim> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "latchkey-exim-"));
  const spool = join(folder, "spool");
  mkdirSync(spool);
  // Its user is another.
  for (const path of [folder, spool]) chmodSync(path, 0o777);
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const files = { cert: write("cert.pem", options.cert), key: write("key.pem", options.key) };
  const config = write("exim.conf", configOf(options, { port, spool, ...files }));
  const { status, stderr } = spawnSync(PROGRAM, ["-C", config, "-bV"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`exim: ${stderr}`);
  const child = spawn(PROGRAM, ["-C", config, "-bdf", "-oP", join(folder, "exim.pid")], { stdio: "ignore" });
  await listening(port);
  return {
    port,
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configOf(
  { user, password, onward }: EximOptions,
  { port, spool, cert, key }: { readonly port: number; readonly spool: string } & Certificate,
): string {
  return `primary_hostname = localhost
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
spool_directory = ${spool}
log_file_path = ${spool}/%slog
tls_advertise_hosts = *
tls_certificate = ${cert}
tls_privatekey = ${key}
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = rcpt

begin acl
rcpt:
  deny message = Encrypt first
       !encrypted = *
  accept authenticated = *
  deny message = Sign in first

begin routers
onward:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = onward

begin transports
onward:
  driver = smtp
  port = ${onward}
  allow_localhost
  hosts_avoid_tls = *

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${user}}}{eq{$auth3}{${password}}}}}
  server_set_id = $auth2
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Waits until somebody listens: the program does not say when it does. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (tries > 500) throw error;
      await setTimeout(20);
    } finally {
      socket.destroy();
    }
  }
}
