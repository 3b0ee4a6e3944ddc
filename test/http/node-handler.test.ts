import { getRequestListener } from "@hono/node-server";
import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, type Handler, type Route } from "@latchkey/http";
import { toNodeHandler, type NodeHandler } from "@latchkey/http/node";
import express from "express";
// @ts-expect-error: the types are those of Express 5.
import express4Untyped from "express-4";
import fastify from "fastify";
import { createServer, request as send, type IncomingMessage, type RequestListener } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { transportConversation } from "../conversation/index.ts";
import { httpFetch } from "../support/http-client.ts";
import { sendRaw } from "../support/raw.ts";
import { SECRET, TRUSTED_ORIGIN } from "../support/server.ts";

const express4 = express4Untyped as typeof express;
const EMAIL = "ada@example.com";
const PASSWORD = "correct horse battery";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What a handler that misbehaves or answers oddly would be asked. */
const extra: readonly Route[] = [
  {
    method: "GET",
    path: "/whole",
    handle: async ({ request }) => ({ body: { url: request.url, forwarded: request.headers.get("x-forwarded-for") } }),
  },
];

function mounted(told: unknown[] = []): NodeHandler {
  return toNodeHandler(handlerWith(told));
}

function handlerWith(told: unknown[] = []): Handler {
  const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), guards: [] });
  return createHandler(auth, {
    routes: extra,
    trustedOrigins: [TRUSTED_ORIGIN],
    cookie: { secure: false },
    onError: (error) => told.push(error),
  });
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function signUp(
  origin: string,
  body: BodyInit = JSON.stringify({ email: EMAIL, password: PASSWORD }),
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${origin}/auth/signup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, ...headers },
    body,
  });
}

/** A framework, the path stripped or not, the body parsed or not. */
const mounts: Readonly<Record<string, (handler: NodeHandler) => Promise<string> | string>> = {
  "node:http": (handler) => listen(handler),
  "Express 5 below /auth": (handler) => listen(express().use("/auth", handler)),
  "Express 5 below /auth, behind express.json()": (handler) =>
    listen(express().use(express.json()).use("/auth", handler)),
  "Express 5, a route with a star, behind express.json()": (handler) =>
    listen(express().use(express.json()).all("/auth/*path", handler)),
  "Express 5, routers within routers, behind express.json()": (handler) =>
    listen(
      express()
        .use(express.json())
        .use(express.Router().use("/auth", express.Router().use(handler))),
    ),
  "Express 5 behind express.text()": (handler) =>
    listen(
      express()
        .use(express.text({ type: "*/*" }))
        .use("/auth", handler),
    ),
  "Express 5 behind express.raw()": (handler) =>
    listen(
      express()
        .use(express.raw({ type: "*/*" }))
        .use("/auth", handler),
    ),
  "Express 4 below /auth, behind express.json()": (handler) =>
    listen(express4().use(express4.json()).use("/auth", handler)),
  "Express 4 below /auth": (handler) => listen(express4().use("/auth", handler)),
  async "Fastify 5, as a route"(handler) {
    const app = fastify();
    app.all("/auth/*", handler);
    closing.push(() => app.close());
    return app.listen({ port: 0, host: "127.0.0.1" });
  },
  "a framework in the manner of Koa, whose parser keeps the body": (handler) =>
    listen(async (incoming, outgoing) => {
      let text = "";
      for await (const chunk of incoming) text += String(chunk);
      const isJson = incoming.headers["content-type"] === "application/json";
      await handler(
        Object.assign(incoming, { body: isJson ? (JSON.parse(text) as unknown) : new URLSearchParams(text) }),
        outgoing,
      );
    }),
};

