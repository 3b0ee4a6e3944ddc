import { kyselyStorage } from "@latchkey/adapter-kysely";
import type { Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { logLines } from "@latchkey/http";
import BetterSqlite3 from "better-sqlite3";
import { setTimeout } from "node:timers/promises";
import { Kysely, PostgresDialect, SqliteDialect, type Dialect } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { postgresJs } from "../../packages/adapter-kysely/test/databases.ts";
import { controls, dialectOf, shared } from "../../packages/adapter-kysely/test/unfit-dialects.ts";
import { bearer, freshEmail, PASSWORD } from "../conversation/client.ts";
import { askAll, openClient, trySignUp } from "../support/faulty.ts";
import { dropTables, freshPrefix, openPool, postgresUrl } from "../support/postgres/postgres.ts";
import { tcpProxy, type TcpProxy } from "../support/postgres/tcp-proxy.ts";

const prefix = freshPrefix();
const admin = openPool(2);
const over = (dialect: Dialect) => new Kysely<any>({ dialect });
beforeAll(() => kyselyStorage(over(new PostgresDialect({ pool: admin })), { dialect: "postgres", prefix }).migrate());
afterAll(async () => {
  await dropTables(admin, prefix);
  await admin.end();
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const drivers = {
  pg(connectionString: string): Dialect {
    const pool = openPool(5, { connectionString, connectionTimeoutMillis: 2000 });
    // Kysely does not listen to a connection that is in use, and its end would end the process: docs/kysely.md.
    pool.on("connect", (client) => client.on("error", () => {}));
    return new PostgresDialect({ pool });
  },
  "postgres.js": postgresJs,
};

function open(driver: keyof typeof drivers, url: string): Storage {
  const db = over(drivers[driver](url));
  closing.push(() => db.destroy());
  return kyselyStorage(db, { dialect: "postgres", prefix });
}

async function openProxy(): Promise<{ proxy: TcpProxy; url: string }> {
  const url = new URL(postgresUrl());
  const proxy = await tcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
  [url.hostname, url.port] = ["127.0.0.1", String(proxy.port)];
  return { proxy, url: url.href };
}

describe.each(["pg", "postgres.js"] as const)("a server that Kysely reaches through %s", (driver) => {
  it("HT09 SE13 and cannot reach is 503, never 401, and nothing of the driver is told", async () => {
    const { token } = await openClient(open(driver, postgresUrl())).client.alice();
    const { proxy, url } = await openProxy();
    const { client, errors } = openClient(open(driver, url));

    const down = await askAll(client, token);
    for (const { status, body, headers, text } of down) {
      expect([status, body.code, headers.get("set-cookie")]).toEqual([503, "storage_unavailable", null]);
      expect(text).not.toMatch(/ECONN|127\.0\.0\.1|kysely|select/i);
    }
    expect(errors.length).toBe(down.length);

    await proxy.open();
    closing.push(() => proxy.close());
    await expect.poll(async () => (await trySignUp(client)).status, { timeout: 30_000 }).toBe(200);
    expect((await askAll(client, token)).map(({ status }) => status)).toEqual([200, 401, 200, 200]);
    expect(await client.get("/me", bearer(token))).toMatchObject({ status: 401 });
  });
});

describe("connections of pg that end under Kysely", () => {
  it("D11 lose the answer to a sign-up, which is one or none, and its owner can sign in", async () => {
    const { proxy, url } = await openProxy();
    await proxy.open();
    closing.push(() => proxy.close());
    const { client } = openClient(open("pg", url));
    await client.alice();
    proxy.loseNextAnswer();
    const email = freshEmail();
    const answer = await trySignUp(client, email);
    // The lost answer may be the one to "begin". Then nothing was written, and it is a 503.
    expect([200, 503]).toContain(answer.status);
    expect(await trySignUp(client, email)).toMatchObject({ status: answer.status === 200 ? 409 : 200 });
    expect(await client.post("/signin", { email, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it("D07 are a 503 at the most, and end no process where the application listens to them", async () => {
    const name = freshPrefix();
    const url = new URL(postgresUrl());
    url.searchParams.set("application_name", name);
    const { client } = openClient(open("pg", url.href));
    const alice = await client.alice();
    let isOver = false;
    const statuses = new Set<number>();
    const visit = async () => {
      while (!isOver) {
        for (const { status } of [await trySignUp(client), await client.get("/me", bearer(alice.token))])
          statuses.add(status);
      }
    };
    const end = async () => {
      for (let round = 0; round < 15; round++) {
        await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
        await setTimeout(30);
      }
      isOver = true;
    };
    await Promise.all([end(), visit(), visit(), visit()]);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(await client.get("/me", bearer(alice.token))).toMatchObject({ status: 200 });
  });
});

describe("a request that meets", () => {
  const cases: [name: string, open: () => Promise<Storage>, line: RegExp][] = [
    [
      "a dialect without transactions",
      async () => {
        const file = ":memory:";
        return kyselyStorage(over(dialectOf("sqlite", await shared.sqlite(file), controls.refused)), {
          dialect: "sqlite",
        });
      },
      /Kysely dialect is unfit: see docs\/kysely\.md \(NO_TRANSACTIONS\)$/,
    ],
    [
      "an instance that was destroyed",
      async () => {
        const db = over(new SqliteDialect({ database: new BetterSqlite3(":memory:") }));
        const storage = kyselyStorage(db, { dialect: "sqlite" });
        await storage.migrate();
        await db.destroy();
        return storage;
      },
      /the application has closed the database: close it last \(DATABASE_CLOSED\)$/,
    ],
  ];

  it.each(cases)("SE13 %s gets a 503 and keeps the cookie, and the log says what to do", async (_, make, line) => {
    const { token } = await openClient(memoryStorage()).client.alice();
    const lines: string[] = [];
    const { client } = openClient(await make(), { onError: logLines({ write: (text) => lines.push(text) }) });
    for (const { status, body, headers, text } of await askAll(client, token)) {
      expect([status, body.code, headers.get("set-cookie")]).toEqual([503, "storage_unavailable", null]);
      expect(text).not.toMatch(/supported|kysely|hunter2|destroyed/i);
    }
    expect(lines[0]).toMatch(line);
    expect(lines.join()).not.toMatch(/hunter2/);
  });
});
