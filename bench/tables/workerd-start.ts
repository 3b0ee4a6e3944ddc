import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { root } from "../../scripts/workspace.mjs";
import { bundle, kilobytes } from "../lib/bundle.ts";
import { temporaryFolder } from "../lib/cleanup.ts";
import { installed } from "../lib/contestants.ts";
import { inTurn, type Participant } from "../lib/in-turn.ts";
import { save, type Options } from "../lib/results.ts";

const workers = join(import.meta.dirname, "..", "workers");

const blank = "export default{fetch:()=>new Response};";
const compat = ["nodejs_compat"];
/** A worker, and the empty one whose time is taken off. */
type Subject = [Worker, empty?: Worker];

export async function run(options: Options): Promise<void> {
  const [empty, emptyCompat] = [worker(blank, []), worker(blank, compat)];
  const participants: Participant<Subject>[] = [
    { name: "empty worker", subject: [empty] },
    { name: "empty worker, nodejs_compat", subject: [emptyCompat] },
  ];
  for (const { name, title, version, folder } of await installed(["latchkey", "better-auth"])) {
    const { text } = await bundle(join(workers, `${name}.mjs`), folder, "workerd");
    const isOwn = name === "latchkey";
    const own = isOwn ? worker(text, [], "/auth/me", 401) : worker(text, compat, "/api/auth/get-session");
    participants.push({ name, title, version, subject: [own, isOwn ? empty : emptyCompat] });
  }
  const step = async ([own, base]: Subject) => {
    const start = await firstAnswer(own);
    return { start, excess: base ? start - (await firstAnswer(base)) : null, gzip: own.gzip };
  };
  const rounds = options.quick ? 3 : 31;
  save("workerd-start", { rounds, rows: await inTurn(participants, [step], { rounds }) }, options);
}

type Worker = ReturnType<typeof worker>;

/** `status`: of an answer by the worker itself, which an error of the runtime has not. */
function worker(script: string, flags: readonly string[], path = "/", status = 200) {
  const folder = temporaryFolder();
  const template = readFileSync(join(workers, "workerd.capnp"), "utf8");
  writeFileSync(join(folder, "worker.mjs"), script);
  writeFileSync(join(folder, "config.capnp"), template.replace("Flags = []", `Flags = ${JSON.stringify(flags)}`));
  return { config: join(folder, "config.capnp"), path, status, gzip: kilobytes(script) };
}

// The workerd that miniflare starts.
const miniflare = realpathSync(join(root, "node_modules", "miniflare", "package.json"));
const { default: binary } = createRequire(miniflare)("workerd") as { default: string };

/** Milliseconds from starting the process to having the answer. */
async function firstAnswer({ config, path, status }: Worker): Promise<number> {
  const started = performance.now();
  const child = spawn(binary, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  // It writes its port to its control pipe.
  const lines = createInterface({ input: child.stdio[3] as Readable });
  const [line] = (await once(lines, "line")) as [string];
  const response = await fetch(`http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}${path}`);
  const text = await response.text();
  const milliseconds = performance.now() - started;
  child.kill("SIGKILL");
  await once(child, "exit");
  if (response.status !== status) throw new Error(`The worker answered ${response.status}: ${text.slice(0, 500)}`);
  return milliseconds;
}
