import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CliError, reasonOf } from "../log.ts";
import type { FoundFile } from "./read-settings.ts";
import type { ConfigFile } from "./settings.ts";

/** In the order in which they are looked for. */
const NAMES = ["latchkey.config.ts", "latchkey.config.js", "latchkey.config.mjs", "latchkey.config.json"];

/**
 * Types a configuration file: `latchkey.config.ts` in the folder of the server. Environment variables win over it.
 *
 * @param config The settings. A secret is better kept in the environment.
 * @returns The same object.
 * @example
 * ```ts
 * import { defineConfig } from "latchkey";
 *
 * // latchkey.config.ts has: export default defineConfig({ … })
 * const config = defineConfig({ name: "Shop", sessionLifetime: "14d", signUps: false });
 * ```
 */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}

/**
 * Finds and reads the configuration file of a server: `latchkey.config.ts`, `.js`, `.mjs` or `.json`.
 *
 * @param path The file that `--config` names. Default: one in the folder.
 * @param folder Where to look for it. Default: the working directory.
 * @returns The file, for `readConfig`, or `null` when there is none and `path` names none.
 * @throws CliError The file cannot be read, or exports no object.
 * @example
 * ```ts
 * import { findConfigFile, readConfig } from "latchkey";
 *
 * const config = readConfig(process.env, await findConfigFile());
 * ```
 */
export async function findConfigFile(path?: string, folder: string = process.cwd()): Promise<FoundFile | null> {
  const found = path ?? NAMES.find((name) => existsSync(resolve(folder, name)));
  if (found === undefined) return null;
  const file = resolve(folder, found);
  if (!existsSync(file)) throw new CliError(`There is no configuration file ${found}.`);
  const name = basename(file);
  return { name, values: checked(name, await load(file)) };
}

async function load(file: string): Promise<unknown> {
  try {
    if (file.endsWith(".json")) return JSON.parse(readFileSync(file, "utf8"));
    const loaded = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return loaded.default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_UNKNOWN_FILE_EXTENSION")
      throw new CliError(
        `${basename(file)} needs Node 22.18 or newer: update Node, or write it as latchkey.config.js.`,
      );
    // JSON.parse quotes its input, where a secret may stand.
    const reason = file.endsWith(".json") && error instanceof SyntaxError ? "it is no JSON" : reasonOf(error);
    throw new CliError(`${basename(file)} cannot be read (${reason}).`);
  }
}

function checked(name: string, value: unknown): ConfigFile {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new CliError(`${name} must ${name.endsWith(".json") ? "be" : "export as default"} an object with settings.`);
}
