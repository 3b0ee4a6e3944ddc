/** The tables there are: modules that export `title` and `run({ quick })`. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Stop } from "../../scripts/workspace.mjs";
import type { TableOptions } from "./plan.ts";

export interface Table {
  name: string;
  title: string;
  run: (options: TableOptions) => Promise<void>;
}

const bench = join(import.meta.dirname, "..");
const folders = ["tables", "floods", "size", "workerd", "scale"];

/** All of them, or those that are named by their own names or by their folder's. */
export async function findTables(wanted: readonly string[]): Promise<Table[]> {
  const files = folders.flatMap((folder) =>
    tableFiles(folder).map((file) => ({ folder, file, name: nameOf(folder, file) })),
  );
  const names = [...new Set(files.flatMap(({ folder, name }) => [folder, name]))];
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Stop(`There is no table "${unknown}": there are ${names.join(", ")}`);

  const chosen = files.filter(
    ({ folder, name }) => wanted.length === 0 || wanted.includes(folder) || wanted.includes(name),
  );
  return Promise.all(
    chosen.map(async ({ file, name }) => {
      const { title, run } = (await import(pathToFileURL(file).href)) as Omit<Table, "name">;
      return { name, title, run };
    }),
  );
}

/** A folder with one table gives it its name. */
function nameOf(folder: string, file: string): string {
  const name = basename(file, ".ts");
  return name === "run" ? folder : name;
}

/** Looked for in the text: what is no table may do things when it is imported. */
function tableFiles(folder: string): string[] {
  const path = join(bench, folder);
  if (!existsSync(path)) return [];
  const files = readdirSync(path)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => join(path, name));
  return files.filter((file) => {
    const text = readFileSync(file, "utf8");
    return /^export (async )?(function|const) run\b/m.test(text) && /^export const title\b/m.test(text);
  });
}
