import { inspect } from "node:util";
import { kyselyStorage, type LatchkeyTables } from "@latchkey/adapter-kysely";
import { CompiledQuery, sql, type Kysely, type Selectable } from "kysely";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { tables, type TableName } from "../../sql/queries/tables.ts";
import { newAccount } from "./accounts.ts";
import { kinds, type Opened } from "./databases.ts";
import { tellOneConnection } from "./one-connection.suite.ts";

type Users<Dialect extends "sqlite" | "postgres"> = LatchkeyTables<Dialect>["auth_users"];

/** The names of every column, which TypeScript compares with the types, and the tests with the database. */
const columns: { [Table in keyof LatchkeyTables<"sqlite">]: Record<keyof LatchkeyTables<"sqlite">[Table], true> } = {
  auth_users: {
    id: true,
    pool: true,
    email: true,
    username: true,
    email_verified: true,
    password_hash: true,
    metadata: true,
    app_metadata: true,
    disabled: true,
    session_version: true,
    created_at: true,
    updated_at: true,
  },
  auth_sessions: {
    id: true,
    user_id: true,
    version: true,
    created_at: true,
    expires_at: true,
    ends_at: true,
    last_used_at: true,
    proved_at: true,
    methods: true,
    address: true,
    agent: true,
  },
  auth_api_keys: {
    id: true,
    user_id: true,
    hash: true,
    name: true,
    hint: true,
    scopes: true,
    created_at: true,
    expires_at: true,
    last_used_at: true,
  },
  auth_identities: {
    pool: true,
    provider: true,
    subject: true,
    user_id: true,
    email: true,
    tokens: true,
    created_at: true,
    last_used_at: true,
  },
  auth_passkeys: {
    id: true,
    user_id: true,
    public_key: true,
    counter: true,
    transports: true,
    backup_eligible: true,
    backed_up: true,
    aaguid: true,
    name: true,
    created_at: true,
    last_used_at: true,
  },
};

describe("the types of the tables", () => {
  it("name every column of the tables that the SQL is written from, and no other", () => {
    for (const [name, known] of Object.entries(columns)) {
      expect(Object.keys(known)).toEqual(Object.keys(tables[name.replace("auth_", "") as TableName]));
    }
  });

  it("know a prefix and a schema, and no update", () => {
    expectTypeOf<keyof LatchkeyTables<"sqlite">>().toEqualTypeOf<
      "auth_users" | "auth_sessions" | "auth_api_keys" | "auth_identities" | "auth_passkeys"
    >();
    expectTypeOf<keyof LatchkeyTables<"postgres", "auth.my_">>().toEqualTypeOf<
      "auth.my_users" | "auth.my_sessions" | "auth.my_api_keys" | "auth.my_identities" | "auth.my_passkeys"
    >();
    expectTypeOf<Selectable<Users<"sqlite">>["created_at"]>().toEqualTypeOf<number>();
    expectTypeOf<Selectable<Users<"postgres">>["created_at"]>().toEqualTypeOf<Date>();
    expectTypeOf<Selectable<Users<"sqlite">>["disabled"]>().toEqualTypeOf<0 | 1>();
    const update = (db: Kysely<LatchkeyTables<"sqlite">>) =>
      // @ts-expect-error Latchkey alone writes.
      db.updateTable("auth_users").set({ disabled: 1 });
    expect(update).toBeTypeOf("function");
  });

  it("kyselyStorage takes an instance of any tables", () => {
    interface Own {
      orders: { id: number };
    }
    const accepts = (db: Kysely<Own & LatchkeyTables<"sqlite">>, other: Kysely<Own>, any: Kysely<any>) =>
      [db, other, any].map((one) => kyselyStorage(one as Kysely<Own>, { dialect: "sqlite" }));
    const strictly = (db: Kysely<Own>) => kyselyStorage(db, { dialect: "sqlite" });
    expect([accepts, strictly]).toHaveLength(2);
  });
});

/** What the types say of a value. */
const checks = {
  sqlite: {
    moment: (value: unknown) => Number.isSafeInteger(value),
    boolean: (value: unknown) => value === 0 || value === 1,
    json: (value: unknown) => typeof value === "string" && typeof JSON.parse(value) === "object",
    list: (value: unknown) => typeof value === "string" && Array.isArray(JSON.parse(value)),
    long: (value: unknown) => Number.isSafeInteger(value),
  },
  postgres: {
    moment: (value: unknown) => value instanceof Date,
    boolean: (value: unknown) => typeof value === "boolean",
    json: (value: unknown) => typeof value === "object" && !Array.isArray(value),
    list: (value: unknown) => Array.isArray(value),
    long: (value: unknown) => /^\d+$/.test(String(value)),
  },
};

function isAsSaid(dialect: "sqlite" | "postgres", column: string, value: unknown): boolean {
  const { moment, boolean, json, list, long } = checks[dialect];
  if (value === null) return ["username", "app_metadata", "agent", "last_used_at"].includes(column);
  if (column.endsWith("_at")) return moment(value);
  if (["disabled", "email_verified", "backup_eligible", "backed_up"].includes(column)) return boolean(value);
  if (column.endsWith("metadata")) return json(value);
  if (["scopes", "transports"].includes(column)) return list(value);
  if (column === "counter") return long(value);
  return typeof value === (column.endsWith("version") ? "number" : "string");
}

interface Orders {
  orders: { id: number; user_id: string; total: number };
}

