import { postgresStorage } from "@latchkey/adapter-postgres";
import type { Credentials, SessionRecord } from "@latchkey/core";
import fc from "fast-check";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { Batch } from "../src/lib/batch.ts";
import { TABLE_NAMES } from "../../../test/support/table-names.ts";

const url = process.env.TEST_POSTGRES_URL ?? "set TEST_POSTGRES_URL to a PostgreSQL server";
const prefix = `pg${process.pid}_`;
const pool = new pg.Pool({ connectionString: url, max: 1 });

afterAll(async () => {
  await pool.query(`drop table if exists ${TABLE_NAMES.map((table) => prefix + table).join(", ")}`);
  await pool.end();
});

function account(): { credentials: Credentials; session: SessionRecord } {
  const at = new Date("2026-03-29T01:30:00.007Z");
  const id = crypto.randomUUID();
  const user = {
    id,
    pool: "users",
    email: `${id}@example.com`,
    username: `${id}`,
    emailVerified: true,
    metadata: { a: [1, { b: null }] },
    appMetadata: { role: "admin" },
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: new Date("1999-12-31T23:59:59.999Z"),
  };
  const session = {
    id: crypto.randomUUID().slice(0, 16),
    userId: id,
    version: 1,
    createdAt: at,
    expiresAt: new Date("2099-12-31T23:59:59.000Z"),
    endsAt: new Date("2199-12-31T23:59:59.001Z"),
    lastUsedAt: at,
    provedAt: at,
    methods: ["password"],
    address: "2001:db8::1",
    agent: "Mozilla/5.0",
  };
  return { credentials: { user, passwordHash: "$x$" }, session };
}

describe("what PostgreSQL stores", () => {
  it.each(["UTC", "Asia/Kolkata", "America/St_Johns", "Europe/Berlin", "Africa/Monrovia"])(
    "comes back to the millisecond for a server that speaks %s",
    async (zone) => {
      const there = new pg.Pool({ connectionString: url, max: 1, options: `-c timezone=${zone}` });
      const storage = postgresStorage(there, { prefix });
      const { credentials, session } = account();
      expect(await storage.users.insert(credentials, session)).toBe(true);
      expect(await storage.sessions.find(session.id)).toEqual({ session, user: credentials.user });
      expect(await storage.users.findByEmail("users", credentials.user.email)).toEqual(credentials);
      await there.end();
    },
  );

  it("F21 is read to the millisecond, whatever the moment and the session's settings", async () => {
    await postgresStorage(pool, { prefix }).migrate();
    const moments = fc.sample(
      fc.date({
        min: new Date("0001-01-01T00:00:00Z"),
        max: new Date("9999-12-31T23:59:59.999Z"),
        noInvalidDate: true,
      }),
      500,
    );
    moments.push(
      ...[
        "0099-12-31T23:59:59.999Z",
        "1969-12-31T23:59:59.999Z",
        "2024-02-29T12:00:00.1Z",
        "2026-01-01T00:00:00.01Z",
      ].map((text) => new Date(text)),
    );
    await pool.query(
      `
      insert into ${prefix}users (id, pool, email, password_hash, created_at, updated_at)
      select gen_random_uuid(), 'moments', n::text, '$', moment::timestamptz, now()
       from unnest($1::text[]) with ordinality as given (moment, n)`,
      [moments.map((moment) => moment.toISOString())],
    );
    const odd = new pg.Pool({
      connectionString: url,
      max: 1,
      options: "-c datestyle=German -c timezone=Africa/Monrovia -c extra_float_digits=-15",
    });
    const found = await postgresStorage(odd, { prefix }).users.list("moments", null, 1000);
    await odd.end();
    const byEmail = new Map(found.map(({ email, createdAt }) => [email, createdAt]));
    expect(moments.map((_, at) => byEmail.get(String(at + 1)))).toEqual(moments);
  });

  it("F21 is an error where it cannot be read, and neither null nor an invalid date", async () => {
    const storage = postgresStorage(pool, { prefix });
    const { credentials } = account();
    await storage.users.insert(credentials, null);
    for (const moment of ["infinity", "-infinity"]) {
      await pool.query(`update ${prefix}users set created_at = $1 where id = $2`, [moment, credentials.user.id]);
      await expect(storage.users.find(credentials.user.id)).rejects.toThrow();
    }
  });

  it("is of whole milliseconds, whoever writes it, so that no page of users repeats one", async () => {
    const storage = postgresStorage(pool, { prefix });
    await storage.migrate();
    await pool.query(`
      insert into ${prefix}users (id, pool, email, password_hash, created_at, updated_at)
      select gen_random_uuid(), 'imported', n::text, '$', now() + n * interval '1 microsecond', now()
       from generate_series(1, 3000) n`);
    const seen = new Set<string>();
    let pages = 0;
    for (
      let page = await storage.users.list("imported", null, 100);
      page.length > 0;
      page = await storage.users.list("imported", page.at(-1)!, 100)
    ) {
      pages++;
      for (const { id } of page) seen.add(id);
    }
    expect([seen.size, pages]).toEqual([3000, 30]);
  });

  it("is in the database's own types", async () => {
    await postgresStorage(pool, { prefix }).migrate();
    const { rows } = await pool.query(
      `select column_name, data_type from information_schema.columns where table_name = '${prefix}users'`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.column_name, row.data_type]))).toMatchObject({
      id: "uuid",
      metadata: "json",
      email_verified: "boolean",
      created_at: "timestamp with time zone",
    });
  });
});

