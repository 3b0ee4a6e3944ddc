/** Which library a contestant's folder is about, and in which version. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the library is not called like the folder. */
const libraries: Readonly<Record<string, string>> = { authjs: "@auth/core" };

/** The folder whose dependencies it uses: its own, or of a variant like "better-auth-cookie-cache" that of "better-auth". */
export function homeOf(contestants: string, name: string): string {
  if (existsSync(join(contestants, name, "package.json"))) return name;
  const lenders = readdirSync(contestants).filter((other) => name.startsWith(`${other}-`));
  return lenders.sort((a, b) => b.length - a.length)[0] ?? name;
}

/** As it is installed there. */
export function versionIn(home: string, name: string): string | undefined {
  const manifest = join(home, "node_modules", libraries[name] ?? name, "package.json");
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version : undefined;
}
