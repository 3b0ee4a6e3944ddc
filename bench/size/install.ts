/** What an installation brings along: packages, bytes, scripts. */

import { join } from "node:path";
import { isProgram } from "../../scripts/workspace.mjs";
import { cleanUp, cleanUpOnSignals } from "../lib/cleanup.ts";
import { packed } from "../lib/install-packed.ts";
import { machine, writeOutcome, type Column, type Outcome, type Row } from "../lib/outcome.ts";
import { step } from "../lib/terminal.ts";
import { printOutcome } from "../lib/terminal-table.ts";
import { exactly } from "./exactly.ts";
import { freshInstall } from "./fresh-install.ts";
import { contestantFolder, versionOf } from "./installed.ts";

export const title = "Installation";

const columns: Column[] = [
  { key: "packages", title: "packages", unit: "", better: "lower" },
  { key: "megabytes", title: "on disk", unit: "MB", better: "lower" },
  { key: "files", title: "files", unit: "", better: "lower" },
  { key: "scripts", title: "install scripts", unit: "", better: "lower" },
];

interface Wanted {
  title: string;
  contestant: string;
  /** In the versions that the contestant has installed. */
  packages: string[];
}

const smallest = ["core", "http", "sql", "adapter-sqlite"].map((name) => `@latchkey/${name}`);

const list: Wanted[] = [
  { title: "Latchkey, no driver", contestant: "latchkey", packages: smallest },
  { title: "Latchkey and better-sqlite3", contestant: "latchkey", packages: [...smallest, "better-sqlite3"] },
  { title: "better-auth, no driver", contestant: "better-auth", packages: ["better-auth"] },
  { title: "better-auth and better-sqlite3", contestant: "better-auth", packages: ["better-auth", "better-sqlite3"] },
  { title: "Auth.js, no driver", contestant: "authjs", packages: ["@auth/core", "@auth/kysely-adapter", "kysely"] },
  { title: "Lucia 3, no driver", contestant: "lucia", packages: ["lucia", "@lucia-auth/adapter-sqlite"] },
  { title: "Payload and its SQLite", contestant: "payload", packages: ["payload", "@payloadcms/db-sqlite", "graphql"] },
];

export async function run(_options: { quick: boolean }): Promise<void> {
  const rows: Row[] = [];
  for (const wanted of list) {
    const folder = await contestantFolder(wanted.contestant);
    if (folder === null) continue;
    rows.push(await step(`install ${wanted.title}`, () => installed(wanted, folder)));
  }
  const outcome: Outcome = {
    table: "install",
    title,
    at: new Date().toISOString(),
    machine: machine(),
    columns,
    rows,
    about,
  };
  await writeOutcome(outcome);
  printOutcome(outcome);
}

async function installed({ title: contestant, packages }: Wanted, folder: string): Promise<Row> {
  const wanted = packages.map((name) => ({ name, version: versionOf(name, folder) }));
  const missing = wanted.find(({ version }) => version === undefined);
  if (missing) throw new Error(`${contestant}: ${missing.name} is not installed in ${folder}`);
  const {
    packages: count,
    bytes,
    files,
    scripted,
  } = await freshInstall(wanted.map(({ name, version }) => source(name, version!)));
  return {
    contestant,
    version: wanted[0]!.version!,
    ...(scripted.length === 0 ? {} : { note: `scripts of ${[...new Set(scripted)].join(", ")}` }),
    values: {
      packages: exactly(count),
      megabytes: exactly(bytes / 1e6),
      files: exactly(files),
      scripts: exactly(scripted.length),
    },
  };
}

/** Latchkey as it was packed, everything else from the registry. */
function source(name: string, version: string): string {
  if (!name.startsWith("@latchkey/")) return `${name}@${version}`;
  return join(packed, `${name.slice(1).replace("/", "-")}-${version}.tgz`);
}

const about = `
A fresh \`npm install\` in an empty folder, without development dependencies: how many packages it brings with all that they depend on,
what they weigh on the disk (1 MB is 1 000 000 bytes), and how many of them run a script at installation. The scripts were counted and not run: what
they would build or download comes on top. Latchkey comes from its packed tarballs. "No driver" leaves the application to choose one
(Node and Bun have SQLite built in); Payload's SQLite adapter brings its own.`;

if (isProgram(import.meta)) {
  cleanUpOnSignals();
  await run({ quick: process.argv.includes("--quick") }).finally(cleanUp);
}
