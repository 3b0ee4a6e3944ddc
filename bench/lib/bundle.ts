/** One minified file with all that a program needs, as it would be deployed. */

import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";

/** The runtime or the application brings these: drivers, and native code that no bundler can include. */
const external = ["better-sqlite3", "pg", "pg-native", "@libsql/client", "sharp", "node:*", "bun:*", "cloudflare:*"];
const asWrangler: BuildOptions = { platform: "browser", conditions: ["workerd", "worker", "browser"] };

/** `program`: a file, or what is imported from which package. The packages are those of `folder`. */
export async function bundle(program: string | Record<string, string>, folder: string, runtime?: "workerd") {
  const lines = Object.entries(program).map(([module, names]) => `export { ${names} } from "${module}";`);
  const input: BuildOptions =
    typeof program === "string"
      ? { entryPoints: [program], nodePaths: [`${folder}/node_modules`] }
      : { stdin: { contents: lines.join("\n"), resolveDir: folder } };
  const { outputFiles } = await build({
    ...input,
    ...(runtime === "workerd" ? asWrangler : { platform: "node" }),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    external,
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  const { text, contents } = outputFiles![0]!;
  return { text, minified: contents.length / 1000, gzip: kilobytes(text) };
}

/** Compressed by gzip. */
export const kilobytes = (text: string): number => gzipSync(text, { level: 9 }).length / 1000;
