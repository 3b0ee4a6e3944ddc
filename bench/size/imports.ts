/** Who is imported: the modules that a server with it imports, and the driver beside them. */

import { contestantFolder, versionOf } from "./installed.ts";

export interface Subject {
  title: string;
  version?: string;
  note?: string;
  folder: string;
  /** What is imported from which module. */
  modules: Record<string, string[]>;
  /** The driver that it works with, where it is imported apart. */
  driver?: string;
}

interface Entry {
  title: string;
  contestant: string;
  library: string;
  note?: string;
  modules: Record<string, string[]>;
  driver?: string;
}

const latchkey = { contestant: "latchkey", library: "@latchkey/core" };
const core = { "@latchkey/core": ["createAuth"], "@latchkey/http": ["createHandler"] };

const entries: Entry[] = [
  { ...latchkey, title: "Latchkey, core and http", modules: core },
  {
    ...latchkey,
    title: "Latchkey, SQLite",
    modules: { ...core, "@latchkey/adapter-sqlite": ["sqliteStorage"] },
    driver: "better-sqlite3",
  },
  {
    ...latchkey,
    title: "Latchkey, PostgreSQL",
    modules: { ...core, "@latchkey/adapter-postgres": ["postgresStorage"] },
    driver: "pg",
  },
  {
    title: "better-auth, SQLite",
    contestant: "better-auth",
    library: "better-auth",
    modules: { "better-auth": ["betterAuth"] },
    driver: "better-sqlite3",
  },
  {
    title: "Auth.js, SQLite",
    contestant: "authjs",
    library: "@auth/core",
    modules: {
      "@auth/core": ["Auth"],
      "@auth/core/providers/credentials": ["default"],
      "@auth/kysely-adapter": ["KyselyAdapter"],
      kysely: ["Kysely", "SqliteDialect"],
    },
    driver: "better-sqlite3",
  },
  {
    title: "Lucia 3, SQLite",
    contestant: "lucia",
    library: "lucia",
    note: "sessions only",
    modules: {
      lucia: ["Lucia", "generateIdFromEntropySize", "verifyRequestOrigin"],
      "@lucia-auth/adapter-sqlite": ["BetterSqlite3Adapter"],
    },
    driver: "better-sqlite3",
  },
  {
    title: "Payload, SQLite",
    contestant: "payload",
    library: "payload",
    note: "imports its own driver",
    modules: { payload: ["buildConfig", "handleEndpoints"], "@payloadcms/db-sqlite": ["sqliteAdapter"] },
  },
];

/** Those whose packages can be had. */
export async function subjects(): Promise<Subject[]> {
  const found: Subject[] = [];
  for (const { contestant, library, ...entry } of entries) {
    const folder = await contestantFolder(contestant);
    if (folder === null) continue;
    const version = versionOf(library, folder);
    found.push({ ...entry, folder, ...(version === undefined ? {} : { version }) });
  }
  return found;
}
