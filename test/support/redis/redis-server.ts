import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { freePort } from "../program.ts";
import { temporaryFolder } from "../storages.ts";

const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
const programs = ["redis-server", "valkey-server"].flatMap((name) => folders.map((folder) => join(folder, name)));
const program = programs.find((path) => existsSync(path));

/** Whether this machine has a Redis or a Valkey. */
export const hasRedis = program !== undefined;

/** A server of its own, made for one test file. */
export interface RedisServer {
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
}

/** Starts a Redis or Valkey that listens here alone and keeps nothing on disk. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const folder = temporaryFolder();
  const settings = { port, bind: "127.0.0.1", dir: folder.path, save: "", appendonly: "no" };
  const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let child: ReturnType<typeof spawn> | undefined;

  async function start(): Promise<void> {
    const started = spawn(program!, parameters, { cwd: folder.path, stdio: ["ignore", "pipe", "inherit"] });
    child = started;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      started.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (/ready to accept connections/i.test(said)) resolve();
      });
      started.once("exit", () => reject(new Error(`Redis did not start: ${said}`)));
      started.once("error", reject);
    });
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
