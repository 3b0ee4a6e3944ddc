import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import Database from "better-sqlite3";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { askAll, openClient, trySignUp } from "../support/faulty.ts";
import { freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { temporaryFolder } from "../support/storages.ts";

interface Options {
  readonly prefix?: string;
  readonly migrations?: "auto" | "manual";
}

interface EmptyDatabase {
  /** Another storage on the same database, with connections of its own, as another process has it. */
  open(options?: Options): Storage;
  tables(): Promise<string[]>;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function emptySqlite(): EmptyDatabase {
  const folder = temporaryFolder();
  closing.push(() => folder.remove());
  const file = join(folder.path, "auth.db");
  return {
    open(options) {
      const storage = sqliteStorage(file, options);
      closing.push(() => storage.close());
      return storage;
    },
    async tables() {
      const database = new Database(file);
      const names = database.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all();
      database.close();
      return names as string[];
    },
  };
}

/** A schema of its own, so that the default prefix is free. */
async function emptyPostgres(): Promise<EmptyDatabase> {
  const admin = openPool(1);
  const schema = freshPrefix();
  await admin.query(`create schema ${schema}`);
  closing.push(
    () => admin.end(),
    () => admin.query(`drop schema ${schema} cascade`),
  );
  const open = (max: number) => {
    const pool = openPool(max, { options: `-c search_path=${schema}` });
    closing.push(() => pool.end());
    return pool;
  };
  return {
    open: (options) => postgresStorage(open(2), options),
    async tables() {
      const { rows } = await open(1).query("select tablename from pg_tables where schemaname = $1 order by 1", [
        schema,
      ]);
      return rows.map(({ tablename }) => tablename as string);
    },
  };
}

const named = (prefix: string) =>
  [
    "api_keys",
    "audit_heads",
    "audit_log",
    "counters",
    "factors",
    "identities",
    "migrations",
    "passkeys",
    "pools",
    "recovery_codes",
    "sessions",
    "tokens",
    "users",
  ].map((name) => prefix + name);

describe.each([
  { name: "SQLite", empty: emptySqlite },
  { name: "PostgreSQL", empty: emptyPostgres },
])("migrations on $name", ({ empty }) => {
  it("P01 P02 missing tables are made at the first request, as auth_users, auth_sessions and so on", async () => {
    const database = await empty();
    const { client } = openClient(database.open());
    await client.alice();
    expect(await database.tables()).toEqual(named("auth_"));
  });

  it("P02 a prefix names the tables, and two of them are two worlds in one database", async () => {
    const database = await empty();
    const [shop, club] = ["shop_", "club_"].map((prefix) => openClient(database.open({ prefix })).client);
    const customer = await shop!.alice();
    await club!.alice();
    expect(await database.tables()).toEqual([...named("club_"), ...named("shop_")].sort());
    expect(await club!.post("/signin", customer)).toMatchObject({ status: 401 });
    expect(await club!.get("/me", club!.cookie(customer.token))).toMatchObject({ status: 401 });
  });

  it("P03 eight processes that start at once on an empty database all succeed, and keep every row", async () => {
    const database = await empty();
    const clients = Array.from({ length: 8 }, () => openClient(database.open()).client);
    const people = await Promise.all(clients.map((client) => client.signUp()));

    const later = Array.from({ length: 8 }, () => openClient(database.open()).client);
    const found = await Promise.all(
      people.map((person, index) => later[index]!.get("/me", later[index]!.cookie(person.token))),
    );
    expect(found.map(({ body }) => body.user)).toEqual(people.map(({ user }) => user));
    expect(await database.tables()).toEqual(named("auth_"));
  });

  it("P03 migrating again, eight at once beside traffic, keeps every row", async () => {
    const database = await empty();
    const storage = database.open();
    const { client } = openClient(storage);
    const alice = await client.alice();
    const migrations = Array.from({ length: 8 }, () => database.open({ migrations: "manual" }).migrate());
    const traffic = Array.from({ length: 8 }, () => client.signUp());
    await Promise.all([...migrations, ...traffic, storage.migrate()]);
    for (const { token, user } of [alice, ...(await Promise.all(traffic))]) {
      expect((await client.get("/me", client.cookie(token))).body).toEqual({ user });
    }
  });

  it("manual migrations: without tables everything is 503, and after migrate() it works", async () => {
    const database = await empty();
    const storage = database.open({ migrations: "manual" });
    const { client, errors } = openClient(storage);
    const { token } = await openClient((await empty()).open()).client.alice();

    expect((await askAll(client, token)).map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(String((errors[0] as Error).cause)).toMatch(/auth_\w+/);
    expect(await database.tables()).toEqual([]);

    await storage.migrate();
    expect((await askAll(client, token)).map(({ status }) => status)).toEqual([200, 401, 401, 200]);
  });

  it("P01 20 requests that come at once to an empty database are all answered", async () => {
    const { client } = openClient((await empty()).open());
    const answers = await Promise.all(Array.from({ length: 20 }, () => trySignUp(client)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
