import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundle, entryPoints } from "../support/bundle.ts";

/** Bytes (minified, gzip) and modules of each entry point, and of the README's first program on each storage. */
const file = join(import.meta.dirname, "../budgets.json");
const budgets = JSON.parse(readFileSync(file, "utf8")) as Record<string, Budget>;

interface Budget {
  readonly gzip: number;
  readonly modules: number;
}

const storages = {
  memory: ['import { memoryStorage } from "@latchkey/core/memory";', "memoryStorage()"],
  SQLite: ['import { sqliteStorage } from "@latchkey/adapter-sqlite";', 'sqliteStorage("auth.db")'],
  PostgreSQL: [
    'import { postgresStorage } from "@latchkey/adapter-postgres";',
    "postgresStorage(process.env.DATABASE_URL!)",
  ],
  "Durable Objects": [
    'import { remoteStorage } from "@latchkey/adapter-durable-object";',
    "remoteStorage(env.ACCOUNTS)",
  ],
  D1: ['import { d1Storage } from "@latchkey/adapter-d1";', "d1Storage(env.DB)"],
} as const;

function application(storage: keyof typeof storages): string {
  const [line, expression] = storages[storage];
  return `
    import { createAuth } from "@latchkey/core";
    import { createHandler } from "@latchkey/http";
    ${line}

    const auth = createAuth({ storage: ${expression}, secret: process.env.AUTH_SECRET });
    const handler = createHandler(auth);

    export default { fetch: handler };
  `;
}

const programs: Readonly<Record<string, string>> = {
  ...Object.fromEntries(entryPoints().map((name) => [name, `export * from ${JSON.stringify(name)};`])),
  ...Object.fromEntries(
    Object.keys(storages).map((name) => [`the first program on ${name}`, application(name as keyof typeof storages)]),
  ),
};

describe("what an import costs stays within its budget: UPDATE_BUDGETS=1 writes what it costs now", () => {
  const costs: Record<string, Budget> = {};

  it.each(Object.keys(programs))("%s", async (name) => {
    const { gzip, modules } = await bundle(programs[name]!);
    costs[name] = { gzip, modules };
    if (process.env.UPDATE_BUDGETS) return;
    const budget = budgets[name];
    expect(budget, "a budget of its own").toBeDefined();
    expect({ gzip: Math.max(gzip, budget!.gzip), modules: Math.max(modules, budget!.modules) }).toEqual(budget);
    // What was saved stays saved.
    expect(gzip).toBeGreaterThan(budget!.gzip * 0.95 - 20);
  });

  it("nothing else has one", () => {
    if (process.env.UPDATE_BUDGETS) writeFileSync(file, `${JSON.stringify(costs, null, 2)}\n`);
    else expect(Object.keys(budgets)).toEqual(Object.keys(programs));
  });
});

it("the first program on a database fits into 40 kB, and no part of kysely is in it", async () => {
  for (const name of ["SQLite", "PostgreSQL", "D1", "Durable Objects"] as const) {
    const { files, gzip } = await bundle(application(name));
    expect(gzip).toBeLessThanOrEqual(40_000);
    expect(files.filter((path) => path.includes("kysely"))).toEqual([]);
  }
});
