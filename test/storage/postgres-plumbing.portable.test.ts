import { postgresStorage } from "@latchkey/adapter-postgres";
import type { Storage } from "@latchkey/core";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../conversation/client.ts";
import { openClient, trySignUp } from "../support/faulty.ts";
import type { Heard } from "../support/query-log.ts";
import { listenToPool } from "../support/postgres/query-log.ts";
import { dropTables, freshPrefix, openPool, postgresUrl } from "../support/postgres/postgres.ts";
import { silentServer, startupParameters, type SilentServer } from "../support/postgres/silent-server.ts";

const prefix = freshPrefix();
const admin = openPool(2);
beforeAll(() => postgresStorage(admin, { prefix }).migrate());
afterAll(async () => {
  await dropTables(admin, prefix);
  await admin.end();
});

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openSilentServer(): Promise<SilentServer & { url: string }> {
  const url = new URL(postgresUrl());
  const server = await silentServer({ host: url.hostname, port: Number(url.port || 5432) });
  closing.push(() => server.close());
  [url.hostname, url.port] = ["127.0.0.1", String(server.port)];
  return { ...server, url: url.href };
}

/** A pool of the application's own, with no time limit and no listener. */
function bare(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  closing.push(() => pool.end());
  return pool;
}

/** Waits until a query of the storage waits for a lock. */
async function lockWait(name: string): Promise<void> {
  const text = "select 1 from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'";
  while ((await admin.query(text, [name])).rowCount === 0) await new Promise((resolve) => setImmediate(resolve));
}

async function backends(name: string): Promise<number> {
  return (await admin.query("select count(*)::int as n from pg_stat_activity where application_name = $1", [name]))
    .rows[0].n;
}

const timeoutMs = 200;
const givenBy = {
  "a URL": (url: string, options: object = {}): Storage => {
    const storage = postgresStorage(url, { prefix, timeoutMs, ...options });
    closing.push(() => storage.close());
    return storage;
  },
  "a pool without any limit": (url: string, options: object = {}): Storage => {
    return postgresStorage(bare({ connectionString: url }), { prefix, timeoutMs, ...options });
  },
};

describe("F20 the startup packet", () => {
  it("F20 says user, database, encoding, and what the URL itself says of the application", async () => {
    const server = await openSilentServer();
    const url = new URL(server.url);
    url.searchParams.set("application_name", "shop");
    await givenBy["a URL"](url.href)
      .sessions.find("x")
      .catch(() => {});
    expect(startupParameters(server.heard[0]!)).toEqual({
      user: url.username,
      database: "postgres",
      application_name: "shop",
      client_encoding: "UTF8",
    });
    await givenBy["a URL"](server.url)
      .sessions.find("x")
      .catch(() => {});
    expect(Object.keys(startupParameters(server.heard.at(-1)!)).sort()).toEqual([
      "client_encoding",
      "database",
      "user",
    ]);
  });
});

