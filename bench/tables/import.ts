import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { bundle } from "../lib/bundle.ts";
import { temporaryFolder } from "../lib/cleanup.ts";
import { installed } from "../lib/contestants.ts";
import { inTurn, type Participant } from "../lib/in-turn.ts";
import { save, type Options } from "../lib/results.ts";

/** Prints the milliseconds of its imports, or how many files they load. */
const program = (counts: boolean) => `
  import { registerHooks } from "node:module";
  let count = 0;
  const load = (url, context, next) => ((count += !url.startsWith("node:")), next(url, context));
  if (${counts}) registerHooks({ load });
  const started = performance.now();
  for (const module of process.argv.slice(1)) await import(module);
  const result = ${counts ? "count" : "performance.now() - started"};
  process.stdout.write(String(result), () => process.exit());`;

type Subject = Record<"folder" | "file", string> & { modules: string[]; driver: string | undefined };

export async function run(options: Options): Promise<void> {
  const participants: Participant<Subject>[] = [];
  for (const { servers = {}, folder, version } of await installed(options.only)) {
    for (const [name, { imports, driver, runtime, note }] of Object.entries(servers)) {
      if (runtime === "workerd") continue;
      const subject = { folder, modules: Object.keys(imports), driver, file: await bundleFile(imports, folder) };
      participants.push({ name, version, note, subject });
    }
  }
  const step = async ({ folder, modules, driver, file }: Subject) => ({
    installed: await overBareNode(folder, modules),
    driver: driver ? await overBareNode(folder, [...modules, driver]) : null,
    bundled: await overBareNode(folder, [file]),
    modules: await inFreshNode(true, folder, modules),
  });
  const rounds = options.quick ? 3 : 25;
  save("import", { rounds, rows: await inTurn(participants, [step], { rounds }) }, options);
}

const overBareNode = async (folder: string, modules: readonly string[]): Promise<number> =>
  (await inFreshNode(false, folder, modules)) - (await inFreshNode(false, folder, []));

async function inFreshNode(counts: boolean, folder: string, modules: readonly string[]): Promise<number> {
  const env = { ...process.env, NODE_OPTIONS: "", NODE_DISABLE_COMPILE_CACHE: "1" };
  const flags = ["--no-warnings", "--input-type=module", "--eval", program(counts)];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...modules], { cwd: folder, env });
  if (!(Number(stdout || NaN) >= 0)) throw new Error(`${modules.join()} answered "${stdout.slice(0, 200)}"`);
  return Number(stdout);
}

/** In a folder from which the packages that stay outside are found. */
async function bundleFile(imports: Record<string, string>, folder: string): Promise<string> {
  const all = join(folder, "node_modules", ".pnpm", "node_modules");
  const file = join(temporaryFolder(existsSync(all) ? all : join(folder, "node_modules")), "bundle.mjs");
  const { text } = await bundle(imports, folder);
  // Packages in CommonJS need `require` for Node's own modules.
  const start = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  writeFileSync(file, text.includes("Dynamic require of") ? start + text : text);
  return pathToFileURL(file).href;
}
