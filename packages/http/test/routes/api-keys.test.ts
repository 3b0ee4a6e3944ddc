import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { memoryStorage } from "@latchkey/core/memory";
import { apiKeyRoutes, apiKeyStrategy, createHandler } from "@latchkey/http";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { describe, expect, it } from "vitest";
import { codeOf, cookiePair, ORIGIN, PASSWORD, SECRET } from "../support.ts";

function open() {
  const clock = testClock();
  const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), now: clock.now });
  const keys = apiKeys(auth, { scopes: ["read"] });
  const handler = createHandler(auth, { routes: apiKeyRoutes(keys), strategies: [apiKeyStrategy(keys)] });
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const sameOrigin = { "sec-fetch-site": "same-origin" };
  return {
    clock,
    send,
    async signUp() {
      const response = await send("POST", "/signup", sameOrigin, {
        email: `${crypto.randomUUID()}@example.com`,
        password: PASSWORD,
      });
      return { ...sameOrigin, cookie: cookiePair(response) };
    },
  };
}

describe("Y41 API keys over HTTP", () => {
  it("are made, shown once, listed without the key, and deleted", async () => {
    const { send, signUp } = open();
    const alice = await signUp();
    const created = await send("POST", "/api-keys", alice, {
      name: "CI",
      currentPassword: PASSWORD,
      scopes: ["read"],
      expiresIn: 3600,
    });
    const { apiKey, key } = await created.json();
    expect([created.status, Object.keys(apiKey).sort()]).toEqual([
      200,
      ["createdAt", "expiresAt", "hint", "id", "lastUsedAt", "name", "scopes"],
    ]);
    expect(created.headers.get("cache-control")).toBe("no-store");
    expect((await send("GET", "/me", { authorization: `Bearer ${key}` })).status).toBe(200);

    const list = await (await send("GET", "/api-keys", alice)).text();
    expect(JSON.parse(list)).toMatchObject({
      apiKeys: [{ id: apiKey.id, name: "CI", hint: key.slice(0, 8), scopes: ["read"] }],
    });
    expect(list).not.toContain(key.slice(8));

    const deleted = await send("POST", "/api-keys/delete", alice, { id: apiKey.id });
    expect([deleted.status, await deleted.json()]).toEqual([200, { success: true }]);
    expect((await send("GET", "/me", { authorization: `Bearer ${key}` })).status).toBe(401);
    const again = await send("POST", "/api-keys/delete", alice, { id: apiKey.id });
    expect([again.status, await codeOf(again)]).toEqual([404, "not_found"]);
  });

  it("need a session: a request without one, or with a key, cannot create, list or delete keys", async () => {
    const { send, signUp } = open();
    const { apiKey, key } = await (
      await send("POST", "/api-keys", await signUp(), { name: "CI", currentPassword: PASSWORD })
    ).json();
    for (const headers of [{}, { authorization: `Bearer ${key}` }] as Record<string, string>[]) {
      for (const [method, path, body] of [
        ["GET", "/api-keys"],
        ["POST", "/api-keys", { name: "more", currentPassword: PASSWORD }],
        ["POST", "/api-keys/delete", { id: apiKey.id }],
      ] as const) {
        const response = await send(method, path, headers, body);
        expect([response.status, await codeOf(response)]).toEqual([401, "unauthenticated"]);
      }
    }
  });

  it("F09 need the current password: a session that was left open creates no key", async () => {
    const { clock, send, signUp } = open();
    const alice = await signUp();
    const wrong = await send("POST", "/api-keys", alice, { name: "CI", currentPassword: "a wrong password" });
    expect([wrong.status, await codeOf(wrong)]).toEqual([401, "invalid_credentials"]);
    clock.advance(300);
    const none = await send("POST", "/api-keys", alice, { name: "CI" });
    expect([none.status, await none.json()]).toEqual([403, { code: "proof_required", error: expect.any(String) }]);
    expect(await (await send("GET", "/api-keys", alice)).json()).toEqual({ apiKeys: [] });
  });

  it("SE07 cannot be deleted by another user", async () => {
    const { send, signUp } = open();
    const { apiKey, key } = await (
      await send("POST", "/api-keys", await signUp(), { name: "hers", currentPassword: PASSWORD })
    ).json();
    expect((await send("POST", "/api-keys/delete", await signUp(), { id: apiKey.id })).status).toBe(404);
    expect((await send("GET", "/me", { authorization: `Bearer ${key}` })).status).toBe(200);
  });

  it("CK08 cannot be created or deleted by a page of another origin", async () => {
    const { send, signUp } = open();
    const { cookie } = await signUp();
    for (const foreign of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}] as Record<
      string,
      string
    >[]) {
      for (const path of ["/api-keys", "/api-keys/delete"])
        expect(
          (await send("POST", path, { cookie, ...foreign }, { name: "CI", currentPassword: PASSWORD, id: "x" })).status,
        ).toBe(403);
    }
    expect((await send("GET", "/api-keys", { cookie, origin: "https://evil.example" })).status).toBe(401);
  });

  it.each([
    { name: undefined },
    { name: 7 },
    { currentPassword: 7 },
    { currentPassword: null },
    { name: "CI", scopes: "read" },
    { name: "CI", scopes: [7] },
    { name: "CI", expiresIn: "60" },
  ])("ID08 %j is 400 invalid_request", async (body) => {
    const { send, signUp } = open();
    const response = await send("POST", "/api-keys", await signUp(), {
      name: "CI",
      currentPassword: PASSWORD,
      ...(body as object),
    });
    expect([response.status, await codeOf(response)]).toEqual([400, "invalid_request"]);
  });

  it.each([
    { name: "" },
    { name: "CI", scopes: ["a b"] },
    { name: "CI", scopes: ["admin:*"] },
    { name: "CI", expiresIn: 1 },
  ])("%j is 400 invalid_input", async (body) => {
    const { send, signUp } = open();
    const response = await send("POST", "/api-keys", await signUp(), {
      name: "CI",
      currentPassword: PASSWORD,
      ...(body as object),
    });
    expect([response.status, await codeOf(response)]).toEqual([400, "invalid_input"]);
  });
});
