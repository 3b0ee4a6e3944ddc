import { postgres, sqlStorage, type BoundStatement } from "@latchkey/sql";
import { postgresStorage, type PostgresClient, type PostgresPool } from "@latchkey/adapter-postgres";
import { createAuth, type Storage } from "@latchkey/core";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { SECRET } from "../support/server.ts";

const LIFETIME = 3600;
const password = "correct horse";

/** What a statement does that is not committed yet when the sweep meets its row. */
describe("sweeping on PostgreSQL, in the middle of another statement", () => {
  const prefix = freshPrefix();
  const pool = openPool(3);
  const storage = postgresStorage(pool, { prefix });
  const clock = testClock();
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
    session: { lifetime: LIFETIME },
  });
  const after = (seconds: number) => new Date(clock.now() + seconds * 1000);

  beforeAll(() => storage.migrate());
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  /** Leaves `act` open while a sweep runs, up to the lock if it waits for one; then commits. */
  async function sweepDuring<T>(
    act: (held: Storage) => Promise<T>,
    before: Date,
  ): Promise<{ done: T; swept: number; hasWaited: boolean }> {
    const client = await pool.connect();
    // A pool of this one connection, which stays in its transaction.
    const held: PostgresClient = {
      query: (query) => client.query(query),
      on: (event, listener) => client.on(event, listener),
      removeListener: (event, listener) => client.removeListener(event, listener),
      release: () => {},
    };
    const alone: PostgresPool = {
      connect: (callback) => callback(undefined, held),
      end: async () => {},
      on: () => {},
      removeListener: () => {},
    };
    try {
      await client.query("begin");
      const done = await act(postgresStorage(alone, { prefix, schema: "public", migrations: "manual" }));
      let isOver = false;
      const sweep = storage.sweep(before, 100).finally(() => (isOver = true));
      let hasWaited = false;
      while (!isOver && !hasWaited) hasWaited = await isAnybodyWaiting();
      await client.query("commit");
      return { done, swept: await sweep, hasWaited };
    } finally {
      await client.query("rollback");
      client.release();
    }
  }

  async function isAnybodyWaiting(): Promise<boolean> {
    const text = "select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.query like $1";
    const { rowCount } = await pool.query(text, [`%${prefix}%`]);
    return rowCount! > 0;
  }

  it("D21 a session that is being extended stays", async () => {
    const { user, session } = await auth.signUp({ email: "extended@example.com", password });
    const end = Date.parse(session.expiresAt);
    const later = { expiresAt: new Date(end + 1000), at: new Date(end - 1), idleSince: null, pool: "users" };
    const { done, swept } = await sweepDuring(
      (held) => held.sessions.extend(session.id, user.id, later),
      new Date(end + 1),
    );
    expect(done?.session.id).toBe(session.id);
    expect([swept, (await storage.sessions.find(session.id)) !== null]).toEqual([0, true]);
  });

  it("D21 a sweep waits for nobody, so that two who wait for each other cannot be", async () => {
    const { user, session } = await auth.signUp({ email: "ending@example.com", password });
    await auth.signIn({ email: "ending@example.com", password });
    const { swept, hasWaited } = await sweepDuring(
      (held) => held.sessions.delete(session.id, user.id),
      after(LIFETIME + 1),
    );
    expect([swept, hasWaited]).toEqual([1, false]);
  });

  it("D21 a count that is being started again stays", async () => {
    await storage.counters.add("guesses", after(-20), after(-10));
    const { done, swept } = await sweepDuring((held) => held.counters.add("guesses", after(0), after(600)), after(0));
    expect(done.count).toBe(1);
    expect([swept, (await storage.counters.add("guesses", after(1), after(600))).count]).toEqual([0, 2]);
  });

  it("D21 a one-time token that is being put back stays", async () => {
    const { user } = await auth.signUp({ email: "token@example.com", password });
    const token = { purpose: "reset", pool: "users", userId: user.id, payload: null };
    await storage.tokens.put({ ...token, hash: "old", expiresAt: after(-10) });
    const { swept } = await sweepDuring(
      (held) => held.tokens.put({ ...token, hash: "old", expiresAt: after(600) }),
      after(0),
    );
    expect([
      swept,
      (await storage.tokens.take("old", { purpose: "reset", pool: "users", at: after(0) })) !== null,
    ]).toEqual([0, true]);
  });
});

describe("sweeping a large table on PostgreSQL", () => {
  const prefix = freshPrefix();
  const pool = openPool(1);

  beforeAll(async () => {
    await postgresStorage(pool, { prefix }).migrate();
    await pool.query(`
      insert into ${prefix}users (id, pool, email, password_hash, created_at, updated_at)
      values (gen_random_uuid(), 'users', 'e', '$', now(), now())`);
    await pool.query(`
      insert into ${prefix}sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)
      select md5(n::text), id, 1, now(), now() + (random() - 0.5) * interval '1 day', now(), now()
       from ${prefix}users, generate_series(1, 20000) n`);
    await pool.query(`
      insert into ${prefix}counters (key, count, resets_at)
      select n, 1, now() + (random() - 0.5) * interval '1 day' from generate_series(1, 20000) n`);
    for (const table of ["sessions", "counters"]) await pool.query(`analyze ${prefix}${table}`);
  });
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  it("D20 a batch reads the rows that it takes and no others, however many have expired", async () => {
    const asked: BoundStatement[] = [];
    const batch = async (list: readonly BoundStatement[]) => (asked.push(...list), list.map(() => []));
    const executor = { all: async () => [{ schema: "public", committed: true }], batch, close: async () => {} };
    await sqlStorage({ dialect: postgres, executor, prefix, schema: "public", migrations: "manual" }).sweep(
      new Date(),
      100,
    );
    expect(asked).toHaveLength(3);
    for (const { statement, parameters } of asked.filter(({ statement }) => !statement.sql.includes("tokens"))) {
      const { rows } = await pool.query(`explain ${statement.sql}`, [...parameters]);
      expect(rows.map((row) => row["QUERY PLAN"] as string).join("\n"), statement.sql).not.toMatch(/Seq Scan/);
    }
  });
});
