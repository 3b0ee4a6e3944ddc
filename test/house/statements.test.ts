import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage, type SqliteDatabase } from "@latchkey/adapter-sqlite";
import { memoryStorage } from "@latchkey/core/memory";
import Database from "better-sqlite3";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { listenToPool } from "../support/postgres/query-log.ts";
import { hearEverything, inOneProcess, overNetwork, promised, verb, type Heard } from "../support/query-log.ts";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";

/** The database, and a record of every statement. In one process, each statement is a round trip of its own. */
function listenTo(database: SqliteDatabase, heard: Heard): SqliteDatabase {
  const hear = (sql: string) => {
    heard.statements.push(verb(sql));
    heard.roundTrips++;
  };
  return {
    prepare(sql) {
      hear("prepare");
      const statement = database.prepare(sql);
      return {
        ...(statement.reader === undefined ? {} : { reader: statement.reader }),
        all: (...values) => (hear(sql), statement.all(...values)),
        run: (...values) => (hear(sql), statement.run(...values)),
      };
    },
    exec: (sql) => (hear(sql), database.exec(sql)),
    close: () => database.close(),
  };
}

describe.each([
  { name: "better-sqlite3", open: () => new Database(":memory:") },
  { name: "node:sqlite", open: () => new DatabaseSync(":memory:") },
])("on $name, warm", async ({ open }) => {
  const heard: Heard = { statements: [], roundTrips: 0 };
  const database = open();
  const everything = await hearEverything(sqliteStorage(listenTo(database, heard)), heard);
  afterAll(() => database.close());

  it.each(Object.keys(promised))("%s asks no more than promised, and prepares nothing again", (name) => {
    expect(everything[name]).toEqual(inOneProcess(promised[name]!));
  });
});

describe("on PostgreSQL, warm", async () => {
  const heard: Heard = { statements: [], roundTrips: 0 };
  const prefix = freshPrefix();
  // One connection, so that the second of two requests finds the statements of the first prepared.
  const pool = openPool(1);
  listenToPool(pool, heard);
  const everything = await hearEverything(postgresStorage(pool, { prefix }), heard);
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  it.each(Object.keys(promised))("%s asks no more than promised, and waits no more often", (name) => {
    expect(everything[name]).toEqual(overNetwork(promised[name]!));
  });
});

it("no reading operation writes", () => {
  const reads = Object.entries(promised).filter(([name]) =>
    /\/me|^getUser|^verifyToken|\.(find|list|head|read)/.test(name),
  );
  expect(reads.length).toBe(23);
  expect(new Set(reads.flatMap(([, trips]) => trips))).toEqual(new Set(["select"]));
});

it("every method of a storage is asked", () => {
  const stores = Object.entries(memoryStorage()).filter(([, member]) => typeof member === "object");
  const methods = stores.flatMap(([store, member]) => Object.keys(member).map((method) => `${store}.${method}`));
  expect(methods.length).toBeGreaterThanOrEqual(30);
  expect(methods.filter((method) => !(method in promised))).toEqual([]);
});
