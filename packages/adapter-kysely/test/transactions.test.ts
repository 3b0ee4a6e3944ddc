import { kyselyStorage } from "@latchkey/adapter-kysely";
import BetterSqlite3 from "better-sqlite3";
import { Kysely, type Dialect } from "kysely";
import { D1Dialect } from "kysely-d1";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { inspect } from "node:util";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { freshPrefix, postgresUrl } from "./databases.ts";
import { controls, dialectOf, shared, stateless } from "./unfit-dialects.ts";

const folder = mkdtempSync(join(tmpdir(), "latchkey-kysely-"));
const pool = new pg.Pool({ connectionString: postgresUrl(), max: 1 });
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  await pool.end();
});
const newFile = () => join(folder, `${crypto.randomUUID()}.db`);

/** Tables that start with the prefix, and what a trial may leave behind. */
async function tablesIn(name: "sqlite" | "postgres", file: string, prefix: string): Promise<unknown[]> {
  if (name === "postgres")
    return (await pool.query("select relname from pg_class where relname like $1", [`${prefix}%`])).rows;
  const database = new BetterSqlite3(file);
  try {
    return database.prepare("select name from sqlite_master").all();
  } finally {
    database.close();
  }
}

const unfit = [
  { how: "refuses transactions", session: shared, control: controls.refused },
  { how: "only acts as if it had transactions", session: shared, control: controls.ignored },
  { how: "takes nothing back", session: shared, control: controls.neverUndone },
  { how: "lets every statement into an open transaction", session: shared, control: controls.spoken },
  { how: "runs each statement in a session of its own", session: stateless, control: controls.spoken },
  { how: "acts as if, each statement in a session of its own", session: stateless, control: controls.ignored },
];

describe.each(["sqlite", "postgres"] as const)("a dialect for %s", (name) => {
  it.each(unfit)("that $how is refused at the first use of anything, and nothing is written", async (driver) => {
    const file = newFile();
    const prefix = freshPrefix();
    const db = new Kysely({ dialect: dialectOf(name, await driver.session[name](file), driver.control) });
    const open = (migrations: "auto" | "manual") => kyselyStorage(db, { dialect: name, prefix, migrations });
    for (const storage of [open("auto"), open("manual")]) {
      for (const use of [
        () => storage.migrate(),
        () => storage.users.find(crypto.randomUUID()),
        () => storage.users.delete(crypto.randomUUID()),
        () => storage.sweep(new Date(), 1),
      ]) {
        const error = await use().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(TypeError);
        expect(error).toMatchObject({ code: "NO_TRANSACTIONS", message: expect.stringMatching(/needs transactions/) });
        expect(inspect(error, { depth: null, showHidden: true })).not.toContain("undefined:");
      }
    }
    expect(await tablesIn(name, file, prefix)).toEqual([]);
  });
});

it("Cloudflare D1 through Kysely is refused, with the advice to take d1Storage", async () => {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default { fetch: () => new Response() };",
      compatibilityDate: "2026-07-30",
      d1Databases: { DB: "kysely" },
    }),
  );
  try {
    const database = (await miniflare.getD1Database("DB")) as never;
    const db = new Kysely({ dialect: new D1Dialect({ database }) as Dialect });
    const storage = kyselyStorage(db, { dialect: "sqlite" });
    await expect(storage.migrate()).rejects.toThrow(/d1Storage/);
    await expect(storage.counters.reset("x")).rejects.toMatchObject({ code: "NO_TRANSACTIONS" });
  } finally {
    await miniflare.dispose();
  }
});
