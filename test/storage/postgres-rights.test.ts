import { migrationFiles, postgres, sqlStorage, type SqlExecutor } from "@latchkey/sql";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { askEveryMethod } from "../support/every-method.ts";
import { openClient, trySignUp } from "../support/faulty.ts";
import { oddDatabase, oddRole, type OddDatabase } from "../support/postgres/odd-postgres.ts";
import { openPool } from "../support/postgres/postgres.ts";

let odd: OddDatabase;
beforeAll(async () => void (odd = await oddDatabase({})));
afterAll(() => odd?.drop());

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function open(url: string, options: Parameters<typeof postgresStorage>[1] = {}) {
  const storage = postgresStorage(url, options);
  closing.push(() => storage.close());
  return storage;
}

async function openRole(settings: Readonly<Record<string, string>> = {}) {
  const role = await oddRole(odd, settings);
  closing.push(role.drop);
  return role;
}

async function tablesOf(schema: string): Promise<string[]> {
  const { rows } = await odd.admin.query("select tablename from pg_tables where schemaname = $1 order by 1", [schema]);
  return rows.map(({ tablename }) => tablename as string);
}

const failure = (act: Promise<unknown>) =>
  act.then(
    () => null,
    (error: Error & { cause?: { code?: string } }) => error,
  );

describe("F26 rights", () => {
  it("F26 a role with rights on rows alone can do everything with manual migrations", async () => {
    await open(odd.url, { schema: "rows" }).migrate();
    const role = await openRole();
    await odd.admin.query(`grant usage on schema rows to ${role.name}`);
    await odd.admin.query(`grant select, insert, update, delete on all tables in schema rows to ${role.name}`);
    await odd.admin.query(`revoke all on rows.auth_migrations from ${role.name}`);
    await askEveryMethod(open(role.url, { schema: "rows", migrations: "manual" }), (_, call) => call());
  });

  it("F26 a role that may read the journal and finds nothing missing needs no more", async () => {
    await open(odd.url, { schema: "whole" }).migrate();
    const role = await openRole();
    await odd.admin.query(`grant usage on schema whole to ${role.name}`);
    await odd.admin.query(`grant select, insert, update, delete on all tables in schema whole to ${role.name}`);
    expect(await open(role.url, { schema: "whole" }).sessions.find("x")).toBeNull();
  });

  it("F26 a role that may not read the journal hears just that, and what to do", async () => {
    await open(odd.url, { schema: "unread" }).migrate();
    const role = await openRole();
    await odd.admin.query(`grant usage on schema unread to ${role.name}`);
    const storage = open(role.url, { schema: "unread" });
    for (const act of [() => storage.sessions.find("x"), () => storage.migrate()]) {
      const error = await failure(act());
      expect(error?.message).toMatch(/No right to read "auth_migrations" in the schema "unread".*migrations: "manual"/);
      expect(error?.cause).toMatchObject({ code: "42501", message: expect.stringContaining("auth_migrations") });
    }
  });

  it("F26 a role that may make no tables, or no schema, hears just that, and what to do", async () => {
    const role = await openRole();
    for (const schema of [undefined, "unmade"]) {
      const error = await failure(open(role.url, { schema, prefix: "none_" }).sessions.find("x"));
      expect(error?.message).toMatch(
        /No right to create or change the tables none_\* in the schema "(public|unmade)".*migrations: "manual"/,
      );
      expect(error?.cause).toMatchObject({ code: "42501" });
    }
  });

  it("F26 a migration that fails tells its own error, whatever fails behind it", async () => {
    let looks = 0;
    const executor: SqlExecutor = {
      all: async ({ statement }) => {
        if (statement.sql.includes("current_schema"))
          return [{ schema: "public", exists: true, encoding: "UTF8", committed: true }];
        if (++looks === 1) return [];
        throw new Error("second error");
      },
      batch: async () => Promise.reject(new Error("first error")),
      close: async () => {},
    };
    expect((await failure(sqlStorage({ dialect: postgres, executor }).migrate()))?.message).toBe("first error");
    expect(looks).toBe(2);
  });

  it("F26 a journal that cannot be read for any other reason makes no tables", async () => {
    const batches: unknown[] = [];
    const executor: SqlExecutor = {
      all: async ({ statement }) => {
        if (statement.sql.includes("current_schema"))
          return [{ schema: "public", exists: true, encoding: "UTF8", committed: true }];
        throw new Error("disk trouble");
      },
      batch: async (list) => (batches.push(list), []),
      close: async () => {},
    };
    expect((await failure(sqlStorage({ dialect: postgres, executor }).migrate()))?.message).toBe("disk trouble");
    expect(batches).toEqual([]);
  });
});

