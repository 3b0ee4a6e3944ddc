import { inspect } from "node:util";
import { kyselyStorage } from "@latchkey/adapter-kysely";
import { createClient } from "@libsql/client";
import { LibsqlDialect } from "@libsql/kysely-libsql";
import { CompiledQuery, Kysely, PostgresDialect, SqliteDialect, type Dialect } from "kysely";
import { PostgresJSDialect } from "kysely-postgres-js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import postgres from "postgres";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { isConflict, withoutValues } from "../src/lib/errors.ts";
import { Earliest, JsonParameter } from "../src/lib/parameters.ts";
import { newAccount } from "./accounts.ts";
import { betterSqlite3, dropTables, freshPrefix, kinds, openPool, postgresUrl } from "./databases.ts";

const folder = mkdtempSync(join(tmpdir(), "latchkey-kysely-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const file = () => join(folder, `${crypto.randomUUID()}.db`);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function opened(dialect: ConstructorParameters<typeof Kysely>[0]["dialect"]): Kysely<any> {
  const db = new Kysely<any>({ dialect });
  closing.push(() => db.destroy());
  return db;
}

describe("a driver that is told to return values in a way that cannot be read", () => {
  it.each<readonly [what: string, name: "sqlite" | "postgres", dialect: () => Dialect]>([
    [
      "postgres.js, renaming columns",
      "postgres" as const,
      () => new PostgresJSDialect({ postgres: postgres(postgresUrl(), { max: 2, transform: postgres.camel }) }),
    ],
    [
      "pg, with booleans as text",
      "postgres" as const,
      () => new PostgresDialect({ pool: openPool({ types: { getTypeParser: () => String } as never }) }),
    ],
    ...(
      [
        ["booleans", pg.types.builtins.BOOL],
        ["moments", pg.types.builtins.INT8],
        ["JSON", pg.types.builtins.JSON],
      ] as const
    ).map(([what, type]) => {
      const getTypeParser = (oid: number, format: "text") =>
        oid === type ? () => "read in another way" : pg.types.getTypeParser(oid, format);
      const dialect = () => new PostgresDialect({ pool: openPool({ types: { getTypeParser } as never }) });
      return [`pg, with ${what} alone read in another way`, "postgres" as const, dialect] as const;
    }),
    [
      "libSQL, with whole numbers as text",
      "sqlite" as const,
      () => new LibsqlDialect({ client: createClient({ url: `file:${file()}`, intMode: "string" }) as never }) as never,
    ],
  ])("%s, is refused at the first use, before a table is made", async (_, name, dialect) => {
    const db = opened(dialect());
    const prefix = freshPrefix();
    const storage = kyselyStorage(db, { dialect: name, prefix });
    for (const use of [() => storage.migrate(), () => storage.users.find("x"), () => storage.sweep(new Date(), 1)])
      await expect(use()).rejects.toMatchObject({
        name: "TypeError",
        code: "UNREADABLE_VALUES",
        message: expect.stringMatching(/renames columns, or gives whole numbers as text/),
      });
    const catalogue = name === "sqlite" ? "sqlite_master" : "pg_class";
    const column = name === "sqlite" ? "name" : "relname";
    const query = `select ${column} from ${catalogue} where ${column} like '${prefix}%'`;
    expect((await db.executeQuery(CompiledQuery.raw(query))).rows).toEqual([]);
  });
});

describe("what no driver should return is an error, and neither null nor false", () => {
  const places = {
    sqlite: (table: string) => [
      `update ${table} set disabled = 2`,
      `update ${table} set disabled = x'00'`,
      `update ${table} set created_at = 'soon'`,
      `update ${table} set created_at = 0.5`,
      `update ${table} set metadata = '{"a":'`,
      `update ${table} set metadata = '"{}"'`,
      `update ${table} set metadata = x'7b7d'`,
      `update ${table} set session_version = 'one'`,
    ],
    postgres: (table: string) => [
      `update ${table} set created_at = 'infinity'`,
      `update ${table} set metadata = '7'`,
      `update ${table} set metadata = 'true'`,
      `update ${table} set metadata = '"no JSON"'`,
    ],
  };

  it.each(kinds.filter(({ name }) => name !== "PGlite"))("F21 through $name", async ({ open, dialect }) => {
    const { db, options, storage, close } = await open();
    closing.push(close);
    const { credentials } = newAccount();
    const { id } = credentials.user;
    for (const statement of places[dialect](`${options.prefix ?? "auth_"}users`)) {
      await storage.users.insert(credentials, null);
      await db.executeQuery(CompiledQuery.raw(statement));
      const error = await storage.users.find(id).catch((reason: unknown) => reason);
      expect([statement, error]).toEqual([statement, expect.any(Error)]);
      expect(inspect(error, { depth: null })).not.toMatch(/no JSON|soon|example\.com/);
      await storage.users.delete(id);
    }
  });
});

describe("an error of a driver", () => {
  it("that is none, or says nothing, becomes one that does", () => {
    for (const [given, message] of [
      [undefined, "The driver rejected without an Error"],
      ["user:hunter2", "The driver rejected without an Error"],
      [new AggregateError([new Error("hunter2")], ""), "The driver gave an error without a message"],
      [Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    ] as const) {
      const error = withoutValues(given);
      expect(error.message).toBe(message);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("hunter2");
    }
    expect(withoutValues(Object.assign(new Error("x"), { code: "ERR_SQLITE_ERROR", errcode: 8 }))).toMatchObject({
      code: "ERR_SQLITE_ERROR",
      errcode: 8,
    });
    expect(Object.keys(withoutValues(new Error("x")))).not.toContain("code");
  });

  it("tells by its code, or where Bun's client has it, whether the step did not happen", () => {
    const codes = ["40001", "40P01", "0A000", "26000", "42P05"];
    for (const code of codes) {
      expect(isConflict({ code })).toBe(true);
      expect(isConflict({ code: "ERR_POSTGRES_SERVER_ERROR", errno: code })).toBe(true);
    }
    for (const error of [null, undefined, "40001", {}, { code: 40001 }, { code: "23505" }, { errno: -111 }])
      expect(isConflict(error)).toBe(false);
  });
});

it("JSON and the earliest moment say the same in every way that a driver asks", () => {
  const document = { b: [1, null, "\u0000 \ud800 \u00fc"], a: { toJSON: 1 }, 7: 0 };
  const parameter = new JsonParameter(document);
  const text = JSON.stringify(document);
  expect([String(parameter), parameter.toPostgres(), JSON.stringify(parameter)]).toEqual([text, text, text]);
  expect(inspect(parameter, { depth: null, showHidden: true })).not.toContain("null");

  const earliest = new Earliest();
  expect([earliest.toISOString(), String(earliest), JSON.parse(JSON.stringify(earliest))]).toEqual(
    Array(3).fill("-infinity"),
  );
  expect(earliest.getTime()).toBeLessThan(Date.parse("0001-01-01T00:00:00Z"));
});

it("F23 a step that collides is run again, and the last time where it waits instead", async () => {
  const pool = openPool({ max: 5, options: "-c default_transaction_isolation=serializable" });
  const said: string[] = [];
  const db = new Kysely<any>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void said.push(query.sql),
  });
  closing.push(() => db.destroy());
  const prefix = freshPrefix();
  const storage = kyselyStorage(db, { dialect: "postgres", prefix });
  await storage.migrate();
  closing.push(() => dropTables(db, prefix));
  // Collides whenever it is not at read committed, where each statement sees what is there.
  await db.executeQuery(
    CompiledQuery.raw(
      `create function ${prefix}collide() returns trigger language plpgsql as $$ begin
         if current_setting('transaction_isolation') <> 'read committed' then
           raise exception 'collided' using errcode = '40001';
         end if;
         return new;
       end $$`,
    ),
  );
  closing.push(() => db.executeQuery(CompiledQuery.raw(`drop function if exists ${prefix}collide() cascade`)));
  await db.executeQuery(
    CompiledQuery.raw(
      `create trigger collide before insert on ${prefix}counters for each row execute function ${prefix}collide()`,
    ),
  );
  said.length = 0;
  const at = new Date("2031-01-01T00:00:00Z");
  expect(await storage.counters.add("key", at, at)).toMatchObject({ count: 1 });
  expect(said.filter((sql) => sql.startsWith("insert into"))).toHaveLength(4);
  expect(said.filter((sql) => sql.startsWith("set transaction"))).toHaveLength(1);
});

it("a file of SQLite is tried once, with a table that is gone at once", async () => {
  const said: string[] = [];
  const db = new Kysely<any>({
    dialect: new SqliteDialect({ database: betterSqlite3(file()) }),
    log: ({ query }) => void said.push(query.sql),
  });
  closing.push(() => db.destroy());
  const storage = kyselyStorage(db, { dialect: "sqlite" });
  await storage.migrate();
  await storage.users.find("x");
  await storage.users.delete("x");
  expect(said.filter((sql) => sql.includes("create temp table"))).toHaveLength(1);
  const { rows } = await db.executeQuery(CompiledQuery.raw("select * from sqlite_temp_master"));
  expect(rows).toEqual([]);
});
