import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLES, type Running } from "./example.ts";
import { SECRET, TRUSTED_ORIGIN } from "./server.ts";

/** Bundles the worker as wrangler does, applies its migrations to an empty D1, and serves it over HTTP. */
export async function startWorker(example: string): Promise<Running> {
  const folder = join(EXAMPLES, example);
  const config = readConfig(example);
  const d1 = config.d1_databases?.[0];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: await bundle(join(folder, config.main)),
      compatibilityDate: config.compatibility_date,
      ...(d1 && { d1Databases: { [d1.binding]: d1.database_id } }),
      durableObjects: objectsOf(config),
      bindings: { AUTH_SECRET: SECRET, INSECURE_COOKIE: "1", TRUSTED_ORIGINS: TRUSTED_ORIGIN },
      host: "127.0.0.1",
      port: 0,
    }),
  );
  const { origin } = await miniflare.ready;
  if (d1) {
    const database = await miniflare.getD1Database(d1.binding);
    for (const sql of migrations(join(folder, d1.migrations_dir))) {
      for (const statement of sql.split(/;\s*$/m).filter((text) => text.trim() !== ""))
        await database.prepare(statement).run();
    }
  }
  return { origin, said: () => "", stop: () => miniflare.dispose() };
}

function objectsOf({ durable_objects, migrations: steps = [] }: WranglerConfig) {
  const withSqlite = steps.flatMap(({ new_sqlite_classes }) => new_sqlite_classes);
  return Object.fromEntries(
    (durable_objects?.bindings ?? []).map(({ name, class_name: className }) => [
      name,
      { className, useSQLite: withSqlite.includes(className) },
    ]),
  );
}

/** One module that imports nothing of Node's, and nothing but the platform's own. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd"],
    external: ["cloudflare:workers"],
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

interface WranglerConfig {
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags?: readonly string[];
  readonly d1_databases?: readonly {
    readonly binding: string;
    readonly database_id: string;
    readonly migrations_dir: string;
  }[];
  readonly durable_objects?: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly migrations?: readonly { readonly new_sqlite_classes: readonly string[] }[];
}

export function readConfig(example: string): WranglerConfig {
  const text = readFileSync(join(EXAMPLES, example, "wrangler.jsonc"), "utf8");
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, "")) as WranglerConfig;
}

function migrations(path: string): string[] {
  return readdirSync(path)
    .sort()
    .map((name) => readFileSync(join(path, name), "utf8"));
}
