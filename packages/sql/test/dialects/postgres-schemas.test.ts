import { migrationFiles, postgres } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { postgresSchemas } from "../../src/lib/dialects/postgres-schemas.ts";
import { fakeExecutor, postgresAnswer } from "../support/fake-executor.ts";

const search = (answer: object, schema: string | null = null) => ({
  executor: fakeExecutor(() => [{ ...postgresAnswer, ...answer }]),
  names: { schema },
  timeoutMs: 700,
  needsReadCommitted: false,
});

describe("the schema of the tables", () => {
  it.each(["auth", "_", "a1_", "a".repeat(63)])("is a plain name, like %j", (schema) => {
    expect(postgresSchemas.check(schema)).toBe(schema);
  });

  it.each(["", "Auth", "1a", "pg_auth", "a b", 'a"', "a".repeat(64), "a\n", "\na", null as never, ["auth"] as never])(
    "is no other name, like %j",
    (schema) => {
      expect(() => postgresSchemas.check(schema)).toThrow(
        TypeError(
          `schema must be 1 to 63 lower-case letters, digits or '_', like "auth", ` +
            "and not start with a digit or 'pg_'",
        ),
      );
    },
  );

  it("stands before every table of the migrations, and before nothing else", async () => {
    const text = (await migrationFiles(postgres, { schema: "vault", prefix: "x_", transaction: true }))
      .map(({ sql }) => sql)
      .join("\n");
    const tables = text.match(/(?:table|table if not exists|references|on|into) (?:"\w+"\.)?"x_\w+"/g)!;
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter((name) => !name.includes('"vault"."x_'))).toEqual([]);
    expect(text.match(/(?:constraint|create index) "vault"/g)).toBeNull();
  });

  it("is quoted, whatever it is called", () => {
    // A database may have a schema that this check would refuse.
    expect(postgresSchemas.qualify('select "~users"."id" from "~users"', 'My "own"')).toBe(
      'select "~users"."id" from "My ""own"""."~users"',
    );
    expect(postgresSchemas.create("auth")).toBe('create schema if not exists "auth"');
  });

  it.each([
    'delete from "~',
    'join "~',
    'insert into "~',
    'update "~',
    'create table "~',
    'table if exists "~',
    'create table if not exists "~',
    'references "~',
    'on "~',
    'drop index "~',
    'drop index if exists "~',
    'alter index "~',
  ])("is named in %s…", (text) => {
    expect(postgresSchemas.qualify(`${text}x"`, "s")).toBe(`${text.slice(0, -2)}"s"."~x"`);
  });

  it.each(['constraint "~x"', 'create index "~x"', 'select "~x"."id"', 'xfrom "~x"', 'returning "~x"."id"'])(
    "is not named in %s",
    (text) => expect(postgresSchemas.qualify(text, "s")).toBe(text),
  );
});

describe("finding the schema", () => {
  it("asks for the one that the role creates tables in, within the time limit", async () => {
    const place = search({ schema: "own" });
    expect(await postgresSchemas.find(place, false)).toEqual([]);
    expect(place.names.schema).toBe("own");
    expect(place.needsReadCommitted).toBe(false);
    expect(place.executor.timeLeft[0]).toBeGreaterThan(0);
    expect(place.executor.timeLeft[0]).toBeLessThanOrEqual(700);
  });

  it("asks with the chosen one as a parameter, in a statement that does not stay prepared", async () => {
    const bound: unknown[] = [];
    const place = { ...search({}, "vault"), executor: fakeExecutor((_, one) => (bound.push(one), [postgresAnswer])) };
    await postgresSchemas.find(place, false);
    expect(bound).toMatchObject([{ statement: { name: null }, parameters: ["vault"] }]);
  });

  it("creates one that is missing before the first migration", async () => {
    expect(await postgresSchemas.find(search({ schema: "vault", exists: false }), true)).toEqual([
      'create schema if not exists "vault"',
    ]);
  });

  it.each([false, null, undefined, "t"])(
    "asks for read committed where the default is another: %j",
    async (committed) => {
      const place = search({ committed });
      await postgresSchemas.find(place, false);
      expect(place.needsReadCommitted).toBe(true);
    },
  );

  it.each([null, undefined, 1])("fails where there is none: %j", async (schema) => {
    const place = search({ schema });
    await expect(postgresSchemas.find(place, false)).rejects.toThrow(
      'No schema of the search_path exists, or this role may use none of them. Name one, like schema: "public"',
    );
    expect(place.names.schema).toBeNull();
  });

  it("fails where the database says nothing at all", async () => {
    const place = { ...search({}), executor: fakeExecutor(() => []) };
    await expect(postgresSchemas.find(place, false)).rejects.toThrow(/^No schema of the search_path exists/);
  });

  it("refuses to migrate a database that cannot hold every text, and says how to create one that can", async () => {
    await expect(postgresSchemas.find(search({ encoding: "LATIN1" }), true)).rejects.toThrow(
      "The encoding of this database is LATIN1, which cannot hold every text. " +
        "Make one with: create database … encoding 'UTF8' template template0",
    );
    expect(await postgresSchemas.find(search({ encoding: "LATIN1" }), false)).toEqual([]);
  });
});
