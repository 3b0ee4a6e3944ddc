import { createAuth, type AuthOptions } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { ownAccount } from "@latchkey/core/own-account";
import { rateLimit } from "@latchkey/core/rate-limit";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";
import { usernames } from "@latchkey/core/usernames";
import { users } from "@latchkey/core/users";
import { createHandler, ownAccountRoutes, usernameRoutes } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { codeOf, cookiePair, ORIGIN, PASSWORD, SECRET } from "../support.ts";

const sameOrigin = { "sec-fetch-site": "same-origin" };

function open(options: Partial<AuthOptions> = {}) {
  const auth = createAuth({
    storage: memoryStorage(),
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    ...options,
  });
  const handler = createHandler(auth, {
    routes: [...ownAccountRoutes(ownAccount(auth)), ...usernameRoutes(usernames(auth))],
    client: ({ headers }) => ({ address: headers.get("x-client") }),
  });
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return {
    auth,
    send,
    async signUp(fields: object = {}) {
      const input = { email: `${crypto.randomUUID()}@example.com`, password: PASSWORD, ...fields };
      const response = await send("POST", "/signup", sameOrigin, input);
      return {
        ...input,
        id: (await response.json()).user.id as string,
        headers: { ...sameOrigin, cookie: cookiePair(response) },
      };
    },
  };
}

describe("Y39 PATCH /me", () => {
  it("replaces the metadata and returns the user without appMetadata", async () => {
    const { auth, send, signUp } = open();
    const { id, headers } = await signUp({ metadata: { a: 1 } });
    await users(auth).update(id, { appMetadata: { role: "admin" } });
    const response = await send("PATCH", "/me", headers, {
      metadata: { b: 2 },
      appMetadata: { role: "root" },
      email: "x@example.com",
      username: "root",
      disabled: true,
    });
    const { user } = await response.json();
    expect([response.status, Object.keys(user).sort(), user.metadata]).toEqual([
      200,
      ["createdAt", "email", "emailVerified", "id", "metadata", "updatedAt"],
      { b: 2 },
    ]);
    expect(await users(auth).find({ id })).toMatchObject({
      metadata: { b: 2 },
      appMetadata: { role: "admin" },
      disabled: false,
    });
    expect((await (await send("PATCH", "/me", headers, { metadata: null })).json()).user.metadata).toBeNull();
  });

  it.each([
    [{}, "invalid_request"],
    [[], "invalid_request"],
    [{ metadata: [] }, "invalid_metadata"],
    [{ metadata: "x" }, "invalid_metadata"],
    [{ metadata: 7 }, "invalid_metadata"],
  ])("ID08 %j is 400, and changes nothing", async (body, code) => {
    const { auth, send, signUp } = open();
    const { id, headers } = await signUp({ metadata: { a: 1 } });
    const response = await send("PATCH", "/me", headers, body);
    expect([response.status, await codeOf(response)]).toEqual([400, code]);
    expect(await users(auth).find({ id })).toMatchObject({ metadata: { a: 1 } });
  });

  it("ID10 ID11 what cannot be stored exactly is 400 invalid_metadata", async () => {
    const { send, signUp } = open();
    const { headers } = await signUp();
    for (const metadata of [{ "a\0": 1 }, { deep: [[[[[[[[[1]]]]]]]]] }, { text: "x".repeat(20_000) }]) {
      const response = await send("PATCH", "/me", headers, { metadata });
      expect([response.status, await codeOf(response)]).toEqual([400, "invalid_metadata"]);
    }
  });

  it("CK08 P23 needs the same origin and a live session", async () => {
    const { send, signUp } = open();
    const {
      headers: { cookie },
    } = await signUp();
    expect((await send("PATCH", "/me", { cookie, origin: "https://evil.example" }, { metadata: {} })).status).toBe(403);
    expect((await send("PATCH", "/me", { cookie }, { metadata: {} })).status).toBe(403);
    expect((await send("PATCH", "/me", sameOrigin, { metadata: {} })).status).toBe(401);
  });
});