describe.each(kinds)("through $name", ({ name, open, dialect }) => {
  let opened: Opened;
  const { credentials, session } = newAccount();
  const { user } = credentials;
  const key = {
    id: crypto.randomUUID(),
    userId: user.id,
    hash: "h",
    name: "ci",
    hint: "lk_abc",
    scopes: ["read", "deploy"],
    createdAt: user.createdAt,
    expiresAt: user.createdAt,
    lastUsedAt: null,
  };
  let prefix = "auth_";

  beforeAll(async () => {
    opened = await open();
    prefix = opened.options.prefix ?? prefix;
    const { db, storage } = opened;
    await storage.users.insert(credentials, session);
    await storage.apiKeys.insert(key, 1);
    const { id: userId, createdAt } = credentials.user;
    const identity = {
      pool: "users",
      provider: "test",
      subject: "1",
      userId,
      email: "a@b.c",
      tokens: "sealed",
      createdAt,
    };
    await storage.identities.link({ ...identity, lastUsedAt: createdAt }, 1);
    const passkey = {
      id: "passkey",
      userId,
      publicKey: "key",
      counter: 4_294_967_295,
      transports: ["usb"],
      backupEligible: true,
      backedUp: false,
      aaguid: "00000000-0000-0000-0000-000000000000",
      name: "a passkey",
      createdAt,
    };
    await storage.passkeys.insert({ ...passkey, lastUsedAt: createdAt }, 1);
    const type = sql.raw(dialect === "sqlite" ? "text" : "uuid");
    await sql`create table ${sql.table(`${prefix}orders`)} ("id" integer primary key, "user_id" ${type} not null
      references ${sql.table(`${prefix}users`)} ("id") on delete cascade, "total" integer not null)`.execute(db);
    await sql`insert into ${sql.table(`${prefix}orders`)} values (1, ${user.id}, 42)`.execute(db);
  }, 180_000);
  afterAll(async () => {
    await sql`drop table if exists ${sql.table(`${prefix}orders`)}`.execute(opened.db);
    await opened.close();
  });

  it("own tables are joined by the types of the dialect", async () => {
    // With the prefix of this suite the names are others; the columns are what the types are about.
    const joined = (db: Kysely<Orders & LatchkeyTables<"sqlite">> | Kysely<Orders & LatchkeyTables<"postgres">>) =>
      (db as Kysely<Orders & LatchkeyTables<"sqlite">>)
        .selectFrom(`${prefix}orders as orders` as "orders")
        .innerJoin(`${prefix}users as auth_users` as "auth_users", "auth_users.id", "orders.user_id")
        .leftJoin(`${prefix}sessions as auth_sessions` as "auth_sessions", "auth_sessions.user_id", "auth_users.id")
        .select(["orders.total", "auth_users.email", "auth_users.created_at", "auth_sessions.expires_at"])
        .where("auth_users.email", "=", user.email);
    const row = await joined(opened.db).executeTakeFirstOrThrow();
    expectTypeOf(row).toEqualTypeOf<{ total: number; email: string; created_at: number; expires_at: number | null }>();
    const moment = (value: unknown) => new Date(value as number).getTime();
    expect({ ...row, created_at: moment(row.created_at), expires_at: moment(row.expires_at) }).toEqual({
      total: 42,
      email: user.email,
      created_at: user.createdAt.getTime(),
      expires_at: session.expiresAt.getTime(),
    });
  });

  it("every column is there, with a value of the type that it is said to have", async () => {
    for (const [name, known] of Object.entries(columns)) {
      const place = prefix + name.slice("auth_".length);
      const { rows } = await opened.db.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(`select * from "${place}"`),
      );
      expect(Object.keys(rows[0]!).sort()).toEqual(Object.keys(known).sort());
      for (const [column, value] of Object.entries(rows[0]!))
        expect([column, isAsSaid(dialect, column, value)]).toEqual([column, true]);
    }
  });

  it("an error keeps its code and loses every value, also when it is inspected", async () => {
    const { db, storage } = opened;
    const forbid =
      dialect === "sqlite"
        ? `create trigger forbidden before insert on ${prefix}users begin select raise(abort, 'forbidden'); end`
        : `alter table ${prefix}users add constraint forbidden check (email not like '%@forbidden.example')`;
    const allow =
      dialect === "sqlite" ? "drop trigger forbidden" : `alter table ${prefix}users drop constraint forbidden`;
    await db.executeQuery(CompiledQuery.raw(forbid));
    const refused = newAccount("grace@forbidden.example");
    for (const use of [
      () => storage.users.insert(refused.credentials, refused.session),
      () => storage.users.insert(refused.credentials, null),
      () =>
        storage.users.insertFirst({ ...refused.credentials, user: { ...refused.credentials.user, pool: "p" } }, null),
    ]) {
      const error = (await use().catch((reason: unknown) => reason)) as Error & { code: string };
      expect(error.message).toMatch(/forbidden/);
      expect(error.code).toMatch(dialect === "sqlite" ? /^SQLITE_CONSTRAINT/ : /^23514$/);
      for (const text of [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error), error.stack!])
        expect(text).not.toMatch(/\$secret\$|grace|insert into|2001:db8/i);
    }
    await db.executeQuery(CompiledQuery.raw(allow));
    expect(await storage.users.find(refused.credentials.user.id)).toBeNull();
  });

  if (name === "PGlite") tellOneConnection(async () => opened);

  it("own rows that refer to a user with on delete cascade go with the user", async () => {
    if (dialect === "sqlite") await opened.db.executeQuery(CompiledQuery.raw("pragma foreign_keys = on"));
    expect(await opened.storage.users.delete(user.id)).toBe(true);
    const { rows } = await sql`select * from ${sql.table(`${prefix}orders`)}`.execute(opened.db);
    expect(rows).toEqual([]);
  });
});