describe.each(Object.keys(mounts))("F41 toNodeHandler on %s", (name) => {
  it("F41 signs up, in and out, and keeps the path, the cookie and who is asking", async () => {
    const told: unknown[] = [];
    const origin = await mounts[name]!(mounted(told));
    const created = await signUp(origin);
    expect([created.status, await created.json()]).toMatchObject([200, { user: { email: EMAIL } }]);
    const cookie = created.headers.getSetCookie()[0]!.split(";")[0]!;
    expect(await (await fetch(`${origin}/auth/me`, { headers: { cookie } })).json()).toMatchObject({
      user: { email: EMAIL },
    });
    expect(await (await fetch(`${origin}/auth/whole?a=b%2Fc`)).json()).toMatchObject({
      url: `${origin}/auth/whole?a=b%2Fc`,
    });
    const out = await fetch(`${origin}/auth/signout`, { method: "POST", headers: { cookie, origin } });
    expect([out.status, out.headers.getSetCookie().length]).toEqual([200, 1]);
    expect((await fetch(`${origin}/auth/me`, { headers: { cookie } })).status).toBe(401);
    expect(told).toEqual([]);
  });

  it("F41 refuses a form of another site, and what another origin sends", async () => {
    const origin = await mounts[name]!(mounted());
    await signUp(origin);
    const form = await fetch(`${origin}/auth/signin`, {
      method: "POST",
      headers: { origin },
      body: new URLSearchParams({ email: EMAIL, password: PASSWORD }),
    });
    expect([415, 400]).toContain(form.status);
    expect(
      (
        await signUp(origin, undefined, {
          origin: "https://evil.example",
          "x-forwarded-host": "evil.example",
          "x-forwarded-proto": "https",
        })
      ).status,
    ).toBe(403);
  });
});

