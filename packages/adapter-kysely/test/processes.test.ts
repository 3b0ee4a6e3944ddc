import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kyselyStorage } from "@latchkey/adapter-kysely";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import { expect, it } from "vitest";
import { betterSqlite3, dropTables, freshPrefix, openPool } from "./databases.ts";

const PROGRAM = join(import.meta.dirname, "migrate.program.ts");

/** A process that is ready to use its storage, and what it says when it has. */
async function start(dialect: string, place: string) {
  const child = spawn(process.execPath, [PROGRAM, dialect, place], { stdio: ["pipe", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  const early = once(child, "exit").then(([code]) => {
    throw new Error(`It ended with ${code} before it was ready: ${said.err}`);
  });
  await Promise.race([once(child.stdout, "data"), early]);
  early.catch(() => {});
  return async () => {
    child.stdin.write("go");
    const [code] = (await once(child, "exit")) as [number];
    return { code, err: said.err, id: said.out.replace("ready", "").trim() };
  };
}

it.each(["sqlite", "postgres"] as const)(
  "P03 four processes that use an empty database at once, through Kysely on %s, make its tables once",
  async (dialect) => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-kysely-"));
    const place = dialect === "sqlite" ? join(folder, "app.db") : freshPrefix();
    const prefix = dialect === "sqlite" ? "auth_" : place;
    // The journal is set once: of processes that set it at the same moment, some are refused.
    if (dialect === "sqlite") betterSqlite3(place).close();
    const ready = await Promise.all(Array.from({ length: 4 }, () => start(dialect, place)));
    const ended = await Promise.all(ready.map((go) => go()));
    const db = new Kysely<any>({
      dialect:
        dialect === "sqlite"
          ? new SqliteDialect({ database: betterSqlite3(place) })
          : new PostgresDialect({ pool: openPool({ max: 1 }) }),
    });
    try {
      expect(ended.map(({ code, err }) => `${code}${err}`)).toEqual(Array(4).fill("0"));
      const users = await kyselyStorage(db, { dialect, prefix }).users.list("users", null, 10);
      expect(users.map(({ id }) => id).sort()).toEqual(ended.map(({ id }) => id).sort());
      const journal = await db.selectFrom(`${prefix}migrations`).select("step").execute();
      expect(new Set(journal.map(({ step }) => step)).size).toBe(journal.length);
    } finally {
      if (dialect === "postgres") await dropTables(db, prefix);
      await db.destroy();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  },
  120_000,
);
