import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import type { Hints } from "../site/app.tsx";

export type ReactVersion = 18 | 19;

export interface SiteBundle {
  /** What the browser runs. */
  readonly script: string;
  /** What the server renders. */
  readonly render: (hints: Hints) => string;
}

const folder = join(import.meta.dirname, "../site");

/** How esbuild makes a program with one of the two Reacts. */
export function reactOptions(version: ReactVersion) {
  return {
    bundle: true,
    write: false,
    jsx: "automatic",
    absWorkingDir: join(import.meta.dirname, "../.."),
    alias: version === 18 ? { react: "react-18", "react-dom": "react-dom-18" } : {},
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  } as const;
}

/** Builds the site with one of the two Reacts, for the browser and for the server. */
export async function bundleSite(version: ReactVersion): Promise<SiteBundle> {
  const options = reactOptions(version);
  const [browser, server] = await Promise.all([
    build({ ...options, entryPoints: [join(folder, "browser.tsx")], target: "es2023" }),
    build({ ...options, entryPoints: [join(folder, "server.tsx")], platform: "node", format: "cjs" }),
  ]);
  const module = { exports: {} as Pick<SiteBundle, "render"> };
  const run = runInThisContext(`(function (module, exports, require) {${server.outputFiles[0]!.text}\n})`) as Function;
  run(module, module.exports, createRequire(import.meta.url));
  return { script: browser.outputFiles[0]!.text, render: module.exports.render };
}
