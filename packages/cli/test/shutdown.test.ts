import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readConfig, serve } from "../src/index.ts";
import { gracefulShutdown } from "../src/lib/listening/shutdown.ts";
import { dial, get, isReachable, PASSWORD, signUp } from "./client.ts";
import { AUTH_SECRET, databases, newSqlite } from "./databases.ts";
import { newFolder, startServer, until } from "./processes.ts";

// Many real hashes and processes, on as few cores as there are.
vi.setConfig({ testTimeout: 90_000 });

const BODY = JSON.stringify({ email: "ada@example.com", password: PASSWORD });

/** A sign-up that the server has begun to answer, and whose body is still to come. */
async function beginSignUp(base: string) {
  const line = dial(base);
  line.socket.write(
    `POST /auth/signup HTTP/1.1\r\nHost: ${new URL(base).host}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${BODY.length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  await until(() => line.received().startsWith("HTTP/1.1 100 Continue"));
  return line;
}

describe.each(databases)("told to end, a server on $name", ({ create }) => {
  it("answers the sign-ups that it is hashing and the one that is still arriving, and exits with 0", async () => {
    const database = await create();
    const server = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, newFolder());
    const slow = await beginSignUp(server.url);
    const storm = Array.from({ length: 8 }, (_, at) => signUp(server.url, `user${at}@example.com`));
    await Promise.race(storm);

    server.child.kill("SIGTERM");
    expect((await Promise.all(storm)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    await until(async () => !(await isReachable(server.url)));
    slow.socket.write(BODY);
    expect(await server.end).toBe(0);
    expect(slow.received()).toContain("HTTP/1.1 200 OK");
    expect(slow.received().toLowerCase()).toContain("connection: close");
    expect(await database.rows("select email from auth_users")).toHaveLength(9);
    expect(server.said.err).toBe("");
  });
});

it("SIGINT ends it too, and nobody who only keeps a connection open holds it up", async () => {
  const server = await startServer({}, newFolder());
  const [silent, kept] = [dial(server.url), dial(server.url)];
  kept.socket.write(`GET /auth/methods HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\n\r\n`);
  await until(() => kept.received().includes('{"methods":'));
  await get(server.url);
  const told = performance.now();
  expect(await server.kill("SIGINT")).toBe(0);
  expect(performance.now() - told).toBeLessThan(2_000);
  await until(() => silent.isClosed() && kept.isClosed());
});

it("an answer that has begun is finished, and its connection is not kept alive", async () => {
  const answers: ServerResponse[] = [];
  const server = createServer((_, answer) => void answers.push(answer));
  const close = gracefulShutdown(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const line = dial(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  line.socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await until(() => answers.length > 0);
  answers[0]!.write("the beginning, ");
  await until(() => line.received().includes("beginning"));

  const told = performance.now();
  const closed = close();
  answers[0]!.end("the end");
  await closed;
  expect(performance.now() - told).toBeLessThan(2_000);
  await until(() => line.isClosed());
  expect(line.received()).toMatch(/beginning[^]*the end[^]*\r\n0\r\n\r\n$/);
});

it("a client that went away does not take the database from under its own sign-up", async () => {
  const database = await newSqlite();
  const server = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, newFolder());
  const line = await beginSignUp(server.url);
  line.socket.write(BODY);
  // By the time of this answer, the body that was sent before has been read, and its password is being hashed.
  await get(server.url);
  line.socket.destroy();
  expect(await server.kill("SIGTERM")).toBe(0);
  expect(server.said.err).toBe("");
  expect(await database.rows("select email from auth_users")).toEqual([{ email: "ada@example.com" }]);
});

it("a second signal ends it at once, whatever is under way", async () => {
  const server = await startServer({}, newFolder());
  await beginSignUp(server.url);
  server.child.kill("SIGTERM");
  await until(async () => !(await isReachable(server.url)));
  let code: unknown;
  void server.end.then((result) => (code = result));
  await until(() => {
    server.child.kill("SIGTERM");
    return code;
  });
  expect(code).toBe(143);
});

describe("within a program of somebody else", () => {
  afterEach(() => void vi.useRealTimers());

  it("close() cuts off what is not finished after ten seconds, says so, and may be called twice", async () => {
    const errors: unknown[] = [];
    const log = { info: () => {}, error: (error: unknown) => void errors.push(error) };
    const globals = [globalThis.Request, globalThis.Response];
    const server = await serve(readConfig({ PORT: "0", DATABASE_URL: `sqlite:${join(newFolder(), "auth.db")}` }), {
      log,
    });
    expect([globalThis.Request, globalThis.Response]).toEqual(globals);
    const line = await beginSignUp(server.url);

    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const closed = Promise.all([server.close(), server.close()]);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(line.isClosed()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await closed;
    vi.useRealTimers();
    await until(() => line.isClosed());
    expect(errors).toEqual(["Not everything was finished after 10 seconds; the rest is cut off"]);
  });

  it.each(databases)(
    "F68 close() on $name lets go of the database once, however often it is called",
    async ({ create }) => {
      const errors: unknown[] = [];
      const log = { info: () => {}, error: (error: unknown) => void errors.push(error) };
      const { url: DATABASE_URL } = await create();
      const server = await serve(readConfig({ PORT: "0", DATABASE_URL, AUTH_SECRET }), { log });
      const closed = server.close();
      expect(server.close()).toBe(closed);
      await closed;
      expect(server.close()).toBe(closed);
      expect(errors).toEqual([]);
      expect(await isReachable(server.url)).toBe(false);
    },
  );
});
