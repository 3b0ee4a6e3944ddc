import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { migrationFiles, postgres, sqlite } from "@latchkey/sql";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth, type Storage } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { expectEveryRow, versionOne } from "../support/version-one.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const fileNames = [
  "0001_accounts.sql",
  "0002_tokens.sql",
  "0003_identities.sql",
  "0004_user_search.sql",
  "0005_audit.sql",
  "0006_ways_in.sql",
];
const committed = (adapter: string) =>
  fileNames.map((name) => readFileSync(`${root}packages/${adapter}/migrations/${name}`, "utf8")).join("\n");

async function signsUp(storage: Storage): Promise<boolean> {
  const auth = createAuth({ storage, secret: "0123456789abcdef0123456789abcdef", passwords: fastHasher() });
  const { token } = await auth.signUp({ email: `${crypto.randomUUID()}@example.com`, password: "correct horse" });
  return (await auth.getUser(token)) !== null;
}

describe("the SQL files", () => {
  it("are what the queries say, and so is every statement that @latchkey/sql ships", () => {
    execFileSync(process.execPath, [`${root}scripts/write-sql.ts`, "--check"], { stdio: "pipe" });
  });

  it("leave nothing to migrate on SQLite, and for D1 as well", async () => {
    for (const file of [committed("adapter-sqlite"), committed("adapter-d1")]) {
      const database = new DatabaseSync(":memory:");
      database.exec(file);
      const schema = () => database.prepare("select sql from sqlite_master order by name").all();
      const before = schema();
      const storage = sqliteStorage(database, { migrations: "manual" });
      expect(await signsUp(storage)).toBe(true);
      await storage.migrate();
      expect(schema()).toEqual(before);
    }
  });

  it("make the tables that a storage makes by itself", async () => {
    const [byFile, byItself] = [new DatabaseSync(":memory:"), new DatabaseSync(":memory:")];
    byFile.exec(committed("adapter-sqlite"));
    await sqliteStorage(byItself).migrate();
    const columns = (database: DatabaseSync) =>
      database
        .prepare("select m.name as t, c.* from sqlite_master m, pragma_table_info(m.name) c order by m.name, c.cid")
        .all();
    expect(columns(byFile)).toEqual(columns(byItself));
    expect(columns(byFile).length).toBeGreaterThan(20);
  });

  it("leave nothing to migrate on PostgreSQL", async () => {
    const url = new URL(process.env.TEST_POSTGRES_URL ?? "set TEST_POSTGRES_URL to a PostgreSQL server");
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    const name = `latchkey_files_${process.pid}`;
    await admin.query(`create database ${name}`);
    url.pathname = `/${name}`;
    const pool = new pg.Pool({ connectionString: url.href });
    // The pool says that it has ended a little before its connections have, and dropping the database ends those.
    pool.on("error", () => {});
    try {
      await pool.query(committed("adapter-postgres"));
      const storage = postgresStorage(pool, { migrations: "manual" });
      expect(await signsUp(storage)).toBe(true);
      await storage.migrate();
      expect((await pool.query("select step, name from auth_migrations")).rows).toEqual([
        { step: 1, name: "accounts" },
        { step: 2, name: "tokens" },
        { step: 3, name: "identities" },
        { step: 4, name: "user_search" },
        { step: 5, name: "audit" },
        { step: 6, name: "ways_in" },
      ]);
    } finally {
      await pool.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    }
  });
});