describe("a batch", () => {
  const run = (client: pg.PoolClient, list: [string, unknown[]][]) =>
    new Promise<unknown[][]>((resolve, reject) => {
      const queries = list.map(([text, values]) => ({ name: undefined, text, values }));
      client.query(
        new Batch(queries, (error, rows) => (error ? reject(error) : resolve(rows!))) as unknown as pg.Submittable,
      );
    });

  it("is one transaction: a failing last statement undoes the first, and the connection goes on", async () => {
    const client = await pool.connect();
    try {
      await client.query("create temporary table t (n integer primary key)");
      await expect(
        run(client, [
          ["insert into t values ($1)", [1]],
          ["insert into t values ($1)", [1]],
        ]),
      ).rejects.toMatchObject({ code: "23505" });
      expect(await run(client, [["select n from t", []]])).toEqual([[]]);
      await expect(
        run(client, [
          ["insert into t values (2)", []],
          ["no sql", []],
          ["insert into t values (3)", []],
        ]),
      ).rejects.toMatchObject({ code: "42601" });
      expect(
        await run(client, [
          ["insert into t values ($1)", [4]],
          ["insert into t values ($1) returning n, n > 4 as more, null as nothing", [5]],
          ["", []],
          ["select n from t order by n", []],
        ]),
      ).toEqual([[], [{ n: 5, more: true, nothing: null }], [], [{ n: 4 }, { n: 5 }]]);
      expect((await client.query("select count(*)::int as c from t")).rows).toEqual([{ c: 2 }]);
    } finally {
      client.release();
    }
  });

  it("answers with an error when the connection breaks under it, and the process lives", async () => {
    const doomed = new pg.Pool({ connectionString: url, max: 1 });
    doomed.on("error", () => {});
    const client = await doomed.connect();
    client.on("error", () => {});
    await expect(
      run(client, [
        ["select pg_terminate_backend(pg_backend_pid())", []],
        ["select 1", []],
      ]),
    ).rejects.toThrow();
    client.release(true);
    await doomed.end();
  });

  it("an error names no value, neither alone nor in a batch", async () => {
    const storage = postgresStorage(pool, { prefix });
    const { credentials, session } = account();
    await storage.users.insert(credentials, session);
    const again = { ...credentials, user: { ...credentials.user, email: "other@example.com" } };
    const errors = [
      await storage.users.insert(again, session).catch((error: unknown) => error),
      await storage.sessions.insert(session, []).catch((error: unknown) => error),
    ];
    for (const error of errors) {
      expect(error).toMatchObject({ code: "23505" });
      expect(JSON.stringify(error) + String(error)).not.toContain(credentials.user.id);
      expect(JSON.stringify(error) + String(error)).not.toContain(session.id);
    }
  });
});

describe("postgresStorage", () => {
  it.each(["mysql://x", "localhost", {}])("refuses %j at start and says that it takes a Pool or a URL", (value) => {
    expect(() => postgresStorage(value as string)).toThrow(/a Pool of pg, or a URL/);
  });

  it("closes the pool that it made, and leaves alone the one it was given", async () => {
    const own = postgresStorage(url, { prefix });
    await own.migrate();
    await own.close();
    const given = postgresStorage(pool, { prefix });
    await given.migrate();
    await given.close();
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });
});
