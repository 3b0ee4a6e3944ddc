import { postgresStorage, type PostgresPool } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "./conversation/client.ts";
import { openClient } from "./support/faulty.ts";
import { dropTables, freshPrefix, openPool } from "./support/postgres.ts";

const ROWS = 5000;

/** What looks for one row has to find it by a key, however many there are (D20). */
const expected = ["find_session", "find_credentials", "insert_session", "delete_session", "add_count", "take_token", "end_sessions"];

/** Asks for each once, so that whoever listens hears the SQL. */
async function askForEach(storage: Storage): Promise<void> {
  const { client } = openClient(storage);
  const { token, user } = await client.alice();
  await client.post("/signin", await client.alice());
  await client.get("/me", client.cookie(token));
  await client.post("/signout", {}, client.cookie(token));
  const at = new Date();
  await storage.counters.add("key", at, at);
  await storage.tokens.take("hash", "reset", "users", at);
  await storage.users.endSessions(user.id as string);
}

describe("on SQLite", () => {
  const texts = new Set<string>();
  const database = new Database(":memory:", { verbose: (text) => texts.add(String(text)) });
  afterAll(() => database.close());

  it("D20 no statement scans a table", async () => {
    await askForEach(sqliteStorage(database));
    const asked = [...texts].filter((text) => /^(select|insert|update|delete)\b/i.test(text) && !text.includes("migrations"));
    expect(asked.length).toBeGreaterThanOrEqual(expected.length);
    for (const text of asked) {
      const plan = database.prepare(`explain query plan ${text}`).all() as { detail: string }[];
      // A subselect of constants scans the one row that it makes.
      const scans = plan.map(({ detail }) => detail).filter((detail) => detail.startsWith("SCAN") && detail !== "SCAN CONSTANT ROW");
      expect(scans, text).toEqual([]);
    }
  });
});

describe("on PostgreSQL", () => {
  const prefix = freshPrefix();
  const pool = openPool(2);
  const statements = new Map<string, string>();
  const listened: PostgresPool = {
    query(query: { name?: string; text: string }) {
      if (query.name !== undefined) statements.set(query.name.replace(`latchkey_${prefix}`, ""), query.text);
      return pool.query(query);
    },
    connect: (...parameters: []) => pool.connect(...parameters) as never,
    end: () => pool.end(),
  };

  beforeAll(async () => {
    const storage = postgresStorage(listened, { prefix });
    await askForEach(storage);
    await pool.query(`
      insert into ${prefix}users (id, pool, email, password_hash, created_at, updated_at)
      select gen_random_uuid(), 'users', n || '-' || $1::text, '$', now(), now() from generate_series(1, ${ROWS}) n`, [freshEmail()]);
    await pool.query(`
      insert into ${prefix}sessions (id, user_id, version, created_at, expires_at)
      select 'session-' || row_number() over (), id, 1, now(), now() from ${prefix}users, generate_series(1, 2)`);
    await pool.query(`insert into ${prefix}tokens (hash, purpose, pool, user_id, expires_at) select id, 'reset', 'users', id, now() from ${prefix}users`);
    await pool.query(`insert into ${prefix}counters (key, count, resets_at) select id, 1, now() from ${prefix}users`);
    for (const table of ["users", "sessions", "tokens", "counters"]) await pool.query(`analyze ${prefix}${table}`);
  });
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  it.each(expected)("D20 %s scans no table, whatever its parameters are", async (name) => {
    const text = statements.get(name);
    expect(text, `the statement ${name}`).toBeDefined();
    const { rows } = await pool.query(`explain (generic_plan) ${text}`);
    const plan = rows.map((row) => row["QUERY PLAN"] as string).join("\n");
    expect(plan).not.toContain("Seq Scan");
    if (name !== "add_count") expect(plan).toMatch(/Index (Only )?Scan/);
  });
});
