import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { startPostgres } from "../../../../scripts/postgres.mjs";
import { get, isReachable, me, signUp } from "../client.ts";
import { AUTH_SECRET, newPostgres, newSqlite } from "../databases.ts";
import { newFolder, run, startServer, until } from "../processes.ts";

// Real databases that stop and start, and processes, on as few cores as there are.
vi.setConfig({ testTimeout: 90_000 });

const ready = async (url: string) => {
  const { status, body } = await get(`${url}/health/ready`);
  return [status, body.reason ?? body.status];
};
const live = async (url: string) => (await get(`${url}/health/live`)).status;

describe("OP01 the ready server tells alive from ready", () => {
  it("OP01 a PostgreSQL that is stopped and started: alive throughout, ready only with it", async () => {
    const postgres = await startPostgres();
    try {
      const server = await startServer({ DATABASE_URL: postgres.url, AUTH_SECRET }, newFolder());
      const { token } = (await signUp(server.url, "ada@example.com")).body;
      expect(await ready(server.url)).toEqual([200, "ready"]);
      await postgres.halt();
      await until(async () => (await ready(server.url))[0] === 503);
      expect(await ready(server.url)).toEqual([503, "connection_refused"]);
      expect(await live(server.url)).toBe(200);
      await postgres.start();
      await until(async () => (await ready(server.url))[0] === 200);
      expect((await me(server.url, token)).status).toBe(200);
    } finally {
      await postgres.stop();
    }
  });

  it("OP01 tables that are missing: the reason says so until they are made", async () => {
    const { url: DATABASE_URL, rows } = await newPostgres();
    const env = { DATABASE_URL, AUTH_SECRET, AUTH_MIGRATIONS: "manual", AUTH_BASE_PATH: "/login" };
    const server = await startServer(env, newFolder());
    expect(await ready(server.url)).toEqual([503, "migrations_missing"]);
    expect(await live(server.url)).toBe(200);
    expect(await run(["migrate"], env, newFolder()).end).toBe(0);
    await until(async () => (await ready(server.url))[0] === 200);
    // They are below the base path, too.
    expect(await ready(`${server.url}/login`)).toEqual([200, "ready"]);
    await rows("alter table auth_users rename to auth_others");
    await until(async () => (await ready(server.url))[0] === 503);
    expect(await ready(server.url)).toEqual([503, "migrations_missing"]);
  });

  it("OP01 a locked SQLite: readers are served, so it is ready; a file that cannot be read is not", async () => {
    const database = await newSqlite();
    const server = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, newFolder());
    const holder = new DatabaseSync(database.url.slice("sqlite:".length));
    holder.exec("begin immediate");
    expect(await ready(server.url)).toEqual([200, "ready"]);
    holder.exec("rollback");
    holder.exec("begin immediate; drop table auth_api_keys; commit");
    expect(await ready(server.url)).toEqual([503, "migrations_missing"]);
    holder.close();
    expect(await live(server.url)).toBe(200);
  });

  it("OP01 one that shuts down is not ready, and answers until its delay is over", async () => {
    const { url: DATABASE_URL } = await newSqlite();
    const server = await startServer({ DATABASE_URL, AUTH_SECRET, AUTH_SHUTDOWN_DELAY: "2s" }, newFolder());
    const { token } = (await signUp(server.url, "ada@example.com")).body;
    server.child.kill("SIGTERM");
    await until(async () => (await ready(server.url))[0] === 503);
    expect(await ready(server.url)).toEqual([503, "shutting_down"]);
    expect((await me(server.url, token)).status).toBe(200);
    expect(await server.end).toBe(0);
    expect(await isReachable(server.url)).toBe(false);
  });
});
