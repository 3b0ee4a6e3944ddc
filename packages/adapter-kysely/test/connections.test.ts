import { kyselyStorage } from "@latchkey/adapter-kysely";
import type { Storage } from "@latchkey/core";
import { createClient } from "@libsql/client";
import { LibsqlDialect } from "@libsql/kysely-libsql";
import { Kysely, PostgresDialect, SqliteDialect, sql } from "kysely";
import { PostgresJSDialect } from "kysely-postgres-js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { newAccount } from "./accounts.ts";
import { betterSqlite3, dropTables, freshPrefix, openPool, postgresUrl } from "./databases.ts";
import { tellOneConnection } from "./one-connection.suite.ts";

const folder = mkdtempSync(join(tmpdir(), "latchkey-kysely-"));
const file = () => join(folder, `${crypto.randomUUID()}.db`);
const prefix = freshPrefix();
const admin = openPool({ max: 2 });
const adminDb = new Kysely<any>({ dialect: new PostgresDialect({ pool: admin }) });
beforeAll(() => kyselyStorage(adminDb, { dialect: "postgres", prefix }).migrate());
afterAll(async () => {
  await dropTables(adminDb, prefix);
  await adminDb.destroy();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  // postgres.js sometimes waits for ever for a connection whose statement it has cancelled. That is not ours to test.
  for (const close of closing.splice(0)) await Promise.race([close(), setTimeout(10_000)]);
});

function opened(db: Kysely<any>): Kysely<any> {
  closing.push(() => db.destroy());
  return db;
}

/** Instances with one connection. */
const single = [
  {
    name: "a pool of one of pg",
    dialect: "postgres" as const,
    open: () => new PostgresDialect({ pool: openPool({ max: 1 }) }),
  },
  {
    name: "a pool of one of postgres.js",
    dialect: "postgres" as const,
    open: () => new PostgresJSDialect({ postgres: postgres(postgresUrl(), { max: 1 }) }),
  },
  {
    name: "a connection of better-sqlite3",
    dialect: "sqlite" as const,
    open: () => new SqliteDialect({ database: betterSqlite3(file()) }),
  },
];

describe.each(single)("over $name", ({ dialect, open }) => {
  tellOneConnection(async () => ({ db: opened(new Kysely<any>({ dialect: open() })), options: { dialect, prefix } }));
});

/** Waits until a storage with little time has connected and looked around. */
async function warm(storage: Storage): Promise<void> {
  await expect.poll(() => storage.counters.reset("warm").then(() => "done"), { timeout: 30_000 }).toBe("done");
}

/** Holds a lock on the accounts until it is told to let go. */
async function lockUsers(): Promise<() => Promise<void>> {
  const client = await admin.connect();
  await client.query(`begin; lock table ${prefix}users in access exclusive mode`);
  return async () => {
    await client.query("rollback");
    client.release();
  };
}

describe("a statement that waits for a lock", () => {
  it.each(["pg", "postgres.js"])("F25 on %s is given up at the time limit, and its batch is undone", async (driver) => {
    const settings = { max: 3, onnotice: () => {} };
    const db = opened(
      new Kysely<any>({
        dialect:
          driver === "pg"
            ? new PostgresDialect({ pool: openPool({ max: 3 }) })
            : new PostgresJSDialect({ postgres: postgres(postgresUrl(), settings) }),
      }),
    );
    const storage = kyselyStorage(db, { dialect: "postgres", prefix, timeoutMs: 400 });
    await warm(storage);
    const unlock = await lockUsers();
    const { credentials, session } = newAccount();
    const started = performance.now();
    try {
      await expect(storage.users.insert(credentials, session)).rejects.toThrow(/did not answer in time/);
      expect(performance.now() - started).toBeLessThan(2000);
    } finally {
      await unlock();
    }
    await expect.poll(() => storage.users.find(credentials.user.id), { timeout: 30_000 }).toBeNull();
    expect(await storage.sessions.find(session.id)).toBeNull();
  });

  it("F25 200 that are overdue turn away the next at once, and all is well when the lock is gone", async () => {
    const db = opened(new Kysely({ dialect: new PostgresDialect({ pool: openPool({ max: 2 }) }) }));
    const storage = kyselyStorage(db, { dialect: "postgres", prefix, timeoutMs: 300 });
    await warm(storage);
    const find = () => storage.users.find(crypto.randomUUID());
    const unlock = await lockUsers();
    try {
      const overdue = await Promise.allSettled(Array.from({ length: 200 }, find));
      expect(new Set(overdue.map(({ status }) => status))).toEqual(new Set(["rejected"]));
      const started = performance.now();
      await expect(find()).rejects.toThrow(/200 statements are overdue/);
      expect(performance.now() - started).toBeLessThan(100);
    } finally {
      await unlock();
    }
    await expect.poll(find, { timeout: 30_000 }).toBeNull();
  });
});

