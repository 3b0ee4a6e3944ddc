import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { postgresStorage } from "@latchkey/adapter-postgres";
import type { Storage } from "@latchkey/core";
import { ownAccount } from "@latchkey/core/own-account";
import { throttle } from "@latchkey/core/throttle";
import { users } from "@latchkey/core/users";
import { createAuth } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, logLines } from "@latchkey/http";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { postgresPrograms, startDebianPostgres } from "../support/postgres/debian-postgres.ts";
import { authOver, expectAllThere, liveIn, PASSWORD, SECRET, type Held } from "../support/lived-in.ts";
import { databaseUrl, postgresUrl } from "../support/postgres/postgres.ts";
import { tcpProxy } from "../support/postgres/tcp-proxy.ts";
import { temporaryFolder } from "../support/storages.ts";
import { tried } from "../support/samples/tried.ts";
import { TABLE_NAMES } from "../support/table-names.ts";

const MIGRATIONS = join(import.meta.dirname, "../../packages/adapter-postgres/migrations");
const name = (kind: string) => `latchkey_${kind}_${randomBytes(6).toString("hex")}`;

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe("F29 a role that may only read and write rows", () => {
  const database = name("rights");
  const role = name("app");
  const owner = databaseUrl(database);
  const appUrl = Object.assign(new URL(owner), { username: role }).href;
  const open: Storage[] = [];
  const storageOf = (migrations: "auto" | "manual") => {
    const storage = postgresStorage(appUrl, { migrations });
    open.push(storage);
    return storage;
  };

  beforeAll(async () => {
    await inDatabase(postgresUrl(), (client) => client.query(`create database ${database}`));
    await inDatabase(owner, async (client) => {
      for (const file of readdirSync(MIGRATIONS).toSorted())
        await client.query(readFileSync(join(MIGRATIONS, file), "utf8"));
      await client.query(tried("grants").replaceAll(/\bapp\b/g, role));
    });
  });
  afterAll(async () => {
    await Promise.all(open.map((storage) => storage.close()));
    await inDatabase(postgresUrl(), async (client) => {
      await client.query(`drop database ${database} with (force)`);
      await client.query(`drop role ${role}`);
    });
  });

  it("lives the whole life of accounts, when the owner has applied the SQL files", async () => {
    const storage = storageOf("manual");
    const held = await liveIn(storage, 3);
    await expectAllThere(storage, held);
    const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher(), guards: [throttle()] });
    const signedIn = await auth.signIn({ email: "user2@example.com", password: PASSWORD });
    await expect(auth.signIn({ email: "user2@example.com", password: "wrong" })).rejects.toMatchObject({
      code: "invalid_credentials",
    });
    await ownAccount(auth).delete(signedIn.token, { currentPassword: PASSWORD });
    await users(createAuth({ storage, secret: SECRET, passwords: fastHasher(), pool: "admins" })).createFirst({
      email: "root@example.com",
      password: PASSWORD,
    });
    await storage.sweep(new Date("2100-01-01"), 100);
    expect(await users(auth).find({ email: "user2@example.com" })).toBeNull();
  });

  it("is refused whatever changes tables, and told so", async () => {
    await expect(storageOf("manual").migrate()).rejects.toThrow(/No right to .* migrations: "manual"/);
    await inDatabase(appUrl, async (client) => {
      for (const sql of [
        "create table x ()",
        "drop table auth_users",
        "alter table auth_users add x text",
        "truncate auth_users",
      ]) {
        await expect(client.query(sql), sql).rejects.toMatchObject({ code: "42501" });
      }
    });
  });

  it('with select on the journal, "auto" finds that nothing is missing', async () => {
    await inDatabase(owner, (client) => client.query(`grant select on auth_migrations to ${role}`));
    const { token } = await authOver(storageOf("auto")).signUp({ email: "auto@example.com", password: PASSWORD });
    expect(await authOver(storageOf("auto")).getUser(token)).not.toBeNull();
  });

  it("F26 without a right, the log says which kind of thing to do", async () => {
    await inDatabase(owner, (client) => client.query(`revoke insert on auth_users from ${role}`));
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const handler = createHandler(authOver(storageOf("manual")));
    const body = JSON.stringify({ email: "bob@example.com", password: PASSWORD });
    const request = new Request("http://localhost/auth/signup", {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "session-carrier": "bearer" },
    });
    const { status } = await handler(request);
    const said = log.mock.calls.flat();
    log.mockRestore();
    expect([status, said]).toEqual([
      503,
      [
        "latchkey: storage_unavailable: the database role lacks a privilege: " +
          "grant it, as docs/operations.md shows (42501)",
      ],
    ]);
  });
});

