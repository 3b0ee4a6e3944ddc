import { postgresStorage } from "@latchkey/adapter-postgres";
import type { Storage } from "@latchkey/core";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bearer, freshEmail, PASSWORD, type Person } from "../conversation/client.ts";
import { askAll, openClient, trySignUp } from "../support/faulty.ts";
import { dropTables, freshPrefix, openPool, postgresUrl } from "../support/postgres/postgres.ts";
import { tcpProxy, type TcpProxy } from "../support/postgres/tcp-proxy.ts";

const prefix = freshPrefix();
const admin = openPool(2);
beforeAll(() => postgresStorage(admin, { prefix }).migrate());
afterAll(async () => {
  await dropTables(admin, prefix);
  await admin.end();
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The server under another name or port. */
function urlWith({ port, name }: { port?: number; name?: string }): string {
  const url = new URL(postgresUrl());
  if (port !== undefined) [url.hostname, url.port] = ["127.0.0.1", String(port)];
  if (name !== undefined) url.searchParams.set("application_name", name);
  return url.href;
}

function openUrl(url: string, options: { migrations?: "manual" } = {}): Storage {
  const storage = postgresStorage(url, { prefix, ...options });
  closing.push(() => storage.close());
  return storage;
}

function openGivenPool(url: string, options: { migrations?: "manual" } = {}): Storage {
  const pool = openPool(10, { connectionString: url, connectionTimeoutMillis: 2000 });
  closing.push(() => pool.end());
  return postgresStorage(pool, { prefix, ...options });
}

async function openProxy(): Promise<TcpProxy> {
  const { hostname, port } = new URL(postgresUrl());
  return tcpProxy({ host: hostname, port: Number(port || 5432) });
}

describe.each([
  { given: "a pool", open: openGivenPool },
  { given: "a URL", open: openUrl },
])("PostgreSQL given by $given", ({ open }) => {
  it("D07 connections that the server ends cost a 503 at most, and nothing acknowledged is lost", async () => {
    const name = freshPrefix();
    const { client } = openClient(open(urlWith({ name })));
    const alice = await client.alice();
    const seen = { 200: 0, 503: 0 };
    const acknowledged: Person[] = [];
    const count = ({ status }: { status: number }) => {
      expect([200, 503]).toContain(status);
      seen[status as 200 | 503]++;
      return status === 200;
    };

    let isOver = false;
    const killer = (async () => {
      for (let round = 0; round < 25; round++) {
        await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
        await setTimeout(30);
      }
      isOver = true;
    })();
    const visitor = async () => {
      while (!isOver) {
        const email = freshEmail();
        if (count(await trySignUp(client, email))) acknowledged.push({ ...alice, email });
        count(await client.get("/me", bearer(alice.token)));
        count(await client.post("/signin", alice));
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all([killer, ...Array.from({ length: 6 }, visitor)]);

    expect(seen[503]).toBeGreaterThan(0);
    expect(seen[200]).toBeGreaterThan(0);
    expect(await client.get("/me", bearer(alice.token))).toMatchObject({ status: 200 });
    for (const { email } of acknowledged)
      expect(await client.post("/signin", { email, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it("D07 a new connection that the server ends as soon as it stands ends no process", async () => {
    await postgresStorage(admin, { prefix }).migrate();
    const proxy = await openProxy();
    await proxy.open();
    const { client } = openClient(open(urlWith({ port: proxy.port }), { migrations: "manual" }));
    closing.push(() => proxy.close());
    const uncaught: unknown[] = [];
    const listen = (error: unknown) => uncaught.push(error);
    const others = process.rawListeners("uncaughtException");
    process.removeAllListeners("uncaughtException").on("uncaughtException", listen);
    try {
      proxy.endNextConnection();
      expect(await trySignUp(client)).toMatchObject({ status: 503 });
      expect(await trySignUp(client)).toMatchObject({ status: 200 });
    } finally {
      process.removeListener("uncaughtException", listen);
      for (const other of others) process.on("uncaughtException", other as NodeJS.UncaughtExceptionListener);
    }
    expect(uncaught).toEqual([]);
  });

  it("HT09 SE13 an unreachable database is 503 with Retry-After, never 401, and the cookie stays", async () => {
    const { token } = await openClient(postgresStorage(admin, { prefix })).client.alice();
    const proxy = await openProxy();
    const { client, errors } = openClient(open(urlWith({ port: proxy.port })));

    const down = await askAll(client, token);
    for (const { status, body, headers } of down) {
      expect([status, body.code, headers.get("set-cookie")]).toEqual([503, "storage_unavailable", null]);
      expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    }
    expect(errors.length).toBe(down.length);

    await proxy.open();
    closing.push(() => proxy.close());
    expect((await askAll(client, token)).map(({ status }) => status)).toEqual([200, 401, 200, 200]);
    expect(await client.get("/me", bearer(token))).toMatchObject({ status: 401 });

    await proxy.close();
    closing.pop();
    expect(await client.get("/me", bearer(token))).toMatchObject({ status: 503 });
  });

  it("D11 a sign-up whose answer is lost after the commit is answered 200 to its owner, not 409", async () => {
    const proxy = await openProxy();
    await proxy.open();
    const { client } = openClient(open(urlWith({ port: proxy.port })));
    closing.push(() => proxy.close());
    await client.alice();

    proxy.loseNextAnswer();
    const email = freshEmail();
    const answer = await trySignUp(client, email);
    expect(answer).toMatchObject({ status: 200, body: { user: { email } } });
    expect(await client.get("/me", { cookie: answer.headers.get("set-cookie")!.split(";")[0]! })).toMatchObject({
      status: 200,
    });
    expect(await trySignUp(client, email)).toMatchObject({ status: 409 });
  });
});

it("D09 a pool of 2 answers 200 parallel requests", async () => {
  const pool = openPool(2);
  closing.push(() => pool.end());
  const { client } = openClient(postgresStorage(pool, { prefix }));
  const alice = await client.alice();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      index % 4 === 0 ? trySignUp(client) : client.get("/me", bearer(alice.token)),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
