import { postgres, sqlStorage, type SqlExecutor } from "@latchkey/sql";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askEveryMethod } from "../support/every-method.ts";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";

const ROWS = 5000;

describe("on SQLite", () => {
  const texts = new Set<string>();
  const database = new Database(":memory:", { verbose: (text) => texts.add(String(text)) });
  afterAll(() => database.close());

  it("D20 no statement scans a table or sorts one", async () => {
    await askEveryMethod(sqliteStorage(database), (_, call) => call());
    const asked = [...texts].filter(
      (text) => /^(select|insert|update|delete)\b/i.test(text) && !/migrations|tokens_2/.test(text),
    );
    expect(asked.length).toBeGreaterThan(35);
    for (const text of asked) {
      const plan = database.prepare(`explain query plan ${text}`).all() as { detail: string }[];
      // A subselect of constants scans the one row that it makes.
      const slow = plan
        .map(({ detail }) => detail)
        .filter((detail) => /^SCAN (?!CONSTANT ROW$)|^USE TEMP B-TREE/.test(detail));
      expect(slow, text).toEqual([]);
    }
  });
});

/** The SQL of every statement, by its name, as PostgreSQL gets it. */
async function everyStatement(prefix: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const moments = [
    "created_at",
    "updated_at",
    "opened_at",
    "expires_at",
    "ends_at",
    "last_used_at",
    "made_at",
    "resets_at",
  ];
  const row: Record<string, unknown> = { ...Object.fromEntries(moments.map((name) => [name, 0])), mac: "" };
  const all: SqlExecutor["all"] = async ({ statement }) => {
    if (statement.name === null) return [{ schema: "public", committed: true }];
    if (statement.name === "lock_audit_head") row.seq = 0;
    texts.set(statement.name, statement.sql);
    return [row];
  };
  const extend: SqlExecutor["extend"] = async (list, more) => {
    const results = await Promise.all(list.map(all));
    await Promise.all(more(results).map(all));
    return results;
  };
  const executor: SqlExecutor = { all, batch: (list) => Promise.all(list.map(all)), extend, close: async () => {} };
  const storage = sqlStorage({ dialect: postgres, executor, prefix, schema: "public", migrations: "manual" });
  // What comes back is no row of ours.
  await askEveryMethod(storage, async (_, call) => call().catch(() => null as never));
  return texts;
}

describe("on PostgreSQL", async () => {
  const prefix = freshPrefix();
  const pool = openPool(2);
  const statements = await everyStatement(prefix);
  const lookups = [...statements.keys()];

  beforeAll(async () => {
    await postgresStorage(pool, { prefix }).migrate();
    await pool.query(`
      insert into ${prefix}users (id, pool, email, username, password_hash, created_at, updated_at)
      select gen_random_uuid(), 'users', 'e' || n, 'n' || n, '$', now() + n * interval '1 minute', now()
       from generate_series(1, ${ROWS}) n`);
    await pool.query(`
      insert into ${prefix}sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)
      select 'session-' || row_number() over (), id, 1, now(), now(), now(), now()
       from ${prefix}users, generate_series(1, 2)`);
    await pool.query(`
      insert into ${prefix}api_keys (id, user_id, hash, name, hint, scopes, created_at)
      select gen_random_uuid(), id, id, 'key', 'lk_', '[]', now() from ${prefix}users`);
    await pool.query(`
      insert into ${prefix}identities (pool, provider, subject, user_id, created_at, last_used_at)
      select pool, 'test', id, id, now(), now() from ${prefix}users`);
    await pool.query(`
      insert into ${prefix}passkeys (id, user_id, public_key, counter, transports, backup_eligible, backed_up, aaguid,
        name, created_at)
      select id, id, '', 0, '[]', false, false, '', '', now() from ${prefix}users`);
    await pool.query(`
      insert into ${prefix}factors (user_id, secret, last_step, trusted_since, created_at)
      select id, '', 0, now(), now() from ${prefix}users`);
    await pool.query(`insert into ${prefix}recovery_codes (user_id, hash) select id, id from ${prefix}users`);
    await pool.query(`insert into ${prefix}pools (pool, claim) select id, id from ${prefix}users`);
    await pool.query(
      `insert into ${prefix}tokens (hash, purpose, pool, user_id, expires_at)
       select id, 'reset', 'users', id, now() from ${prefix}users`,
    );
    await pool.query(`
      insert into ${prefix}audit_log (pool, seq, at, type, user_id, digest, key, mac)
      select 'users', row_number() over (), now(), 'user.created', id, '', '', '' from ${prefix}users`);
    await pool.query(`insert into ${prefix}audit_heads (pool, seq, mac) select id, 1, '' from ${prefix}users`);
    await pool.query(`insert into ${prefix}counters (key, count, resets_at) select id, 1, now() from ${prefix}users`);
    for (const table of [
      "users",
      "sessions",
      "api_keys",
      "identities",
      "passkeys",
      "factors",
      "recovery_codes",
      "pools",
      "tokens",
      "counters",
      "audit_log",
      "audit_heads",
    ])
      await pool.query(`analyze ${prefix}${table}`);
  });
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  it("every statement is looked at", () => expect(lookups.length).toBeGreaterThan(35));

  it.each(lookups)("D20 %s scans no table, whatever its parameters are", async (name) => {
    const { rows } = await pool.query(`explain (generic_plan) ${statements.get(name)}`);
    const plan = rows.map((row) => row["QUERY PLAN"] as string).join("\n");
    expect(plan).not.toContain("Seq Scan");
    if (name.startsWith("list_users")) expect(plan).not.toContain("Sort");
    if (!["insert_user", "add_count", "insert_audit_entry", "lock_audit_head"].includes(name))
      expect(plan).toMatch(/Index (Only )?Scan/);
  });
});
