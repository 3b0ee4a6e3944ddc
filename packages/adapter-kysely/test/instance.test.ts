import { kyselyStorage, type KyselyStorageOptions } from "@latchkey/adapter-kysely";
import type { Storage } from "@latchkey/core";
import BetterSqlite3 from "better-sqlite3";
import {
  CamelCasePlugin,
  Kysely,
  MysqlDialect,
  PostgresDialect,
  SqliteDialect,
  WithSchemaPlugin,
  type KyselyPlugin,
} from "kysely";
import { afterAll, describe, expect, it } from "vitest";
import { dropTables, freshPrefix, kinds, openPool } from "./databases.ts";
import { newAccount } from "./accounts.ts";

const sqlite = (plugins: KyselyPlugin[] = []) =>
  new Kysely<any>({ dialect: new SqliteDialect({ database: new BetterSqlite3(":memory:") }), plugins });
const pool = openPool({ max: 2 });
const onPostgres = new Kysely<any>({ dialect: new PostgresDialect({ pool }) });
afterAll(() => onPostgres.destroy());

describe("kyselyStorage refuses at start", () => {
  const refusal = (db: unknown, options: unknown) => {
    try {
      kyselyStorage(db as Kysely<unknown>, options as KyselyStorageOptions);
    } catch (error) {
      return error;
    }
    throw new Error("it did not");
  };

  it.each([
    ["no options", undefined, /dialect must be "sqlite" or "postgres"/],
    ["no dialect", {}, /dialect must be/],
    ["another dialect", { dialect: "mysql" }, /dialect must be/],
    ["a name that every object has", { dialect: "constructor" }, /dialect must be/],
    [
      "PostgreSQL for a SQLite instance",
      { dialect: "postgres" },
      /"postgres", but this Kysely instance writes SQL for/,
    ],
    ["a schema on SQLite", { dialect: "sqlite", schema: "auth" }, /schema is for PostgreSQL/],
    ["a prefix that is more than one", { dialect: "sqlite", prefix: 'x" --' }, /prefix must be/],
    ["a time limit of nothing", { dialect: "sqlite", timeoutMs: 0 }, /timeoutMs must be/],
    ["other migrations", { dialect: "sqlite", migrations: "never" }, /migrations must be/],
  ])("%s", (_, options, sentence) => {
    const error = refusal(sqlite(), options);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringMatching(sentence) });
  });

  it("SQLite for a PostgreSQL instance, and either for MySQL", () => {
    const mysql = new Kysely({ dialect: new MysqlDialect({ pool: {} as never }) });
    for (const [db, dialect] of [
      [onPostgres, "sqlite"],
      [mysql, "sqlite"],
      [mysql, "postgres"],
    ] as const)
      expect(refusal(db, { dialect })).toMatchObject({ message: expect.stringMatching(/writes SQL for another/) });
  });

  const [executeQuery, withoutPlugins] = [() => {}, () => {}];
  it.each([
    7,
    "postgres://localhost",
    true,
    {},
    new SqliteDialect({} as never),
    () => {},
    false,
    { executeQuery },
    { withoutPlugins },
    Object.assign(() => {}, { executeQuery, withoutPlugins }),
  ])("what is no instance: %o", (value) => {
    expect(refusal(value, { dialect: "sqlite" })).toMatchObject({
      name: "TypeError",
      message: expect.stringMatching(/takes a Kysely instance/),
    });
  });

  it("a transaction, also a controlled one, and with plugins", async () => {
    const db = sqlite();
    const sentence = /takes the Kysely instance itself/;
    await db.transaction().execute(async (transaction) => {
      expect(() => kyselyStorage(transaction, { dialect: "sqlite" })).toThrow(sentence);
      const other = transaction.withPlugin(new CamelCasePlugin());
      expect(() => kyselyStorage(other, { dialect: "sqlite" })).toThrow(sentence);
    });
    const controlled = await db.startTransaction().execute();
    expect(() => kyselyStorage(controlled, { dialect: "sqlite" })).toThrow(sentence);
    await controlled.rollback().execute();
  });

  it("withSchema(), which raw SQL does not follow, unless a schema is given", async () => {
    const sentence = /does not follow withSchema/;
    expect(() => kyselyStorage(onPostgres.withSchema("auth"), { dialect: "postgres" })).toThrow(sentence);
    expect(() => kyselyStorage(sqlite([new WithSchemaPlugin("main")]), { dialect: "sqlite" })).toThrow(sentence);
    const schema = freshPrefix().slice(0, -1);
    const storage = kyselyStorage(onPostgres.withSchema("elsewhere"), { dialect: "postgres", schema });
    try {
      await storage.migrate();
      const { rows } = await pool.query("select relname from pg_class where relnamespace = $1::regnamespace", [schema]);
      expect(rows).toContainEqual({ relname: "auth_users" });
    } finally {
      await pool.query(`drop schema if exists ${schema} cascade`);
    }
  });
});

it("an instance that is not set is missed at the first use, with what to do", async () => {
  for (const missing of [undefined, null, ""]) {
    const storage = kyselyStorage(missing as undefined, { dialect: "sqlite" });
    await expect(storage.users.find("x")).rejects.toMatchObject({
      code: "DATABASE_MISSING",
      message: expect.stringMatching(/pass a Kysely instance/),
    });
    await storage.close();
  }
});

/** Plugins that would each break a storage that reads through them. */
const plugins: Record<string, KyselyPlugin> = {
  "that renames columns": new CamelCasePlugin(),
  "that hides rows": {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => ({ ...result, rows: [] }),
  },
  "that throws": {
    transformQuery({ node }) {
      return node;
    },
    transformResult: () => Promise.reject(new Error("no results today")),
  },
};

describe.each(kinds.filter(({ name }) => ["better-sqlite3", "pg"].includes(name)))("plugins on $name", ({ open }) => {
  it.each(Object.keys(plugins))("one %s reaches no storage, and stays on the application's instance", async (name) => {
    const { db, options, close } = await open();
    try {
      const dressed = db.withPlugin(plugins[name]!);
      await worksOver(kyselyStorage(dressed, options));
      expect(dressed.getExecutor().plugins).toContain(plugins[name]);
    } finally {
      await close();
    }
  });
});

async function worksOver(storage: Storage): Promise<void> {
  const { credentials, session } = newAccount();
  expect(await storage.users.insert(credentials, session)).toBe(true);
  expect(await storage.users.find(credentials.user.id)).toEqual(credentials);
  expect(await storage.sessions.find(session.id)).toEqual({ session, user: credentials.user });
}

it("close() leaves the instance open, and a storage can be used after it", async () => {
  const db = sqlite();
  const storage = kyselyStorage(db, { dialect: "sqlite" });
  await storage.migrate();
  await storage.close();
  await worksOver(storage);
  await db.destroy();
});

it("two storages over one instance keep to their prefixes", async () => {
  const prefixes = [freshPrefix(), freshPrefix()];
  try {
    const [one, two] = prefixes.map((prefix) => kyselyStorage(onPostgres, { dialect: "postgres", prefix }));
    await worksOver(one!);
    await worksOver(two!);
    expect(await one!.users.list("users", null, 10)).toHaveLength(1);
  } finally {
    for (const prefix of prefixes) await dropTables(onPostgres, prefix);
  }
});