describe("F27 encoding", () => {
  it.each(["LATIN1", "SQL_ASCII", "EUC_JP"])(
    "F27 a database of %s is refused by migrate(), with a sentence that says how to make one",
    async (encoding) => {
      const other = await oddDatabase({}, `encoding '${encoding}' locale 'C' template template0`);
      closing.push(() => other.drop());
      const storage = postgresStorage(other.url);
      await expect(storage.migrate()).rejects.toThrow(
        new RegExp(`encoding of this database is ${encoding}.*encoding 'UTF8'`),
      );
      const { client, errors } = openClient(storage);
      expect(await trySignUp(client)).toMatchObject({ status: 503 });
      expect(errors).toMatchObject([{ cause: { message: expect.stringContaining("UTF8") } }]);
      expect((await other.admin.query("select tablename from pg_tables where tablename like 'auth%'")).rows).toEqual(
        [],
      );
      await storage.close();
    },
  );
});

describe("F52 schemas", () => {
  it("F52 all tables are in the schema of choice, which is made if it is missing, by eight at once", async () => {
    const eight = Array.from({ length: 8 }, () => open(odd.url, { schema: "eight" }));
    for (const { status } of await Promise.all(eight.map((storage) => trySignUp(openClient(storage).client))))
      expect(status).toBe(200);
    expect((await tablesOf("eight")).length).toBeGreaterThanOrEqual(7);
    expect((await tablesOf("public")).filter((name) => name.startsWith("auth_"))).toEqual([]);
    expect((await odd.admin.query("select count(*)::int as n from eight.auth_users")).rows).toEqual([{ n: 8 }]);
  });

  it("F52 tables of a later schema of the search_path are never used: search_path = t2, public", async () => {
    const inPublic = openClient(open(odd.url, { schema: "public", prefix: "path_" }));
    const person = await inPublic.client.alice();
    await odd.admin.query("create schema t2");
    const url = new URL(odd.url);
    url.searchParams.set("options", "-c search_path=t2,public");
    const { client } = openClient(open(url.href, { prefix: "path_" }));
    expect(await client.get("/me", client.cookie(person.token))).toMatchObject({ status: 401 });
    expect(await client.alice()).toBeDefined();
    expect(await tablesOf("t2")).toContain("path_users");
    const users = await odd.admin.query(
      "select (select count(*)::int from t2.path_users) as t2, (select count(*)::int from public.path_users) as public",
    );
    expect(users.rows).toEqual([{ t2: 1, public: 1 }]);
    // By hand: nothing is made there, and nothing of public is taken.
    await odd.admin.query("create schema t3");
    url.searchParams.set("options", "-c search_path=t3,public");
    const manual = open(url.href, { prefix: "path_", migrations: "manual" });
    await expect(manual.users.findByEmail("users", person.email)).rejects.toMatchObject({ code: "42P01" });
  });

  it("F52 an application that changes the search_path of connections it shares leads nobody astray", async () => {
    const pool = openPool(1, { connectionString: odd.url });
    closing.push(() => pool.end());
    await odd.admin.query("create schema tenant");
    await open(odd.url, { schema: "tenant", prefix: "astray_" }).migrate();
    const { client } = openClient(postgresStorage(pool, { prefix: "astray_" }));
    const { token } = await client.alice();
    for (const path of ["tenant", "tenant, public", "''"]) {
      await pool.query(`set search_path = ${path}`);
      expect(await client.get("/me", client.cookie(token))).toMatchObject({ status: 200 });
      expect(await trySignUp(client)).toMatchObject({ status: 200 });
    }
    expect((await odd.admin.query("select count(*)::int as n from tenant.astray_users")).rows).toEqual([{ n: 0 }]);
  });

  it("F52 without any schema to make tables in, it says so", async () => {
    const role = await openRole({ search_path: "nowhere" });
    await expect(open(role.url).migrate()).rejects.toThrow(/No schema of the search_path exists.*schema: "public"/);
  });

  it("F52 the SQL files of a schema leave nothing to migrate, and work with a role's empty search_path", async () => {
    for (const { sql } of await migrationFiles(postgres, { schema: "files", transaction: true }))
      await odd.admin.query(sql);
    const before = await tablesOf("files");
    const storage = open(odd.url, { schema: "files" });
    await storage.migrate();
    await askEveryMethod(storage, (_, call) => call());
    expect(await tablesOf("files")).toEqual(before);
  });

  it.each(["", "Auth", "1a", "a-b", 'a"; drop schema public; --', "pg_auth", "a".repeat(64), 7, null])(
    "F52 refuses the schema %j at start",
    async (schema) => {
      expect(() => postgresStorage(odd.url, { schema: schema as string })).toThrow(/^schema must be/);
      await expect(migrationFiles(postgres, { schema: schema as string, transaction: true })).rejects.toThrow(
        /^schema must be/,
      );
    },
  );

  it("F52 a storage that knows no schemas refuses one, instead of leaving it out", () => {
    expect(() => sqliteStorage(":memory:", { schema: "auth" } as object)).toThrow(/schema is for PostgreSQL/);
  });

  it("no name is longer than PostgreSQL keeps, with the longest prefix", async () => {
    const prefix = "p".repeat(32);
    const text = (await migrationFiles(postgres, { prefix, transaction: true })).map(({ sql }) => sql).join("");
    const names = [...text.matchAll(/"(p{32}\w+)"/g)].map(([, name]) => name!);
    expect(new Set(names).size).toBeGreaterThan(15);
    expect(names.filter((name) => name.length > 63)).toEqual([]);
  });
});