describe("F41 a body that somebody has read", () => {
  it("F41 an object of express.json() in every shape is what the client sent", async () => {
    const origin = await mounts["Express 5 below /auth, behind express.json()"]!(mounted());
    const metadata = { "é🦊": ["\u2028", 1.5, null, { __proto__: null, deep: true }] };
    const created = await signUp(origin, JSON.stringify({ email: EMAIL, password: PASSWORD, metadata }));
    expect(await created.json()).toMatchObject({
      user: { metadata: { "é🦊": ["\u2028", 1.5, null, { deep: true }] } },
    });
    for (const body of ["[]", "{}", '{"email":1}']) expect((await signUp(origin, body)).status).toBe(400);
  });

  it("F41 an urlencoded form that Express has parsed never becomes JSON", async () => {
    const origin = await listen(express().use(express.urlencoded()).use("/auth", mounted()));
    const form = await fetch(`${origin}/auth/signup`, {
      method: "POST",
      headers: { origin },
      body: new URLSearchParams({ email: EMAIL, password: PASSWORD }),
    });
    expect(form.status).toBe(415);
  });

  it("F41 one that nobody kept is 500 and told what to do, with and without a declared length", async () => {
    const told: unknown[] = [];
    const handler = mounted(told);
    const origin = await listen(async (incoming, outgoing) => {
      for await (const _ of incoming);
      await handler(incoming, outgoing);
    });
    expect((await signUp(origin)).status).toBe(500);
    const chunked = new ReadableStream({
      start: (controller) => (
        controller.enqueue(new TextEncoder().encode(JSON.stringify({ email: EMAIL, password: PASSWORD }))),
        controller.close()
      ),
    });
    const streamed = await fetch(`${origin}/auth/signup`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: chunked,
      duplex: "half",
    } as RequestInit);
    expect(streamed.status).toBe(500);
    expect(told.map(String)).toEqual(
      Array(2).fill(expect.stringMatching(/^TypeError: the request's body was read before.*toNodeHandler/)),
    );
  });

  it("F41 a body that cannot be said in JSON again is 500", async () => {
    const told: unknown[] = [];
    const handler = mounted(told);
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const origin = await listen(async (incoming, outgoing) => {
      for await (const _ of incoming);
      await handler(Object.assign(incoming, { body: cyclic }), outgoing);
    });
    expect([(await signUp(origin)).status, told.length]).toEqual([500, 1]);
  });

  it("F41 under another bridge behind express.json() it is 500, told, and not the client's mistake", async () => {
    const told: unknown[] = [];
    const listener = getRequestListener(handlerWith(told), { overrideGlobalObjects: false });
    const origin = await listen(
      express()
        .use(express.json())
        .use((request, response) => void listener(request, response)),
    );
    expect((await signUp(origin)).status).toBe(500);
    expect(told.map(String)).toEqual([expect.stringMatching(/body was read before/)]);
  });

  it("F41 is bounded like any other", async () => {
    const origin = await listen(
      express()
        .use(express.json({ limit: "2mb" }))
        .use("/auth", mounted()),
    );
    expect(
      (await signUp(origin, JSON.stringify({ email: EMAIL, password: PASSWORD, padding: "x".repeat(100_000) }))).status,
    ).toBe(413);
  });
});

describe("toNodeHandler at the border", () => {
  it("CK03 HT07 believes no forwarding header", async () => {
    const origin = await listen(mounted());
    const headers = {
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.example",
      "x-forwarded-for": "192.0.2.1",
      forwarded: "host=evil.example;proto=https",
    };
    expect(await (await fetch(`${origin}/auth/whole`, { headers })).json()).toMatchObject({
      url: `${origin}/auth/whole`,
    });
  });

  it("F41 answers HEAD without a body, a bad Host with 400, and goes on after a client that leaves", async () => {
    const told: unknown[] = [];
    const origin = await listen(mounted(told));
    const head = await fetch(`${origin}/auth/me`, { method: "HEAD" });
    expect(await head.text()).toBe("");
    const bad = await new Promise<IncomingMessage>((resolve) =>
      send(`${origin}/auth/me`, { headers: { host: "a b" } }, resolve).end(),
    );
    expect(bad.statusCode).toBe(400);
    bad.resume();

    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    socket.write(
      "POST /auth/signup HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect((await signUp(origin)).status).toBe(200);
    expect(told).toEqual([]);
  });

  it.each(["a b", "x/auth", "u@x", "1.2.3.4.5"])(
    "HT01 F10 what makes no URL, like the Host %j, is answered as everything else",
    async (host) => {
      const origin = await listen(mounted());
      const { status, lines, body } = await sendRaw(origin, "GET /auth/me", [], "", host);
      expect([status, JSON.parse(body)]).toEqual([
        400,
        { error: "Host and path must make a URL", code: "invalid_request" },
      ]);
      for (const line of [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "content-type: application/json; charset=utf-8",
      ])
        expect(lines).toContain(line);
    },
  );

  it("F12 a fetch handler that throws or rejects is 500 in the same shape", async () => {
    for (const odd of [
      () => {
        throw new Error("postgres://app:hunter2@db");
      },
      () => Promise.reject(new Error("hunter2")),
      () => undefined as unknown as Response,
    ]) {
      const response = await fetch(await listen(toNodeHandler(odd)));
      expect([response.status, await response.json()]).toEqual([
        500,
        { error: "Something went wrong", code: "internal" },
      ]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("F41 takes handlers alone, and says so at the start", () => {
    for (const odd of [undefined, null, {}, { fetch: handlerWith() }, "/auth"])
      expect(() => toNodeHandler(odd as Handler)).toThrow(
        /^toNodeHandler takes a handler, like createHandler\(auth\)$/,
      );
  });

  it("F41 a method that a Request cannot have with a body is 405 behind express.json()", async () => {
    const origin = await mounts["Express 5 below /auth, behind express.json()"]!(mounted());
    expect((await sendRaw(origin, "TRACE /auth/me", ["Content-Type: application/json"], "{}")).status).toBe(405);
  });

  it('F41 a request that an application has given a property "raw" is Node\'s own all the same', async () => {
    const handler = mounted();
    const origin = await listen(
      (incoming, outgoing) =>
        void handler(Object.assign(incoming, { raw: Buffer.from("kept for a signature") }), outgoing),
    );
    expect((await signUp(origin)).status).toBe(200);
  });

  it("F41 sends every Set-Cookie header of an answer", async () => {
    const origin = await listen(
      toNodeHandler(async () => {
        const headers = new Headers();
        for (const name of ["a", "b", "c"]) headers.append("set-cookie", `${name}=1; Path=/`);
        return new Response("{}", { headers });
      }),
    );
    expect((await fetch(origin)).headers.getSetCookie()).toEqual(["a=1; Path=/", "b=1; Path=/", "c=1; Path=/"]);
  });
});

describe.each(["node:http", "Express 5 below /auth", "Express 4 below /auth"])(
  "HT10 the conversation over toNodeHandler on %s",
  (name) => {
    let origin = "";
    let close: (() => unknown)[] = [];
    beforeAll(async () => {
      origin = await mounts[name]!(mounted());
      close = closing.splice(0);
    });
    afterAll(async () => {
      for (const one of close) await one();
    });
    const options = {
      fetch: httpFetch,
      get origin() {
        return origin;
      },
      secureCookie: false,
      trustedOrigin: TRUSTED_ORIGIN,
    };
    // Node's client and server refuse the control characters of this case: the conversation in process has it.
    const carried = transportConversation(options).filter((one) => !one.name.startsWith("F03 only SP and HTAB"));
    for (const one of carried) it(one.name, one.run);
  },
);
