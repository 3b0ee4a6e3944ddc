/** workerd itself, without what miniflare does around it: from its start to the first answer. */

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { root } from "../../scripts/workspace.mjs";
import { atEnd } from "../lib/cleanup.ts";
import { COMPATIBILITY_DATE } from "./workerd.ts";

export interface FreshWorkerd {
  /** Milliseconds from starting the process to having the answer. */
  firstAnswer: (path: string, status: number) => Promise<number>;
  remove: () => void;
}

// The very workerd that miniflare starts.
const require = createRequire(realpathSync(join(root, "node_modules", "miniflare", "package.json")));
const { default: binary } = require("workerd") as { default: string };

/** Starts nothing yet. */
export function freshWorkerd(script: string, flags: readonly string[]): FreshWorkerd {
  const folder = mkdtempSync(join(tmpdir(), "bench-workerd-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = atEnd(remove);
  writeFileSync(join(folder, "worker.mjs"), script);
  writeFileSync(join(folder, "config.capnp"), config(flags));
  return {
    firstAnswer: (path, status) => start(folder, path, status),
    remove() {
      forget();
      remove();
    },
  };
}

async function start(folder: string, path: string, status: number): Promise<number> {
  const started = performance.now();
  const child = spawn(binary, ["serve", join(folder, "config.capnp"), "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const forget = atEnd(() => child.kill("SIGKILL"));
  try {
    const response = await fetch(`http://127.0.0.1:${await listening(child)}${path}`);
    const text = await response.text();
    const milliseconds = performance.now() - started;
    if (response.status !== status) throw new Error(`The worker answered ${response.status}: ${text.slice(0, 500)}`);
    return milliseconds;
  } finally {
    forget();
    const gone = child.exitCode === null ? once(child, "exit") : null;
    child.kill("SIGKILL");
    await gone;
  }
}

/** The port, which workerd tells on its third pipe. */
function listening(child: ChildProcess): Promise<number> {
  const [, , errors, control] = child.stdio as unknown as [null, null, Readable, Readable];
  let said = "";
  errors.on("data", (chunk) => (said += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`workerd ended: ${said.slice(0, 1000)}`)));
    control.on("data", (chunk) => {
      const line = String(chunk)
        .split("\n")
        .find((one) => one.includes('"listen"'));
      if (line !== undefined) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
}

/** All workers have the same bindings, whether they use them or not. Nothing is behind this D1: no first answer needs it. */
function config(flags: readonly string[]): string {
  return `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [ (name = "main", worker = .worker), (name = "no-database", worker = .noDatabase) ],
      sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ],
    );
    const worker :Workerd.Worker = (
      modules = [ (name = "worker.mjs", esModule = embed "worker.mjs") ],
      compatibilityDate = "${COMPATIBILITY_DATE}",
      compatibilityFlags = ${JSON.stringify(flags)},
      bindings = [
        (name = "AUTH_SECRET", text = "a secret of the bench, and of nothing else at all"),
        (name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "no-database")])),
      ],
    );
    const noDatabase :Workerd.Worker = (
      modules = [ (name = "none.mjs", esModule = "export default { fetch: () => new Response(null, { status: 500 }) };") ],
      compatibilityDate = "${COMPATIBILITY_DATE}",
    );`;
}
