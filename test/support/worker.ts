import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLES, type Running } from "./example.ts";
import { SECRET, TRUSTED_ORIGIN } from "./server.ts";

const folder = join(EXAMPLES, "workers");

/** Bundles the worker as wrangler does, applies its migrations to an empty D1, and serves it over HTTP. */
export async function startWorker(): Promise<Running> {
  const config = readConfig();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: await bundle(join(folder, config.main)),
      compatibilityDate: config.compatibility_date,
      d1Databases: { DB: config.d1_databases[0]!.database_id },
      bindings: { AUTH_SECRET: SECRET, INSECURE_COOKIE: "1", TRUSTED_ORIGINS: TRUSTED_ORIGIN },
      host: "127.0.0.1",
      port: 0,
    }),
  );
  const { origin } = await miniflare.ready;
  const database = await miniflare.getD1Database("DB");
  for (const sql of migrations(join(folder, config.d1_databases[0]!.migrations_dir))) {
    for (const statement of sql.split(/;\s*$/m).filter((text) => text.trim() !== ""))
      await database.prepare(statement).run();
  }
  return { origin, said: () => "", stop: () => miniflare.dispose() };
}

/** One module that imports nothing: neither Node's nor a runtime's own. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd"],
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

interface WranglerConfig {
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags?: readonly string[];
  readonly d1_databases: readonly { readonly database_id: string; readonly migrations_dir: string }[];
}

export function readConfig(): WranglerConfig {
  const text = readFileSync(join(folder, "wrangler.jsonc"), "utf8");
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, "")) as WranglerConfig;
}

function migrations(path: string): string[] {
  return readdirSync(path)
    .sort()
    .map((name) => readFileSync(join(path, name), "utf8"));
}
