/** A worker of bench/workerd/workers as one module, its packages those of a contestant. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { bundled } from "../size/bundled.ts";

const workers = join(import.meta.dirname, "workers");

export async function workerScript(file: string, folder: string): Promise<string> {
  const source = readFileSync(join(workers, `${file}.mjs`), "utf8");
  return scriptOf(source, folder);
}

export async function scriptOf(source: string, folder: string): Promise<string> {
  const { text } = await bundled({ source, folder, runtime: "workerd" }, { plugins: [besideWorkers] });
  return text;
}

/** The source stands in the contestant's folder, and what it imports relatively in this one. */
const besideWorkers: Plugin = {
  name: "beside-workers",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/repeat\.mjs$/ }, ({ path }) => ({ path: join(workers, path) }));
  },
};
