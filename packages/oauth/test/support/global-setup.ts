import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";

/**
 * Real providers for the tests of `@latchkey/oauth`, in a process of their own: tests on Bun, on Deno and in workerd
 * reach them over HTTP. They start when the first test asks for them, so that other tests wait for nothing.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let running: { child: ChildProcess; address: Promise<string> } | undefined;
  const desk = createServer(async (_request, response) => {
    running ??= startCounterparts();
    response.end(await running.address);
  });
  desk.listen(0, "127.0.0.1");
  await once(desk, "listening");
  provide("counterparts", `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
  return async () => {
    running?.child.kill();
    desk.closeAllConnections();
    await new Promise((resolve) => desk.close(resolve));
  };
}

/** @param env what its environment has beside that of this process */
export function startCounterparts(env: NodeJS.ProcessEnv = {}): { child: ChildProcess; address: Promise<string> } {
  const program = join(import.meta.dirname, "counterparts/main.ts");
  const child = spawn("node", [program], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
  const address = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout!).on("line", (line) => line.startsWith("http://") && resolve(line));
    child.on("exit", (code) => reject(new Error(`The providers of the tests ended with ${code}.`)));
    child.on("error", reject);
  });
  return { child, address };
}
