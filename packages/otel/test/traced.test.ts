import { createServer } from "node:http";
import { once } from "node:events";
import { SpanKind, SpanStatusCode, context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { createAuth } from "@latchkey/core";
import { auditLog, audited } from "@latchkey/core/audit";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher, storageContract } from "@latchkey/core/testing";
import { createHandler, type Route } from "@latchkey/http";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { traced } from "../src/index.ts";

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
afterAll(() => [trace, context, propagation].forEach((part) => part.disable()));
beforeEach(() => exporter.reset());

const SECRET = "0123456789abcdef0123456789abcdef";
const ADA = { email: "ada@example.com", password: "hunter22 hunter22" };
const routes: readonly Route[] = [{ method: "GET", path: "/gifts/:code", handle: async () => ({ body: {} }) }];

function program(storage = memoryStorage()) {
  const auth = createAuth({ storage: traced(storage, { system: "sqlite" }), secret: SECRET, passwords: fastHasher() });
  return { auth, handler: traced(createHandler(auth, { routes, onError: () => {} })) };
}

const ask = (path: string, init: RequestInit = {}) => new Request(`https://example.com/auth${path}`, init);
const signUp = () =>
  ask("/signup", {
    method: "POST",
    body: JSON.stringify(ADA),
    headers: { "content-type": "application/json", "session-carrier": "bearer" },
  });
const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId;

describe("traced(handler)", () => {
  it("OP06 makes a server span named by the route, in the trace that the request names", async () => {
    const { handler } = program();
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    await handler(
      ask("/gifts/hunter22?token=sesame", { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } }),
    );
    const [span] = named("GET /auth/gifts/:code");
    expect(span).toMatchObject({ kind: SpanKind.SERVER, status: { code: SpanStatusCode.UNSET } });
    expect(span!.spanContext().traceId).toBe(traceId);
    expect(parentOf(span!)).toBe("b7ad6b7169203331");
    expect(span!.attributes).toEqual({
      "http.request.method": "GET",
      "url.scheme": "https",
      "http.route": "/auth/gifts/:code",
      "http.response.status_code": 200,
    });
    expect(JSON.stringify(span!.attributes)).not.toMatch(/hunter22|sesame/);
  });

  it("OP06 has steps of the storage within it, and is within the span that is active", async () => {
    const { handler } = program();
    await trace.getTracer("test").startActiveSpan("outer", async (outer) => {
      await handler(signUp());
      outer.end();
    });
    const [outer, server, insert] = [named("outer"), named("POST /auth/signup"), named("users.insert")].map(
      ([one]) => one!,
    );
    expect(server).toMatchObject({ kind: SpanKind.INTERNAL });
    expect(parentOf(server!)).toBe(outer!.spanContext().spanId);
    expect(parentOf(insert!)).toBe(server!.spanContext().spanId);
    expect(insert).toMatchObject({ kind: SpanKind.CLIENT });
    expect(insert!.attributes).toEqual({ "db.system.name": "sqlite", "db.operation.name": "users.insert" });
    const all = JSON.stringify(
      exporter.getFinishedSpans().map(({ name, attributes, events }) => [name, attributes, events]),
    );
    expect(all).not.toMatch(/hunter22|ada|eyJ/);
  });

  it("OP06 tells an error by its status and code alone, and names no method and path of a client's", async () => {
    const storage = memoryStorage();
    const broken = Object.assign(new Error("password of ada@example.com"), { code: "28P01" });
    const { handler } = program({ ...storage, users: { ...storage.users, insert: () => Promise.reject(broken) } });
    expect((await handler(signUp())).status).toBe(503);
    const [server, insert] = [named("POST /auth/signup")[0]!, named("users.insert")[0]!];
    expect(server.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(server.attributes).toMatchObject({ "http.response.status_code": 503, "error.type": "503" });
    expect(insert.attributes).toMatchObject({ "error.type": "28P01" });
    expect(insert.events).toEqual([]);
    await handler(ask("/hunter22", { method: "SESAME" }));
    expect(named("HTTP")[0]!.attributes).toEqual({
      "http.request.method": "_OTHER",
      "url.scheme": "https",
      "http.response.status_code": 404,
    });
  });
});

describe("traced(storage)", () => {
  it("OP06 refuses what is neither a handler nor a storage", () => {
    expect(() => traced({} as never)).toThrow("traced takes a handler of createHandler, or a storage");
  });

  it("OP06 AU02 keeps the audit log of the storage, whichever is the outer one", async () => {
    for (const storage of [
      traced(audited(memoryStorage(), { secret: SECRET })),
      audited(traced(memoryStorage()), { secret: SECRET }),
    ]) {
      const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher() });
      await auth.signUp(ADA);
      expect(await auditLog(auth).verify()).toMatchObject({ isValid: true, checked: 2 });
    }
  });

  // The contract of every storage, over a traced one.
  it.each(storageContract(() => traced(memoryStorage())).map(({ name, run }) => [name, run] as const))(
    "OP06 keeps the contract: %s",
    (_, run) => run(),
  );
});

it("OP06 without an SDK nothing happens, and over a real server all is as before", async () => {
  const { handler } = program();
  const server = createServer(async (incoming, outgoing) => {
    const response = await handler(new Request(`http://localhost${incoming.url}`));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  expect((await fetch(`http://127.0.0.1:${port}/auth/me`)).status).toBe(401);
  expect(named("GET /auth/me")).toHaveLength(1);
  server.close();
});