describe.each(Object.entries(givenBy))("a server that takes connections and never answers, given by %s", (_, open) => {
  it("F25 F62 ends a sign-up with 503 once, and asks no second time", async () => {
    const server = await openSilentServer();
    const { client, errors } = openClient(open(server.url, { migrations: "manual" }));
    expect(await trySignUp(client)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
    expect(errors).toHaveLength(1);
    expect(server.heard).toHaveLength(1);
  });

  it.each([
    ["all", (storage: Storage) => storage.sessions.find("x")],
    ["batch", (storage: Storage) => storage.users.delete(crypto.randomUUID())],
  ] as const)("F62 ends `%s`, migrated or not, and close() ends too", async (_, act) => {
    const server = await openSilentServer();
    for (const migrations of ["auto", "manual"]) {
      const storage = open(server.url, { migrations });
      await expect(act(storage)).rejects.toThrow(/time/);
      await storage.close();
    }
  });
});

it("F62 connections that never came about leave their places in the pool to others", async () => {
  const server = await openSilentServer();
  const storage = givenBy["a URL"](server.url);
  const first = await Promise.allSettled(Array.from({ length: 15 }, () => storage.sessions.find("x")));
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  server.answer();
  const waiting = async (): Promise<unknown> => storage.sessions.find("x").catch(waiting);
  expect(await waiting()).toBeNull();
});

describe.each(Object.entries(givenBy))("a statement that waits for a lock, given by %s", (_, open) => {
  it.each([
    ["all", "sessions"],
    ["batch", "users"],
  ] as const)("F62 F20 `%s` is given up in time, and on the server too", async (kind, table) => {
    const name = freshPrefix();
    const url = new URL(postgresUrl());
    url.searchParams.set("application_name", name);
    const storage = open(url.href, { migrations: "manual", timeoutMs: 2000 });
    await storage.counters.reset("warm");
    const holder = await admin.connect();
    try {
      await holder.query("begin");
      await holder.query(`lock table ${prefix}${table} in access exclusive mode`);
      const asked = kind === "all" ? storage.sessions.find("x") : storage.users.delete(crypto.randomUUID());
      const outcome = asked.then(
        () => "done",
        (error: Error) => error.message,
      );
      await lockWait(name);
      expect(await outcome).toMatch(/did not answer in time/);
      // While the lock is held, nothing of ours is left in the server.
      while ((await backends(name)) > 0) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    expect(await storage.sessions.find("x")).toBeNull();
  });
});

describe("a pool that was handed in", () => {
  it("F25 F62 and is exhausted, is waited for no longer than timeoutMs; what comes later goes back", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 1 });
    const storage = postgresStorage(pool, { prefix, timeoutMs, migrations: "manual" });
    const held = await pool.connect();
    await expect(storage.sessions.find("x")).rejects.toThrow(/did not answer in time/);
    await expect(storage.users.delete(crypto.randomUUID())).rejects.toThrow(/did not answer in time/);
    held.release();
    expect(await storage.sessions.find("x")).toBeNull();
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  });

  it("F25 fills no endless queue: after many in vain, the next is refused until the pool recovers", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 1 });
    const storage = postgresStorage(pool, { prefix, timeoutMs: 500, migrations: "manual" });
    await storage.sessions.find("x");
    const held = await pool.connect();
    await Promise.allSettled(Array.from({ length: 500 }, () => storage.sessions.find("x")));
    await expect(storage.sessions.find("x")).rejects.toThrow(/timed out and still wait/);
    const { waitingCount } = pool;
    await expect(storage.sessions.find("x")).rejects.toThrow(/timed out and still wait/);
    expect(pool.waitingCount).toBe(waitingCount);
    held.release();
    const waiting = async (): Promise<unknown> => storage.sessions.find("x").catch(waiting);
    expect(await waiting()).toBeNull();
  });

  it("F25 F61 has one listener, however many storages share it, and none once all are closed", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 2 });
    const storages = Array.from({ length: 15 }, () => postgresStorage(pool, { prefix }));
    for (const storage of storages) await storage.sessions.find("x");
    expect(pool.listenerCount("error")).toBe(1);
    for (const storage of storages) await storage.close();
    expect(pool.listenerCount("error")).toBe(0);
  });

  it("F25 whose idle connection the server ends, ends no process and works on", async () => {
    const name = freshPrefix();
    const pool = bare({ connectionString: postgresUrl(), max: 1, application_name: name });
    const storage = postgresStorage(pool, { prefix, migrations: "manual" });
    await storage.sessions.find("x");
    const removed = new Promise((resolve) => pool.once("remove", resolve));
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
    await removed;
    expect(await storage.sessions.find("x")).toBeNull();
    await storage.close();
  });

  it("F61 gets a broken connection back as broken, and a good one as good, with no listener left on it", async () => {
    const name = freshPrefix();
    const pool = bare({ connectionString: postgresUrl(), max: 1, application_name: name });
    pool.on("error", () => {});
    const released: unknown[] = [];
    const seen = new Set<pg.PoolClient>();
    pool.on("release", (error, client) => (released.push(Boolean(error)), seen.add(client)));
    const storage = postgresStorage(pool, { prefix, migrations: "manual" });
    for (let round = 0; round < 20; round++) await storage.users.delete(crypto.randomUUID());
    expect([...new Set(released)]).toEqual([false]);
    expect(seen.size).toBe(1);
    // The pool's own, for an idle connection, and no other.
    expect([...seen][0]!.listenerCount("error")).toBe(1);

    released.length = 0;
    const holder = await admin.connect();
    await holder.query("begin");
    await holder.query(`lock table ${prefix}users in access exclusive mode`);
    const outcome = storage.users.delete(crypto.randomUUID()).then(
      () => "done",
      () => "failed",
    );
    await lockWait(name);
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
    expect([await outcome, released]).toEqual(["failed", [true]]);
    await holder.query("rollback");
    holder.release();
    expect(await storage.users.delete(crypto.randomUUID())).toBe(false);
    expect(seen.size).toBe(2);
  });

  it("F61 gets a connection back as broken when a statement was given up on it", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 1 });
    const storage = postgresStorage(pool, { prefix, timeoutMs: 500, migrations: "manual" });
    await storage.sessions.find("x");
    const released = new Promise((resolve) => pool.once("release", resolve));
    const holder = await admin.connect();
    try {
      await holder.query("begin");
      await holder.query(`lock table ${prefix}sessions in access exclusive mode`);
      await expect(storage.sessions.find("x")).rejects.toThrow(/did not answer in time/);
      expect(await released).toBe(true);
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    expect(await storage.sessions.find("x")).toBeNull();
  });

  it("F61 keeps good statements and drops failed ones: a pool of one, a batch that fails, a good one", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 1 });
    const heard: Heard = { statements: [], roundTrips: 0 };
    listenToPool(pool, heard);
    const storage = postgresStorage(pool, { prefix, migrations: "manual" });
    const { client } = openClient(storage);
    await admin.query(`alter table ${prefix}sessions add check (agent <> 'refused')`);
    await admin.query(`alter table ${prefix}users add check (password_hash <> 'refused')`);
    const at = new Date();
    const user = (id: string) => ({
      id,
      pool: "users",
      email: freshEmail(),
      username: null,
      emailVerified: false,
      metadata: null,
      appMetadata: null,
      disabled: false,
      sessionVersion: 1,
      createdAt: at,
      updatedAt: at,
    });
    const session = (userId: string, id: string = crypto.randomUUID()) => ({
      id,
      userId,
      version: 1,
      createdAt: at,
      expiresAt: at,
      endsAt: at,
      lastUsedAt: at,
      provedAt: at,
      methods: ["password"],
      address: null,
      agent: null,
    });
    const [bad, good] = [crypto.randomUUID(), crypto.randomUUID()];
    for (let round = 0; round < 3; round++) {
      // Both statements are new here at first. Once the first one fails, once the second one.
      for (const [passwordHash, agent] of [
        ["refused", null],
        [`$${bad}`, "refused"],
      ] as const) {
        const failed = storage.users.insert({ user: user(bad), passwordHash }, { ...session(bad), agent });
        await expect(failed).rejects.toMatchObject({ code: "23514" });
        const fresh = crypto.randomUUID();
        Object.assign(heard, { statements: [], roundTrips: 0 });
        expect(await storage.users.insert({ user: user(fresh), passwordHash: `$${fresh}` }, session(fresh))).toBe(true);
        // At once, and not by being run again.
        expect(heard.statements).toEqual(["insert", "insert"]);
      }
    }
    expect(await storage.users.insert({ user: user(good), passwordHash: `$${good}` }, session(good, "twice"))).toBe(
      true,
    );
    const other = crypto.randomUUID();
    await expect(
      storage.users.insert({ user: user(other), passwordHash: `$${other}` }, session(other, "twice")),
    ).rejects.toMatchObject({ code: "23505" });
    expect(await storage.users.find(other)).toBeNull();
    expect(await trySignUp(client)).toMatchObject({ status: 200 });
  });

  it("in pipeline mode is refused at start", () => {
    const pool = bare({ connectionString: postgresUrl(), pipeline: true } as pg.PoolConfig);
    expect(() => postgresStorage(pool, { prefix })).toThrow(/pipeline/);
  });
});

