import { createServer } from "node:net";
import { once } from "node:events";
import { expect, it } from "vitest";
import { get, me, signIn, signUp } from "../client.ts";
import { AUTH_SECRET, newSqlite } from "../databases.ts";
import { newFolder, run, startServer } from "../processes.ts";
import { parseMetrics, valueOf } from "../../../http/test/metrics/parse.ts";

const TOKEN = "kR4mT9vQ2sX7nB5wZ8jL3cY6pF1hD0gE";

it("OP02 /metrics is off, has a port of its own, or wants a token on the main one", async () => {
  const { url: DATABASE_URL } = await newSqlite();
  const start = (env: Record<string, string>) => startServer({ DATABASE_URL, AUTH_SECRET, ...env }, newFolder());
  const off = await start({});
  expect((await get(`${off.url}/metrics`)).status).toBe(404);

  const main = await start({ AUTH_METRICS_TOKEN: TOKEN });
  const ask = (authorization: string) => get(`${main.url}/metrics`, { authorization });
  const statuses = [
    await get(`${main.url}/metrics`),
    await ask(TOKEN),
    await ask(`Bearer ${TOKEN}x`),
    await ask(`Bearer ${TOKEN}`),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401, 200]);

  const own = await start({ AUTH_METRICS_PORT: "0" });
  expect((await get(`${own.url}/metrics`)).status).toBe(404);
  const [, port] = /metrics {3}(\S+)/.exec(own.said.out)!;
  expect((await get(port!)).headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect((await get(port!.replace("/metrics", "/auth/me"))).status).toBe(404);
  const both = await start({ AUTH_METRICS_PORT: "0", AUTH_METRICS_TOKEN: TOKEN });
  const [, guarded] = /metrics {3}(\S+)/.exec(both.said.out)!;
  expect((await get(guarded!)).status).toBe(401);
  expect((await get(guarded!, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  expect((await get(`${both.url}/metrics`)).status).toBe(404);
});

it("OP02 counts what happened, by route and status, and nothing that a client chose", async () => {
  const { url: DATABASE_URL } = await newSqlite();
  const server = await startServer({ DATABASE_URL, AUTH_SECRET, AUTH_METRICS_TOKEN: TOKEN }, newFolder());
  const { token } = (await signUp(server.url, "ada@example.com")).body;
  await signIn(server.url, "ada@example.com");
  await signIn(server.url, "ada@example.com", "a wrong password");
  for (let at = 0; at < 5; at++) await me(server.url, token);
  for (let at = 0; at < 20; at++) await get(`${server.url}/auth/secret-${at}?q=ada@example.com`);
  const { body } = await get(`${server.url}/metrics`, { authorization: `Bearer ${TOKEN}` });
  const families = parseMetrics(body);
  const requests = (labels: object) => valueOf(families, "latchkey_http_requests_total", labels);
  expect(requests({ method: "GET", route: "/auth/me", status: "200" })).toBe(5);
  expect(requests({ method: "POST", route: "/auth/signin", status: "200" })).toBe(1);
  expect(requests({ method: "POST", route: "/auth/signin", status: "401" })).toBe(1);
  expect(requests({ method: "GET", route: "other", status: "404" })).toBe(20);
  expect(valueOf(families, "latchkey_sign_ins_total", { outcome: "ok" })).toBe(2);
  expect(valueOf(families, "latchkey_sign_ins_total", { outcome: "failed" })).toBe(1);
  expect(valueOf(families, "process_resident_memory_bytes", {})).toBeGreaterThan(1e7);
  expect(body).not.toMatch(/secret-|ada@|hunter/);
});

it("OP02 a port that is taken is refused by the name of its setting", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  const program = run(["serve"], { DATABASE_URL: "sqlite:auth.db", AUTH_METRICS_PORT: String(port) }, newFolder());
  expect(await program.end).toBe(1);
  expect(program.said.err).toContain(`or choose another port, like AUTH_METRICS_PORT=${port + 1}.`);
  taken.close();
});
