/** Imports in a Node process that has done nothing else. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

const TIME = `
  const started = performance.now();
  for (const module of process.argv.slice(1)) await import(module);
  const milliseconds = performance.now() - started;
  process.stdout.write(String(milliseconds), () => process.exit());`;

const COUNT = `
  import { registerHooks } from "node:module";
  const seen = new Set();
  registerHooks({ load: (url, context, next) => (seen.add(url), next(url, context)) });
  for (const module of process.argv.slice(1)) await import(module);
  const count = [...seen].filter((url) => !url.startsWith("node:")).length;
  process.stdout.write(String(count), () => process.exit());`;

/** Milliseconds, one module after the other. */
export const timeImports = (folder: string, modules: readonly string[]): Promise<number> => ask(TIME, folder, modules);

/** How many files are loaded; what Node brings itself does not count. */
export const countModules = (folder: string, modules: readonly string[]): Promise<number> =>
  ask(COUNT, folder, modules);

async function ask(program: string, folder: string, modules: readonly string[]): Promise<number> {
  // Neither a cache of compiled code nor options from outside.
  const { NODE_OPTIONS: _options, NODE_COMPILE_CACHE: _cache, ...env } = process.env;
  const { stdout } = await execute(
    process.execPath,
    ["--no-warnings", "--input-type=module", "--eval", program, ...modules],
    { cwd: folder, env },
  );
  const answer = Number(stdout);
  if (stdout === "" || Number.isNaN(answer))
    throw new Error(`${modules.join(", ")} answered "${stdout.slice(0, 200)}"`);
  return answer;
}