describe("F23 prepared statements that the server knows otherwise", () => {
  it.each(["discard all", "deallocate all"])("F23 after `%s` on every connection nobody hears of it", async (text) => {
    const pool = bare({ connectionString: postgresUrl(), max: 3 });
    const { client, errors } = openClient(postgresStorage(pool, { prefix, migrations: "manual" }));
    for (let round = 0; round < 6; round++) {
      const person = await client.alice();
      expect(await client.get("/me", client.cookie(person.token))).toMatchObject({ status: 200 });
      await Promise.all(Array.from({ length: 3 }, () => pool.query(text)));
    }
    expect(errors).toEqual([]);
  });

  it("F23 after a column has another type, on ten warm connections, nobody hears of it", async () => {
    const own = freshPrefix();
    const pool = bare({ connectionString: postgresUrl(), max: 10 });
    closing.push(() => dropTables(admin, own));
    const storage = postgresStorage(pool, { prefix: own });
    const { client, errors } = openClient(storage);
    const { token } = await client.alice();
    const me = () => Promise.all(Array.from({ length: 30 }, () => client.get("/me", client.cookie(token))));
    await me();
    for (const type of ["varchar(320)", "text"]) {
      await admin.query(`alter table ${own}users alter column email type ${type}`);
      expect(new Set((await me()).map(({ status }) => status))).toEqual(new Set([200]));
    }
    expect(errors).toEqual([]);
  });
});

