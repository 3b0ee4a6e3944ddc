import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import { storageContract } from "@latchkey/core/testing";
import Database from "better-sqlite3";
import pg from "pg";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, PASSWORD } from "../conversation/client.ts";
import { askEveryMethod } from "../support/every-method.ts";
import { openClient, trySignUp } from "../support/faulty.ts";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { temporaryFolder } from "../support/storages.ts";

/** What an application has done to its driver before it hands us its database. */

describe("PostgreSQL, where the application has set pg's type parsers for itself", () => {
  const { boolean, int8, int4, timestamptz, jsonb, json, uuid, text } = {
    boolean: 16,
    int8: 20,
    int4: 23,
    timestamptz: 1184,
    jsonb: 3802,
    json: 114,
    uuid: 2950,
    text: 25,
  };
  const oids = [boolean, int8, int4, timestamptz, jsonb, json, uuid, text];
  const before = oids.map((oid) => pg.types.getTypeParser(oid));
  const prefix = freshPrefix();
  const pool = openPool(10);

  beforeAll(() => {
    pg.types.setTypeParser(timestamptz, String);
    pg.types.setTypeParser(int8, BigInt);
    pg.types.setTypeParser(int4, BigInt);
    pg.types.setTypeParser(boolean, (value) => (value === "t" ? "yes" : "no"));
    pg.types.setTypeParser(jsonb, String);
    pg.types.setTypeParser(uuid, (value) => value.toUpperCase());
    pg.types.setTypeParser(text, (value) => `text ${value}`);
  });
  afterAll(async () => {
    oids.forEach((oid, at) => pg.types.setTypeParser(oid, before[at] as (text: string) => unknown));
    await dropTables(pool, prefix);
    await pool.end();
  });

  it("the parsers are really set", async () => {
    const { rows } = await pool.query("select 1::int8 as count, now() as at, true as yes");
    expect([typeof rows[0].count, typeof rows[0].at, rows[0].yes]).toEqual(["bigint", "string", "yes"]);
  });

  const storage = postgresStorage(pool, { prefix });
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

describe("PostgreSQL, where the server has another time zone, date style and isolation", () => {
  const prefix = freshPrefix();
  const pool = openPool(10, {
    options:
      "-c timezone=Asia/Kathmandu -c datestyle=ISO,DMY " +
      "-c default_transaction_isolation=serializable -c standard_conforming_strings=on",
  });
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  it("moments are the same", async () => {
    const { client } = openClient(postgresStorage(pool, { prefix }));
    const before = Date.now();
    const { token, user } = await client.alice();
    expect(Date.parse(user.createdAt as string) - before).toBeLessThan(5000);
    expect(Date.parse(user.createdAt as string) - before).toBeGreaterThanOrEqual(0);
    expect((await client.get("/me", client.cookie(token))).body).toEqual({ user });
  });
});

describe("better-sqlite3, where the application asked for BigInts everywhere", () => {
  const database = new Database(":memory:");
  database.defaultSafeIntegers(true);
  afterAll(() => database.close());

  it("the default is really set", () => expect(database.prepare("select 1 as one").get()).toEqual({ one: 1n }));

  const storage = sqliteStorage(database);
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

describe("better-sqlite3, where the application has foreign keys switched off", () => {
  const database = new Database(":memory:");
  database.pragma("foreign_keys = off");
  afterAll(() => database.close());

  const storage = sqliteStorage(database);
  for (const { name, run } of storageContract(() => storage)) it(name, run);

  it("SE05 a deleted user leaves no row behind", async () => {
    await askEveryMethod(storage, (_, call) => call());
    for (const table of ["sessions", "tokens", "api_keys", "identities"]) {
      const orphans = database
        .prepare(`select count(*) from auth_${table} where user_id not in (select id from auth_users)`)
        .pluck()
        .get();
      expect([table, orphans]).toEqual([table, 0]);
    }
  });
});

describe("a SQLite file that somebody else has locked", () => {
  const folder = temporaryFolder();
  const file = join(folder.path, "auth.db");
  const closing: (() => unknown)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));
  afterAll(() => folder.remove());

  it("D06 a sign-up waits for the lock, /me goes on meanwhile, and nothing else stands still", async () => {
    const storage: Storage = sqliteStorage(file);
    const { client } = openClient(storage);
    const alice = await client.alice();
    const other = new Database(file);
    closing.push(
      () => other.close(),
      () => storage.close(),
    );

    other.exec("begin immediate");
    let isDone = false;
    const waiting = trySignUp(client).finally(() => {
      isDone = true;
    });
    const started = performance.now();
    for (let tick = 0; tick < 10; tick++) await setTimeout(20);
    expect(performance.now() - started).toBeLessThan(1500);
    expect(await client.get("/me", client.cookie(alice.token))).toMatchObject({ status: 200 });
    expect(isDone).toBe(false);

    other.exec("rollback");
    expect(await waiting).toMatchObject({ status: 200 });
  });
});

describe("what no database stores", () => {
  const prefix = freshPrefix();
  const pool = openPool(2);
  const database = new Database(":memory:");
  const clients = [sqliteStorage(database), postgresStorage(pool, { prefix })].map(
    (storage) => openClient(storage).client,
  );
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
    database.close();
  });

  it.each(["\0", "\ud800", "\udfff", "a\udc00\ud800b"])(
    "ID11 PW08 %j in any field is 400 on PostgreSQL as on SQLite",
    async (odd) => {
      const email = freshEmail();
      const bodies = [
        { email: `${odd}${email}`, password: PASSWORD },
        { email, password: PASSWORD, metadata: { text: `x${odd}y` } },
        { email, password: PASSWORD, metadata: { [`k${odd}`]: 1 } },
        { email, password: PASSWORD, metadata: { list: [[{ deep: odd }]] } },
        ...(odd === "\0" ? [] : [{ email, password: `${PASSWORD}${odd}` }]),
      ];
      for (const body of bodies) {
        const [onSqlite, onPostgres] = await Promise.all(clients.map((client) => client.post("/signup", body)));
        expect(onSqlite!.status).toBe(400);
        expect([onPostgres!.status, onPostgres!.text]).toEqual([400, onSqlite!.text]);
      }
    },
  );

  it("PW06 a NUL in a password is a character like any other, on both", async () => {
    for (const client of clients) {
      const person = await client.signUp({ password: `${PASSWORD}\0one` });
      await client.signIn(person);
      expect(await client.post("/signin", { ...person, password: `${PASSWORD}\0two` })).toMatchObject({ status: 401 });
    }
  });
});
