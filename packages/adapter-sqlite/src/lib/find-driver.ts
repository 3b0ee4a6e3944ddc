/** Opens a file. The drivers have the rest of `SqliteDatabase` in common. */
export type Constructor = new (path: string) => unknown;

/** Gives a module of the runtime without an import that a bundler would follow (Node 22.3, Bun, Deno). */
interface Runtime {
  readonly process?: { readonly getBuiltinModule?: ((name: string) => unknown) | undefined } | undefined;
}

/** bun:sqlite in Bun, else better-sqlite3 if it is installed, else the runtime's node:sqlite. */
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
 * Imports at run time what is installed then. A bundler must not follow the name, and must not replace the import by a
 * function that knows the modules of the bundle only, as webpack does.
 */
function load<Module>(name: string): Promise<Module> {
  return import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name) as Promise<Module>;
}
