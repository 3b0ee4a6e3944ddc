import { AuthError, createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, HttpError, routeOf, type Route } from "@latchkey/http";
import { metrics } from "@latchkey/http/metrics";
import { expect, it } from "vitest";
import { CAUSES } from "../../src/lib/log/storage-causes.ts";
import { KINDS, storageKind } from "../../src/lib/log/storage-kind.ts";
import { ORIGIN, PASSWORD, SECRET } from "../support.ts";
import { parseMetrics, valueOf } from "./parse.ts";

const cause = Object.assign(new Error("password authentication failed for user ada"), { code: "28P01" });
const routes: readonly Route[] = [
  { method: "GET", path: "/gifts/:code", handle: async () => ({ body: {} }) },
  {
    method: "GET",
    path: "/trouble",
    async handle() {
      throw new AuthError("storage_unavailable", "x", { cause });
    },
  },
  {
    method: "GET",
    path: '/odd"path',
    async handle() {
      throw new HttpError("refused", "no");
    },
  },
];

async function measured() {
  const counts = metrics();
  const told: unknown[] = [];
  const failures: unknown[] = [];
  const auth = createAuth({
    storage: memoryStorage(),
    secret: SECRET,
    passwords: fastHasher(),
    hooks: counts.hooks({ failed: (failure) => void failures.push(failure) }),
  });
  const inner = createHandler(auth, { routes, onError: counts.onError((error) => void told.push(error)) });
  const handler = counts.handler(inner);
  const send = (method: string, path: string, body?: object) =>
    handler(
      new Request(`${ORIGIN}${path}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    );
  return { counts, told, failures, inner, send };
}

it("OP02 metrics are counted for any handler, and another parser reads them", async () => {
  const { counts, told, failures, send } = await measured();
  const ada = { email: "ada@example.com", password: PASSWORD };
  await send("POST", "/auth/signup", ada);
  await send("POST", "/auth/signin", ada);
  await send("POST", "/auth/signin", { ...ada, password: "hunter22 hunter22" });
  for (const code of ["hunter22", "a%2fb", "ada@example.com"]) await send("GET", `/auth/gifts/${code}?token=sesame`);
  await send("GET", "/auth/trouble");
  await send("PURGE", "/auth/gifts/x");
  await send("GET", "/elsewhere/hunter22");
  const text = counts.text();
  expect(text.endsWith("\n")).toBe(true);
  const families = parseMetrics(text);
  const requests = (labels: object) => valueOf(families, "latchkey_http_requests_total", labels);
  expect(requests({ method: "GET", route: "/auth/gifts/:code", status: "200" })).toBe(3);
  expect(requests({ method: "other", route: "/auth/gifts/:code", status: "405" })).toBe(1);
  expect(requests({ route: "other", status: "404" })).toBe(1);
  expect(requests({ route: "/auth/trouble", status: "503" })).toBe(1);
  expect(valueOf(families, "latchkey_storage_errors_total", { kind: "login_refused" })).toBe(1);
  expect(valueOf(families, "latchkey_sign_ins_total", { outcome: "ok" })).toBe(2);
  expect(valueOf(families, "latchkey_sign_ins_total", { outcome: "failed" })).toBe(1);
  expect(valueOf(families, "latchkey_password_attempts_running", {})).toBe(0);
  // Yours are called as well.
  expect([told.length, failures.length]).toEqual([1, 1]);
  expect(text).not.toMatch(/hunter22|sesame|ada|PURGE|elsewhere/);
});

it("OP02 the latency is a histogram whose buckets grow and end with the count", async () => {
  const { counts, send } = await measured();
  for (let at = 0; at < 9; at++) await send("GET", "/auth/gifts/x");
  const text = counts.text();
  const families = parseMetrics(text);
  const { type, metrics: samples } = families.find(({ name }) => name === "latchkey_http_request_duration_seconds")!;
  expect(type).toBe("HISTOGRAM");
  const [{ buckets = {} }] = samples as [(typeof samples)[0]];
  // That parser drops the labels of a histogram.
  const labels = '{method="GET",route="/auth/gifts/:code"}';
  const [, sum] = /_duration_seconds_sum\{[^}]*\} (\S+)\n/.exec(text)!;
  expect(text).toContain(`latchkey_http_request_duration_seconds_count${labels} 9\n`);
  expect(Number(sum)).toBeGreaterThan(0);
  const bounds = Object.entries(buckets).map(([bound, count]) => [
    Number(bound.replace("+Inf", "Infinity")),
    Number(count),
  ]);
  const values = bounds.toSorted(([one], [other]) => one! - other!).map(([, count]) => count!);
  expect(values).toEqual(values.toSorted((one, other) => one - other));
  expect(buckets["+Inf"]).toBe("9");
});

it("OP02 a label that has quotes in it is escaped, and routeOf tells the route of an answer alone", async () => {
  const { counts, inner, send } = await measured();
  await send("GET", "/auth/odd%22path");
  const families = parseMetrics(counts.text());
  expect(families.length).toBeGreaterThan(5);
  const response = await inner(new Request(`${ORIGIN}/auth/gifts/hunter22`));
  expect(routeOf(response)).toBe("/auth/gifts/:code");
  expect(routeOf(await inner(new Request(`${ORIGIN}/auth/nothing`)))).toBeNull();
  expect(routeOf(new Response())).toBeNull();
});

it("OP02 every cause of storage trouble has its word, and an error of another kind has none", () => {
  expect(KINDS).toHaveLength(CAUSES.length);
  const kindOf = (code: string) => storageKind(new AuthError("storage_unavailable", "x", { cause: { code } }));
  const codes = ["ECONNREFUSED", "57014", "42P01", "SQLITE_BUSY", "DATABASE_CLOSED", "D1_EXEC", "XX000"];
  expect(codes.map(kindOf)).toEqual([
    "connection_refused",
    "timeout",
    "tables_missing",
    "locked",
    "closed",
    "overloaded",
    "other",
  ]);
  expect([storageKind(new Error("x")), storageKind(null), storageKind("storage_unavailable")]).toEqual([
    null,
    null,
    null,
  ]);
});