it("F23 after columns have other types, six statements at once on ten warm connections are all answered", async () => {
  const own = freshPrefix();
  const pool = bare({ connectionString: postgresUrl(), max: 10 });
  closing.push(() => dropTables(admin, own));
  const storage = postgresStorage(pool, { prefix: own });
  const acts: (() => Promise<unknown>)[] = [
    () => storage.users.find(crypto.randomUUID()),
    () => storage.users.findByEmail("users", "x"),
    () => storage.users.findByUsername("users", "x"),
    () => storage.users.list("users", null, 10),
    () => storage.sessions.find("x"),
    () => storage.apiKeys.find("x"),
  ];
  const atOnce = (times: number) => Promise.all(acts.flatMap((act) => Array.from({ length: times }, act)));
  await storage.migrate();
  for (let round = 0; round < 10; round++) {
    // Each statement on each connection.
    for (const act of acts) await Promise.all(Array.from({ length: 30 }, act));
    await admin.query(`alter table ${own}users alter column email type ${round % 2 === 0 ? "varchar(320)" : "text"}`);
    await atOnce(4);
  }
});

describe("names of prepared statements", () => {
  it("belong to their text and fit into 63 bytes, whatever the prefix and the schema", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 1 });
    const long = `p${"x".repeat(30)}_`;
    closing.push(() => dropTables(admin, long));
    const [one, two] = [postgresStorage(pool, { prefix: long }), postgresStorage(pool, { prefix })];
    for (const storage of [one, two, one, two]) await storage.sessions.find("x");
    const { rows } = await pool.query("select name, statement from pg_prepared_statements where name like 'latchkey%'");
    expect(rows.length).toBe(2);
    for (const { name } of rows) expect(name.length).toBeLessThanOrEqual(63);
    expect(rows.filter(({ statement }) => statement.includes(long))).toHaveLength(1);
  });

  it("are none with { prepare: false }", async () => {
    const pool = bare({ connectionString: postgresUrl(), max: 1 });
    const storage = postgresStorage(pool, { prefix, prepare: false });
    await storage.sessions.find("x");
    await storage.users.delete(crypto.randomUUID());
    expect((await pool.query("select name from pg_prepared_statements where name like 'latchkey%'")).rows).toEqual([]);
    expect(() => postgresStorage(pool, { prepare: "no" as unknown as boolean })).toThrow(TypeError);
  });
});
