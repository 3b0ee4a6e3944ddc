import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { trimWebAuthn } from "../../packages/passkeys/trim.ts";

const root = join(import.meta.dirname, "../..");
/** What an application has besides, and a bundler leaves alone. */
const external = [
  "nodemailer",
  "@hono/node-server",
  "@opentelemetry/api",
  "better-sqlite3",
  "kysely",
  "pg",
  "react",
  "react/jsx-runtime",
  "node:*",
  "bun:*",
  "cloudflare:*",
];

export interface Bundle {
  /** What is in it, by its path below `src` or `src/lib`, without the ending: `sessions/require`. */
  readonly files: readonly string[];
  /** Modules that are loaded to import it, whatever is left of them in a bundle. */
  readonly modules: number;
  /** Bytes, minified, of what is loaded at once; what is loaded on demand is a chunk of its own. */
  readonly gzip: number;
}

/** A program as a bundler makes it, from the sources. */
export async function bundle(contents: string): Promise<Bundle> {
  const stdin = { contents, resolveDir: import.meta.dirname, loader: "ts" as const };
  const { metafile, outputFiles } = await build({
    stdin,
    external,
    bundle: true,
    minify: true,
    splitting: true,
    outdir: "out",
    write: false,
    metafile: true,
    format: "esm",
    target: "es2023",
    jsx: "automatic",
    // As packages/passkeys/tsup.config.ts builds it.
    plugins: [trimWebAuthn],
    logLevel: "error",
  });
  const { files, modules } = loadedAtOnce(metafile);
  const output = outputFiles.filter(({ path }) => files.some((file) => path.endsWith(`/${basename(file)}`)));
  const inputs = files.flatMap((file) => Object.entries(metafile.outputs[file]!.inputs));
  return {
    files: inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file.replace(/^.*\/src\/(lib\/)?/, "").replace(/\.tsx?$/, "")),
    modules,
    gzip: output.reduce((sum, { contents: bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0),
  };
}

type Metafile = Awaited<ReturnType<typeof build<{ metafile: true }>>>["metafile"];

/** The chunks and the modules behind the entry that no `import()` waits for. */
function loadedAtOnce({ inputs, outputs }: Metafile): { files: string[]; modules: number } {
  const entry = Object.keys(outputs).find((file) => outputs[file]!.entryPoint === "<stdin>")!;
  const isStatic = ({ kind, external: isOutside }: { kind: string; external?: boolean }) =>
    kind === "import-statement" && isOutside !== true;
  const files = reach(entry, (file) => outputs[file]!.imports.filter(isStatic).map(({ path }) => path));
  const modules = reach("<stdin>", (file) => inputs[file]!.imports.filter(isStatic).map(({ path }) => path));
  return { files, modules: modules.length - 1 };
}

function reach(start: string, next: (one: string) => string[]): string[] {
  const reached = new Set([start]);
  for (const one of reached) for (const other of next(one)) reached.add(other);
  return [...reached];
}

/** Every name that can be imported, but the command's. */
export function entryPoints(): string[] {
  return readdirSync(join(root, "packages")).flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")) as {
      name: string;
      exports: Record<string, string>;
    };
    return folder === "cli"
      ? []
      : Object.keys(exports).flatMap((key) => (/\.(json|css)$/.test(key) ? [] : [name + key.slice(1)]));
  });
}