describe("Y40 POST /me/delete", () => {
  it("deletes for the right password, ends every session and clears the cookie", async () => {
    const { auth, send, signUp } = open();
    const { id, headers, email, password } = await signUp();
    const wrong = await send("POST", "/me/delete", headers, { currentPassword: "wrong password" });
    expect([wrong.status, await codeOf(wrong), wrong.headers.get("set-cookie")]).toEqual([
      401,
      "invalid_credentials",
      null,
    ]);
    const response = await send("POST", "/me/delete", headers, { currentPassword: PASSWORD });
    expect([response.status, await response.json(), response.headers.get("set-cookie")]).toEqual([
      200,
      { success: true },
      expect.stringContaining("Max-Age=0"),
    ]);
    expect((await send("GET", "/me", headers)).status).toBe(401);
    expect((await send("POST", "/signin", sameOrigin, { email, password })).status).toBe(401);
    expect(await users(auth).find({ id })).toBeNull();
  });

  it("SI08 F07 throttles guesses by a stolen session with 429 and Retry-After, apart from sign-ins", async () => {
    const { send, signUp } = open({ guards: [throttle({ limit: 3 })] });
    const { headers, email, password } = await signUp();
    const statuses = [];
    for (let time = 0; time < 4; time++)
      statuses.push((await send("POST", "/me/delete", headers, { currentPassword: "wrong password" })).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const refused = await send("POST", "/me/delete", headers, { currentPassword: password });
    expect([refused.status, await codeOf(refused), Number(refused.headers.get("retry-after"))]).toEqual([
      429,
      "rate_limited",
      expect.closeTo(600, -1),
    ]);
    expect((await send("GET", "/me", headers)).status).toBe(200);

    const other = await signUp();
    const guesses = [];
    for (let time = 0; time < 4; time++)
      guesses.push(
        (await send("POST", "/signin", sameOrigin, { email: other.email, password: "wrong password" })).status,
      );
    expect(guesses).toEqual([401, 401, 401, 429]);
    expect((await send("POST", "/me/delete", other.headers, { currentPassword: password })).status).toBe(200);
    expect((await send("POST", "/signin", sameOrigin, { email, password })).status).toBe(200);
  });

  it("F09 is 403 when the session was proved 5 minutes ago, and 401 without a session", async () => {
    const clock = testClock();
    const { send, signUp } = open({ now: clock.now });
    const { headers } = await signUp();
    clock.advance(300);
    const refused = await send("POST", "/me/delete", headers, {});
    expect([refused.status, await codeOf(refused)]).toEqual([403, "proof_required"]);
    expect((await send("POST", "/me/delete", headers, { currentPassword: null })).status).toBe(400);
    expect((await send("POST", "/me/delete", sameOrigin, { currentPassword: PASSWORD })).status).toBe(401);
  });
});

describe("Y45 user names over HTTP", () => {
  it("sign up and in, with the cookie, by either name", async () => {
    const { send } = open();
    const email = `${crypto.randomUUID()}@example.com`;
    const up = await send("POST", "/signup/username", sameOrigin, {
      username: "Alice",
      email,
      password: PASSWORD,
      appMetadata: { role: "root" },
    });
    expect([up.status, await up.json()]).toMatchObject([200, { user: { email, username: "alice" } }]);
    for (const [path, body] of [
      ["/signin/username", { username: "ALICE", password: PASSWORD }],
      ["/signin", { email, password: PASSWORD }],
    ] as const) {
      const response = await send("POST", path, sameOrigin, body);
      const cookie = cookiePair(response);
      expect(await (await send("GET", "/me", { cookie })).json()).toMatchObject({ user: { username: "alice" } });
    }
    const taken = await send("POST", "/signup/username", sameOrigin, {
      username: "aLICE",
      email: `x${email}`,
      password: PASSWORD,
    });
    expect([taken.status, await taken.json()]).toMatchObject([409, { code: "username_taken", field: "username" }]);
    const bad = await send("POST", "/signin/username", sameOrigin, { username: email, password: PASSWORD });
    expect([bad.status, await bad.json()]).toMatchObject([400, { code: "invalid_username", field: "username" }]);
  });

  it("SI01 answer an unknown name like a wrong password", async () => {
    const { send } = open();
    await send("POST", "/signup/username", sameOrigin, {
      username: "alice",
      email: "alice@example.com",
      password: PASSWORD,
    });
    const [known, unknown] = await Promise.all(
      ["alice", "nobody"].map(async (username) => {
        const response = await send("POST", "/signin/username", sameOrigin, { username, password: "wrong password" });
        return [response.status, await response.text(), [...response.headers]];
      }),
    );
    expect(known).toEqual(unknown);
  });

  it("CK11 refuse sign-up and sign-in from a cross-site origin", async () => {
    const { send } = open();
    for (const path of ["/signup/username", "/signin/username"]) {
      expect(
        (
          await send(
            "POST",
            path,
            { origin: "https://evil.example" },
            { username: "alice", email: "a@b.example", password: PASSWORD },
          )
        ).status,
      ).toBe(403);
    }
  });
});

describe("SI05 the client's address", () => {
  it("is what the client option says, whatever a request claims", async () => {
    const { send } = open({ guards: [rateLimit({ limit: 2, window: 60 })] });
    const attempt = async (headers: Record<string, string>) =>
      (await send("POST", "/signin", { ...sameOrigin, ...headers }, { email: "nobody@example.com", password: "x" }))
        .status;
    const statuses = [];
    for (let at = 0; at < 4; at++)
      statuses.push(
        await attempt({
          "x-client": "192.0.2.1",
          "x-forwarded-for": `198.51.100.${at}`,
          "x-real-ip": `198.51.100.${at}`,
          forwarded: `for=198.51.100.${at}`,
        }),
      );
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect(await attempt({ "x-forwarded-for": "192.0.2.1" })).toBe(401);
  });
});
