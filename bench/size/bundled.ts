/** One file with all that a program needs, as it would be deployed. */

import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";

export interface Program {
  source: string;
  /** Where its imports are looked up. */
  folder: string;
  runtime: "node" | "workerd";
}

export interface Bundle {
  text: string;
  minified: number;
  gzip: number;
  /** Bytes of the minified output by the file that they come from. */
  inputs: Record<string, number>;
}

/** What the runtime or the application brings: drivers, and native code that no bundler takes in. */
const outside = ["better-sqlite3", "pg", "pg-native", "@libsql/client", "sharp", "node:*", "bun:*", "cloudflare:*"];

const resolution: Record<Program["runtime"], BuildOptions> = {
  node: { platform: "node" },
  // As wrangler does.
  workerd: { platform: "browser", conditions: ["workerd", "worker", "browser"] },
};

export async function bundled({ source, folder, runtime }: Program, options: BuildOptions = {}): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder, loader: "js" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    external: outside,
    legalComments: "none",
    logLevel: "silent",
    ...resolution[runtime],
    ...options,
    metafile: true,
    write: false,
  });
  const { text, contents } = outputFiles![0]!;
  const inputs = Object.entries(Object.values(metafile!.outputs)[0]!.inputs).map(
    ([file, { bytesInOutput }]) => [file, bytesInOutput] as const,
  );
  return {
    text,
    minified: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    inputs: Object.fromEntries(inputs),
  };
}

/** Bytes by package, the largest first. */
export function byPackage({ inputs }: Bundle): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [file, bytes] of Object.entries(inputs)) {
    const name = [...file.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].at(-1)?.[1] ?? "the app itself";
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return new Map([...sums].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a));
}
