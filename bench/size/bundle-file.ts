/** The modules of a subject as one file, beside the packages that they come from, so that what stays outside is found. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atEnd } from "../lib/cleanup.ts";
import { bundled } from "./bundled.ts";
import type { Subject } from "./imports.ts";

export interface BundleFile {
  path: string;
  remove: () => void;
}

export async function bundleFile({ folder, modules }: Subject): Promise<BundleFile> {
  const place = mkdtempSync(join(modulesBelow(folder), ".bench-"));
  const remove = () => rmSync(place, { recursive: true, force: true });
  const forget = atEnd(remove);
  const path = join(place, "bundle.mjs");
  // Packages that still are CommonJS ask for Node's own modules by `require`.
  const banner = { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` };
  const { text } = await bundled({ source: exportsOf(modules), folder, runtime: "node" });
  const needsRequire = text.includes("Dynamic require of");
  writeFileSync(
    path,
    needsRequire ? (await bundled({ source: exportsOf(modules), folder, runtime: "node" }, { banner })).text : text,
  );
  return {
    path,
    remove() {
      forget();
      remove();
    },
  };
}

/** Where all packages are seen, those of packages too: pnpm keeps such a place for itself. */
function modulesBelow(folder: string): string {
  const all = join(folder, "node_modules", ".pnpm", "node_modules");
  return existsSync(all) ? all : join(folder, "node_modules");
}

function exportsOf(modules: Subject["modules"]): string {
  const lines = Object.entries(modules).map(([module, names], at) => {
    const list = names.map((name) => (name === "default" ? `default as default${at}` : name));
    return `export { ${list.join(", ")} } from ${JSON.stringify(module)};`;
  });
  return lines.join("\n");
}