it("F29 D07 failover: 503 while the primary is away, the cookie kept, and all is well when it is back", async () => {
  const { hostname, port } = new URL(postgresUrl());
  const proxy = await tcpProxy({ host: hostname, port: Number(port) });
  await proxy.open();
  const database = name("failover");
  await inDatabase(postgresUrl(), (client) => client.query(`create database ${database}`));
  const url = Object.assign(new URL(databaseUrl(database)), { port: String(proxy.port) }).href;
  const storage = postgresStorage(url);
  const lines: string[] = [];
  try {
    const handler = createHandler(authOver(storage), { onError: logLines({ write: (line) => lines.push(line) }) });
    const { token } = await authOver(storage).signUp({ email: "ada@example.com", password: PASSWORD });
    const me = async () => {
      const { status, headers } = await handler(
        new Request("http://localhost/auth/me", { headers: { authorization: `Bearer ${token}` } }),
      );
      return [status, headers.get("set-cookie")];
    };
    expect(await me()).toEqual([200, null]);
    await proxy.close();
    for (let time = 0; time < 3; time++) expect(await me()).toEqual([503, null]);
    expect(lines.length).toBeGreaterThanOrEqual(1);
    for (const line of lines)
      expect(line).toMatch(/^latchkey: storage_unavailable: the database (?:refused|ended) the connection/);
    await proxy.open();
    expect(await me()).toEqual([200, null]);
  } finally {
    await storage.close();
    await proxy.close();
    await inDatabase(postgresUrl(), (client) => client.query(`drop database ${database} with (force)`));
  }
});

const leftOut = postgresPrograms === null ? " (left out: no PostgreSQL with pg_dump below /usr/lib/postgresql)" : "";

describe.skipIf(postgresPrograms === null)(`F29 OP05 pg_dump and pg_restore${leftOut}`, () => {
  const folder = temporaryFolder();
  let server: Awaited<ReturnType<typeof startDebianPostgres>>;
  beforeAll(async () => {
    server = await startDebianPostgres(postgresPrograms!);
  }, 60_000);
  afterAll(() => {
    server.stop();
    folder.remove();
  });

  const sh = (code: string, env: Record<string, string>) => {
    const PATH = `${postgresPrograms}:${process.env.PATH}`;
    const { status, stderr } = spawnSync("sh", ["-ec", code], {
      cwd: folder.path,
      env: { PATH, ...env },
      encoding: "utf8",
    });
    return { status, stderr };
  };
  const contentOf = (url: string) =>
    inDatabase(url, async (client) => {
      const content: Record<string, unknown[]> = {};
      for (const table of TABLE_NAMES)
        content[table] = (await client.query(`select * from auth_${table} order by 1`)).rows;
      return content;
    });

  it(`as docs/operations.md says: nothing is missing, and sessions go on${leftOut}`, async () => {
    await inDatabase(server.url("postgres"), async (client) => {
      await client.query("create database live");
      await client.query("create database restored");
    });
    const live = postgresStorage(server.url("live"));
    const held: Held = await liveIn(live);
    const before = await contentOf(server.url("live"));
    expect(sh(tried("postgres-backup"), { DATABASE_URL: server.url("live") })).toEqual({ status: 0, stderr: "" });
    await live.close();
    expect(sh(tried("postgres-restore"), { RESTORED_URL: server.url("restored") })).toEqual({ status: 0, stderr: "" });
    expect(await contentOf(server.url("restored"))).toEqual(before);
    const restored = postgresStorage(server.url("restored"));
    await expectAllThere(restored, held);
    await restored.close();
  });
});