describe("a database of version 1", () => {
  const steps = "select step from auth_migrations order by step";

  it.each(["on", "off"])("F07 keeps every row on SQLite, with foreign keys %s", async (foreignKeys) => {
    const database = new DatabaseSync(":memory:");
    for (const text of await versionOne(sqlite)) database.exec(text);
    database.exec(`pragma foreign_keys = ${foreignKeys}`);
    await expectEveryRow(sqliteStorage(database));
    expect(
      database
        .prepare(steps)
        .all()
        .map(({ step }) => step),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    expect(database.prepare("pragma foreign_key_check").all()).toEqual([]);
    const references = database
      .prepare("select \"table\", on_delete from pragma_foreign_key_list('auth_tokens')")
      .all();
    expect(references.map((row) => ({ ...row }))).toEqual([{ table: "auth_users", on_delete: "CASCADE" }]);
    expect(
      database.prepare("select name from sqlite_master where name like '%tokens_2%' or sql like '%tokens_2%'").all(),
    ).toEqual([]);
  });

  it("F07 leaves out the tokens of users that are gone, and no other", async () => {
    const database = new DatabaseSync(":memory:");
    for (const text of await versionOne(sqlite)) database.exec(text);
    database.exec(`
      pragma foreign_keys = off;
      insert into auth_tokens (hash, purpose, pool, user_id, expires_at) values ('orphan', 'reset', 'users', 'gone', 1);
      pragma foreign_keys = on`);
    await sqliteStorage(database).migrate();
    expect(
      database
        .prepare("select hash from auth_tokens order by hash")
        .all()
        .map(({ hash }) => hash),
    ).toEqual(["hash-1", "hash-2"]);
  });

  it("F07 F27 keeps every row on PostgreSQL, also when eight processes migrate it at once", async () => {
    const admin = openPool(1);
    const schema = freshPrefix();
    await admin.query(`create schema ${schema}`);
    const pools = Array.from({ length: 8 }, () => openPool(2, { options: `-c search_path=${schema}` }));
    try {
      for (const text of await versionOne(postgres)) await pools[0]!.query(text);
      await Promise.all(pools.map((pool) => postgresStorage(pool).migrate()));
      await expectEveryRow(postgresStorage(pools[1]!));
      expect((await pools[0]!.query(steps)).rows).toEqual([1, 2, 3, 4, 5, 6].map((step) => ({ step })));
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
      await admin.query(`drop schema ${schema} cascade`);
      await admin.end();
    }
  });
});

describe("a migration that fails half way", () => {
  it("leaves no half behind, and is made good by the next try", async () => {
    const database = new DatabaseSync(":memory:");
    database.exec("create table auth_counters (mine integer)");
    const storage = sqliteStorage(database);
    await expect(storage.migrate()).rejects.toThrow();
    const tables = () =>
      database
        .prepare("select name from sqlite_master where type = 'table' order by name")
        .all()
        .map(({ name }) => name);
    expect(tables()).toEqual(["auth_counters", "auth_migrations"]);
    await expect(storage.users.findByEmail("users", "a@example.com")).rejects.toThrow();

    database.exec("drop table auth_counters");
    expect(await signsUp(storage)).toBe(true);
    expect(tables()).toEqual([
      "auth_api_keys",
      "auth_audit_heads",
      "auth_audit_log",
      "auth_counters",
      "auth_factors",
      "auth_identities",
      "auth_migrations",
      "auth_passkeys",
      "auth_pools",
      "auth_recovery_codes",
      "auth_sessions",
      "auth_tokens",
      "auth_users",
    ]);
  });
});

describe("names", () => {
  it("P02 carry the prefix of choice, in every statement", async () => {
    for (const dialect of [sqlite, postgres]) {
      const text = (await migrationFiles(dialect, { prefix: "shop_", transaction: true }))
        .map((file) => file.sql)
        .join("\n");
      const matches = text.matchAll(
        /(?:table|index|into|on|from|constraint|references|rename to)(?: if not exists)? "(\w+)"/g,
      );
      const names = [...matches].map((match) => match[1]!);
      expect(names.length).toBeGreaterThan(10);
      expect(names.filter((name) => !name.startsWith("shop_"))).toEqual([]);
    }
  });

  it.each(["", "Auth_", "1_", 'x"; drop table users; --', "a".repeat(33)])(
    "refuse the prefix %j at start",
    (prefix) => {
      expect(() => sqliteStorage(new DatabaseSync(":memory:"), { prefix })).toThrow(/prefix/);
    },
  );
});
