/** What opens a file. The drivers agree on the rest as far as `SqliteDatabase` goes. */
export type Constructor = new (path: string) => unknown;

/** What a runtime has built in, without an import that a bundler would have to follow (Node 22.3, Bun, Deno). */
interface Runtime {
  readonly process?: { readonly getBuiltinModule?: ((name: string) => unknown) | undefined } | undefined;
}

/** The driver that fits: bun:sqlite in Bun, else better-sqlite3 where it is installed, else the runtime's node:sqlite. */
export async function findDriver(): Promise<Constructor> {
  if ("Bun" in globalThis) return (await load<{ Database: Constructor }>("bun:sqlite")).Database;
  try {
    return (await load<{ default: Constructor }>("better-sqlite3")).default;
  } catch {
    const builtin = (globalThis as Runtime).process?.getBuiltinModule?.("node:sqlite");
    const { DatabaseSync } = (builtin ?? (await load("node:sqlite"))) as { DatabaseSync: Constructor };
    return DatabaseSync;
  }
}

/**
 * Imports at run time what is installed there. A bundler must neither follow the name nor, like webpack, put a function in
 * place of the import that knows no modules but the bundle's.
 */
function load<Module>(name: string): Promise<Module> {
  return import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name) as Promise<Module>;
}