describe("a SQLite file that another connection has locked", () => {
  it("F25 is waited for without holding up the event loop, and given up at the time limit", async () => {
    const path = file();
    const db = opened(new Kysely<any>({ dialect: new SqliteDialect({ database: betterSqlite3(path) }) }));
    const other = opened(new Kysely<any>({ dialect: new SqliteDialect({ database: betterSqlite3(path) }) }));
    const storage = kyselyStorage(db, { dialect: "sqlite", timeoutMs: 300 });
    await storage.migrate();
    const lock = async () => {
      await sql`begin immediate`.execute(other);
    };

    await lock();
    let ticks = 0;
    const waiting = storage.users.insert(newAccount().credentials, null);
    const [ended] = await Promise.all([
      waiting.catch((error: Error) => error.message),
      (async () => {
        for (; ticks < 5; ticks++) await setTimeout(20);
      })(),
    ]);
    expect([ended, ticks]).toEqual([expect.stringMatching(/locked|in time/), 5]);

    const { credentials, session } = newAccount();
    const patient = storage.users.insert(credentials, session);
    await setTimeout(100);
    await sql`rollback`.execute(other);
    expect(await patient).toBe(true);
    expect(await storage.sessions.find(session.id)).not.toBeNull();
  });
});

describe("a connection of libSQL that was locked out once, and commits no more", () => {
  it("acknowledges nothing that is lost, and reads no old state", async () => {
    const url = `file:${file()}`;
    const [client, elsewhere] = [createClient({ url }), createClient({ url })];
    await client.execute("pragma journal_mode = wal");
    const over = (one: typeof client) =>
      opened(new Kysely<any>({ dialect: new LibsqlDialect({ client: one as never }) }));
    const storage = kyselyStorage(over(client), { dialect: "sqlite", timeoutMs: 300 });
    const other = kyselyStorage(over(elsewhere), { dialect: "sqlite" });
    const [alice, bob] = [newAccount(), newAccount()];
    await storage.users.insert(alice.credentials, alice.session);

    const lock = await elsewhere.transaction("write");
    await expect(storage.users.insert(bob.credentials, bob.session)).rejects.toThrow(/locked|in time/);
    await lock.commit();

    // From here on the driver says yes to everything. In another process she signs out.
    expect(await other.sessions.delete(alice.session.id, alice.credentials.user.id)).toBe(true);
    const writes = [
      () => storage.users.insert(bob.credentials, null),
      () => storage.users.setDisabled(alice.credentials.user.id, true, new Date()),
      () => storage.counters.add("key", new Date(), new Date()),
    ];
    const stuck = { code: "CONNECTION_STUCK" };
    for (const write of writes) await expect(write()).rejects.toMatchObject(stuck);
    await expect(storage.sessions.find(alice.session.id)).rejects.toMatchObject(stuck);
    expect(await other.users.find(bob.credentials.user.id)).toBeNull();
    expect(await other.users.find(alice.credentials.user.id)).toMatchObject({ user: { disabled: false } });
  });

  it("but another driver that was locked out goes on", async () => {
    const path = file();
    const [db, elsewhere] = [0, 1].map(() =>
      opened(new Kysely<any>({ dialect: new SqliteDialect({ database: betterSqlite3(path) }) })),
    );
    const storage = kyselyStorage(db, { dialect: "sqlite", timeoutMs: 300 });
    const { credentials, session } = newAccount();
    await storage.migrate();
    await sql`begin immediate`.execute(elsewhere!);
    await expect(storage.users.insert(credentials, session)).rejects.toThrow(/locked|in time/);
    await sql`commit`.execute(elsewhere!);
    expect(await storage.users.insert(credentials, session)).toBe(true);
    expect(await kyselyStorage(elsewhere, { dialect: "sqlite" }).sessions.find(session.id)).not.toBeNull();
  });
});

describe("an instance that the application destroys", () => {
  it.each(["postgres", "sqlite"] as const)("on %s makes the storage say so, and nothing crashes", async (dialect) => {
    const db = new Kysely<any>({
      dialect:
        dialect === "postgres"
          ? new PostgresDialect({ pool: openPool() })
          : new SqliteDialect({ database: betterSqlite3(file()) }),
    });
    const storage: Storage = kyselyStorage(db, { dialect, prefix });
    const ends = async () => {
      for (const use of [() => storage.users.find(crypto.randomUUID()), () => storage.sweep(new Date(), 1)])
        await expect(use()).rejects.toMatchObject({ code: "DATABASE_CLOSED", message: /destroyed/ });
    };
    await storage.migrate();
    const under = Promise.allSettled([storage.users.find(crypto.randomUUID()), storage.sweep(new Date(0), 1)]);
    await db.destroy();
    await under;
    await ends();
    await storage.close();
    await ends();
  });
});
