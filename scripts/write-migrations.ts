/** Writes each adapter's `migrations/*.sql` from the steps in adapter-kysely; with `--check` it only says what differs. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { migrationFiles, postgres, sqlite } from "../packages/adapter-kysely/src/index.ts";

const adapters = {
  // D1 applies a file as it sees fit and takes no transaction statements.
  "adapter-d1": migrationFiles(sqlite, { transaction: false }),
  "adapter-sqlite": migrationFiles(sqlite, { transaction: true }),
  "adapter-postgres": migrationFiles(postgres, { transaction: true }),
};

let stale = 0;
for (const [adapter, files] of Object.entries(adapters)) {
  const folder = new URL(`../packages/${adapter}/migrations/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const { name, sql } of files) {
    const file = new URL(name, folder);
    if (process.argv.includes("--check")) {
      if (read(file) === sql) continue;
      stale++;
      console.error(`packages/${adapter}/migrations/${name} is not what the steps say: run "npm run migrations"`);
    } else {
      writeFileSync(file, sql);
      console.log(`packages/${adapter}/migrations/${name}`);
    }
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function read(file: URL): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
