/** The smallest e-mail-and-password server with each, as its documentation would write it: bench/size/apps. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "./bundled.ts";
import { contestantFolder, versionOf } from "./installed.ts";

export interface App extends Program {
  title: string;
  contestant: string;
  version?: string;
  note?: string;
}

interface Entry {
  file: string;
  title: string;
  contestant: string;
  /** The package whose version is told. */
  library: string;
  runtime?: Program["runtime"];
  note?: string;
}

const entries: Entry[] = [
  { file: "latchkey-memory", title: "Latchkey, memory", contestant: "latchkey", library: "@latchkey/core" },
  { file: "latchkey-sqlite", title: "Latchkey, SQLite", contestant: "latchkey", library: "@latchkey/core" },
  { file: "latchkey-postgres", title: "Latchkey, PostgreSQL", contestant: "latchkey", library: "@latchkey/core" },
  { file: "latchkey-d1", title: "Latchkey, D1", contestant: "latchkey", library: "@latchkey/core", runtime: "workerd" },
  { file: "better-auth", title: "better-auth, SQLite", contestant: "better-auth", library: "better-auth" },
  {
    file: "better-auth-minimal",
    title: "better-auth/minimal, memory",
    contestant: "better-auth",
    library: "better-auth",
    note: "its entry without kysely, for those who bring an ORM",
  },
  {
    file: "authjs",
    title: "Auth.js, SQLite",
    contestant: "authjs",
    library: "@auth/core",
    note: "no sign-up, no revocable sessions with a password",
  },
  {
    file: "lucia",
    title: "Lucia 3, SQLite",
    contestant: "lucia",
    library: "lucia",
    note: "sessions only; routes and passwords are the application's",
  },
  {
    file: "payload",
    title: "Payload, SQLite",
    contestant: "payload",
    library: "payload",
    note: "a content management system; its accounts cannot be had alone",
  },
];

/** Those whose packages can be had. */
export async function apps(): Promise<App[]> {
  const found: App[] = [];
  for (const { file, library, runtime = "node", ...entry } of entries) {
    const folder = await contestantFolder(entry.contestant);
    if (folder === null) continue;
    const version = versionOf(library, folder);
    const source = readFileSync(join(import.meta.dirname, "apps", `${file}.mjs`), "utf8");
    found.push({ ...entry, runtime, folder, source, ...(version === undefined ? {} : { version }) });
  }
  return found;
}
