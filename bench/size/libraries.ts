/** Libraries that explain a size: those that the contestants are made of, with the parts that an app on them uses. */

import { contestantFolder, packageFolder, versionOf } from "./installed.ts";
import type { App } from "./apps.ts";

interface Entry {
  library: string;
  parts: string;
  source: string;
  /** Whose copy is taken: the contestant, then packages that lead to it. */
  by: [contestant: string, ...packages: string[]];
}

const entries: Entry[] = [
  {
    library: "kysely",
    parts: "SQLite dialect",
    source: `export { Kysely, SqliteDialect } from "kysely";`,
    by: ["better-auth", "better-auth", "@better-auth/kysely-adapter"],
  },
  {
    library: "jose",
    parts: "sign and verify",
    source: `export { SignJWT, jwtVerify } from "jose";`,
    by: ["better-auth", "better-auth"],
  },
  { library: "zod", parts: "as a whole", source: `export * from "zod";`, by: ["better-auth", "better-auth"] },
  {
    library: "@noble/hashes",
    parts: "HMAC-SHA-256",
    source: `export { hmac } from "@noble/hashes/hmac.js"; export { sha256 } from "@noble/hashes/sha2.js";`,
    by: ["latchkey", "@latchkey/core"],
  },
  {
    library: "valibot",
    parts: "three schemas and safeParse",
    source: `export { object, optional, safeParse, string } from "valibot";`,
    by: ["latchkey", "@latchkey/http"],
  },
];

/** Those that somebody still uses. */
export async function libraries(): Promise<App[]> {
  const found: App[] = [];
  for (const { library, parts, source, by } of entries) {
    const [contestant, ...chain] = by;
    const folder = chain.reduce<string | null>(
      (from, name) => from && packageFolder(name, from),
      await contestantFolder(contestant),
    );
    const version = folder === null ? undefined : versionOf(library, folder);
    if (folder === null || version === undefined) continue;
    const note = `a library alone, as ${contestant} has it`;
    found.push({ title: `${library}, ${parts}`, contestant, version, note, folder, source, runtime: "node" });
  }
  return found;
}
