/** Calls the functions of a module in a Node process of its own, which tinypool starts and ends. One call at a time. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Tinypool } from "tinypool";
import { atEnd } from "./cleanup.ts";

export interface IsolatedProcess<M> {
  call: { [K in keyof M]: M[K] extends (...all: infer P) => infer R ? (...all: P) => Promise<Awaited<R>> : never };
  end: () => Promise<void>;
}

/** `module`: its path in bench/. `NODE_ENV` is "production", as in a deployment. */
export function startProcess<M extends object>(module: string, flags: readonly string[] = []): IsolatedProcess<M> {
  const pool = new Tinypool({
    filename: import.meta.url,
    runtime: "child_process",
    minThreads: 1,
    maxThreads: 1,
    execArgv: ["--expose-gc", "--no-warnings", ...flags],
    env: { ...(process.env as Record<string, string>), NODE_ENV: "production", NODE_OPTIONS: "" },
  });
  const end = () => pool.destroy();
  atEnd(end);
  const url = pathToFileURL(join(import.meta.dirname, "..", module)).href;
  const call = (name: unknown, ...parameters: unknown[]) => pool.run([url, name, parameters]);
  const functions = new Proxy({}, { get: (_, name) => call.bind(null, name) });
  return { call: functions as IsolatedProcess<M>["call"], end };
}

/** What the process runs for each call. */
export default async ([url, name, parameters]: [string, string, unknown[]]): Promise<unknown> => {
  const module = (await import(url)) as Record<string, (...all: unknown[]) => unknown>;
  return module[name]!(...parameters);
};

process.once("disconnect", () => process.exit());
