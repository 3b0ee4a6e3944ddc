import { describe, expect, it } from "vitest";
import { bearer, get, post, signUp } from "../client.ts";
import { AUTH_SECRET, newSqlite } from "../databases.ts";
import { newFolder, startServer, until, type Server } from "../processes.ts";
import { requestLog } from "../../src/lib/watching/request-log.ts";

const TOKEN = "kR4mT9vQ2sX7nB5wZ8jL3cY6pF1hD0gE";
const SECRET_WORDS = ["hunter22", "sesame", "ada.secret", TOKEN, "eyJ"];

async function start(env: Record<string, string>): Promise<Server> {
  const { url: DATABASE_URL } = await newSqlite();
  return startServer({ DATABASE_URL, AUTH_SECRET, ...env }, newFolder());
}

const linesOf = ({ said }: Server) =>
  said.out.split("\n").filter((line) => /\/auth\//.test(line) && !/curl|pages {3}/.test(line));

describe("the request log", () => {
  it("OP02 has one line a request in each format: method, route, status, time, id", async () => {
    for (const format of ["text", "json"]) {
      const server = await start({ AUTH_LOG: format, NODE_ENV: "production" });
      const { headers } = await get(`${server.url}/auth/me`);
      const id = headers.get("x-request-id")!;
      await until(() => server.said.out.includes(id));
      const line = server.said.out.split("\n").find((one) => one.includes(id))!;
      if (format === "text") expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z GET \/auth\/me 401 \d+\.\dms [\w-]{36}$/);
      else {
        const { time, ms, ...rest } = JSON.parse(line);
        expect(rest).toEqual({ level: "info", method: "GET", route: "/auth/me", status: 401, requestId: id });
        expect([typeof time, typeof ms]).toEqual(["string", "number"]);
        // The start is an object, too.
        expect(JSON.parse(server.said.out.split("\n")[0]!).message).toContain("listens on");
      }
    }
    const silent = await start({ AUTH_LOG: "off", NODE_ENV: "production" });
    await get(`${silent.url}/auth/me`);
    await silent.kill("SIGTERM");
    expect(linesOf(silent)).toEqual([]);
  });

  it("OP02 repeats nothing secret, whatever route is asked and wherever a client puts it", async () => {
    const server = await start({ AUTH_LOG: "json", NODE_ENV: "production" });
    const { token } = (await signUp(server.url, "ada.secret@example.com")).body;
    const { paths } = await openApi();
    const pages = ["sign-in", "sign-up", "sign-out", "forgot-password", "reset-password", "verify-email", "account"];
    const ofPages = Object.fromEntries(pages.map((page) => [`/${page}`, { get: {}, post: {} }]));
    const fired: string[] = [];
    for (const [path, methods] of Object.entries({ ...paths, ...ofPages })) {
      for (const method of Object.keys(methods)) {
        const query = "?token=sesame&email=ada.secret%40example.com#x";
        const target = `${server.url}/auth${path.replace(/\{\w+\}/, "hunter22")}${query}`;
        const headers = {
          ...bearer(token),
          cookie: `__Host-latchkey_session=${token}; other=hunter22`,
          "x-request-id": "hunter22-id",
          "user-agent": "hunter22 ada.secret@example.com",
          referer: "https://sesame.example/?hunter22",
          origin: "https://sesame.example",
          "content-type": "application/json",
        };
        const body = JSON.stringify({
          email: "ada.secret@example.com",
          password: "hunter22 hunter22",
          token: "sesame",
          name: "hunter22",
        });
        await fetch(target, {
          method: method.toUpperCase(),
          headers,
          redirect: "manual",
          ...(method === "get" ? {} : { body }),
        });
        fired.push(`${method.toUpperCase()} ${path}`);
      }
    }
    // Paths that no route has, a method that is none, and an address that is none.
    await get(`${server.url}/hunter22/ada.secret@example.com?sesame`);
    await post(`${server.url}/auth/signin/hunter22`, { password: "sesame" });
    await fetch(`${server.url}/auth/me`, { method: "SESAME" }).catch(() => null);
    await server.kill("SIGTERM");
    const lines = server.said.out.split("\n").filter((line) => line.includes('"route"'));
    expect(fired.length).toBeGreaterThan(35);
    expect(lines.length).toBeGreaterThanOrEqual(fired.length + 3);
    expect(SECRET_WORDS.filter((word) => (server.said.out + server.said.err).includes(word))).toEqual([]);
  });

  it("OP02 takes an id from a trusted proxy alone, and gives one to every answer", async () => {
    const own = { "x-request-id": "req-1.a:b_C" };
    const direct = await start({});
    const given = await get(`${direct.url}/auth/me`, own);
    expect(given.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    const behind = await start({ AUTH_TRUSTED_PROXIES: "loopback" });
    expect((await get(`${behind.url}/auth/me`, own)).headers.get("x-request-id")).toBe("req-1.a:b_C");
    for (const bad of ["", "a b", "x".repeat(129), "é"]) {
      const { headers } = await get(`${behind.url}/nowhere`, { "x-request-id": bad });
      expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    }
    const pages = [`${behind.url}/`, `${behind.url}/auth/sign-in`, `${behind.url}/health/live`];
    for (const page of pages)
      expect((await fetch(page, { redirect: "manual" })).headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });

  it("writes many lines at once, and what waits at the end", () => {
    const written: string[] = [];
    const log = requestLog("text", (lines) => written.push(lines));
    const answered = { method: "GET", route: "/auth/me", status: 200, milliseconds: 1, id: "a" };
    for (let at = 0; at < 501; at++) log.add(answered);
    expect(written).toHaveLength(1);
    expect(written[0]!.split("\n")).toHaveLength(501);
    log.add({ ...answered, route: "/auth/health/ready" });
    log.add({ ...answered, route: "/auth/health/ready", status: 503 });
    log.add({ ...answered, method: "hunter22\u0000" });
    log.flush();
    log.flush();
    expect(written).toHaveLength(2);
    expect(written[1]!.split("\n").map((line) => line.split(" ").slice(1, 4).join(" "))).toEqual([
      "GET /auth/me 200",
      "GET /auth/health/ready 503",
      "other /auth/me 200",
      "",
    ]);
  });
});

/** The routes of the ready server, as development describes them. */
async function openApi(): Promise<{ paths: Record<string, Record<string, unknown>> }> {
  const server = await start({ AUTH_LOG: "off" });
  return (await get(`${server.url}/auth/openapi.json`)).body;
}
