/** Every public entry point of every Latchkey package that is a library. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { App } from "./apps.ts";
import { contestantFolder, manifestIn } from "./installed.ts";

export async function entryPoints(): Promise<App[]> {
  const folder = await contestantFolder("latchkey");
  if (folder === null) return [];
  const scope = join(folder, "node_modules", "@latchkey");
  return readdirSync(scope)
    .toSorted()
    .flatMap((name) => {
      const { name: library, version, exports = {} } = manifestIn(join(scope, name));
      const keys = Object.keys(exports).filter((key) => !key.endsWith(".json"));
      return keys.map((key): App => {
        const entry = library + key.slice(1);
        // What an adapter for Workers is made of is resolved as Workers do.
        const runtime = name.endsWith("-d1") ? "workerd" : "node";
        return {
          title: entry,
          contestant: "latchkey",
          version,
          source: `export * from ${JSON.stringify(entry)};`,
          folder,
          runtime,
        };
      });
    });
}
