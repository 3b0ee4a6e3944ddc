import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The program as people run it, in processes of its own. */

const PROGRAM = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const children = new Set<ChildProcess>();
const folders = new Set<string>();

export type Variables = Readonly<Record<string, string>>;

export interface Program {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly said: { out: string; err: string };
  /** The exit code, or the signal that ended it. */
  readonly end: Promise<number | NodeJS.Signals>;
}

/** Shared by all of them, so that only the first has to compile the program. */
const NODE_COMPILE_CACHE = join(tmpdir(), "latchkey-compile-cache");

/** Nothing of the test's own environment reaches it, but for the path. */
export function run(args: readonly string[], env: Variables, cwd: string): Program {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", PORT: "0", NODE_COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  const end = once(child, "close").then(([code, signal]) => {
    children.delete(child);
    return (code ?? signal) as number | NodeJS.Signals;
  });
  return { child, said, end };
}

export interface Server extends Program {
  readonly url: string;
  /** Sends a signal and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** `latchkey serve`, listening. */
export async function startServer(env: Variables, cwd: string, options: readonly string[] = []): Promise<Server> {
  const program = run(["serve", ...options], env, cwd);
  const { child, said, end } = program;
  let ended = false;
  void end.then(() => (ended = true));
  await until(() => said.out.includes("signup") || ended);
  const url = /listens on (\S+)/.exec(said.out)?.[1];
  if (url === undefined) throw new Error(`The server did not start: ${said.err}`);
  const kill = (signal: NodeJS.Signals = "SIGKILL") => {
    child.kill(signal);
    return end;
  };
  return { ...program, url, kill };
}

/** Polls, for as long as any of these tests may take. */
export async function until(condition: () => unknown): Promise<void> {
  const deadline = performance.now() + 50_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`This did not become true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"));
  folders.add(folder);
  return folder;
}

process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));

afterAll(async () => {
  const ends = [...children].map((child) => once(child, "close"));
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(ends);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
