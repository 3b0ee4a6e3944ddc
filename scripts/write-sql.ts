/**
 * Writes the SQL that is shipped: each statement and migration as kysely compiles it, for @latchkey/sql, and from those
 * the `migrations/*.sql` of each adapter. With `--check` it only says what differs.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { generatedFiles } from "../packages/sql/queries/write.ts";

const packages = new URL("../packages/", import.meta.url);
const isCheck = process.argv.includes("--check");

for (const [name, text] of Object.entries(generatedFiles())) write(`sql/src/lib/generated/${name}`, text);

const { migrationFiles, postgres, sqlite } = await import("../packages/sql/src/index.ts");
const adapters = {
  // D1 applies a file as it sees fit and takes no transaction statements.
  "adapter-d1": await migrationFiles(sqlite, { transaction: false }),
  "adapter-sqlite": await migrationFiles(sqlite, { transaction: true }),
  "adapter-postgres": await migrationFiles(postgres, { transaction: true }),
};
for (const [adapter, files] of Object.entries(adapters)) {
  for (const { name, sql } of files) write(`${adapter}/migrations/${name}`, sql);
}
for (const [dialect, from] of Object.entries({ sqlite: "adapter-sqlite", postgres: "adapter-postgres" } as const)) {
  for (const { name, sql } of adapters[from]) write(`adapter-kysely/migrations/${dialect}/${name}`, sql);
}

function write(path: string, text: string): void {
  const file = new URL(path, packages);
  if (read(file) === text) return;
  if (isCheck) {
    process.exitCode = 1;
    console.error(`packages/${path} is not what the queries say: run "npm run sql"`);
    return;
  }
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
  console.log(`packages/${path}`);
}

function read(file: URL): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
