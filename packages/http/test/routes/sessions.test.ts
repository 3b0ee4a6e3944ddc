import type { AuthOptions, Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { sessionUse } from "@latchkey/core/session-use";
import { sessions } from "@latchkey/core/sessions";
import { testClock } from "@latchkey/core/testing";
import { createAuthenticator, createHandler, sessionRoutes, type HandlerOptions } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, codeOf, cookiePair, ORIGIN, PASSWORD } from "../support.ts";

const HOUR = 3600;
const OWN = { "sec-fetch-site": "same-origin" };
const ASKS = { "session-carrier": "bearer" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const TOKEN = /\bey[\w-]+\.[\w-]+\.[\w-]+/;

interface Listed {
  readonly id: string;
  readonly current: boolean;
}

/** A handler with the session routes, and a clock. */
function open(authOptions: Partial<AuthOptions> = {}, options: HandlerOptions = {}) {
  const clock = testClock();
  const { auth, signUp } = client({}, { now: clock.now, ...authOptions });
  const handler = createHandler(auth, { routes: sessionRoutes(sessions(auth)), ...options });
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const signIn = async (email: string, headers: Record<string, string> = {}) => {
    const response = await send("POST", "/signin", headers, { email, password: PASSWORD });
    return { response, token: cookiePair(response).split("=")[1]!, cookie: { cookie: cookiePair(response), ...OWN } };
  };
  const person = async () => {
    const { email, token, cookie } = await signUp();
    return { email, token, cookie: { cookie, ...OWN } };
  };
  const list = async (headers: Record<string, string>) =>
    ((await (await send("GET", "/sessions", headers)).json()) as { sessions: Listed[] }).sessions;
  const status = async (headers: Record<string, string>) => (await send("GET", "/me", headers)).status;
  return { auth, handler, clock, send, signIn, person, list, status };
}

describe("POST /refresh", () => {
  it("Y31 by cookie answers with a new cookie and when it ends, and never with the token", async () => {
    const { send, clock, person, status } = open();
    const { cookie, token } = await person();
    clock.advance(HOUR);
    const response = await send("POST", "/refresh", { ...cookie, ...ASKS });
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toEqual([
      200,
      { user: expect.any(Object), expiresAt: new Date(clock.now() + 604_800_000).toISOString() },
    ]);
    expect(text).not.toMatch(TOKEN);
    expect(response.headers.get("set-cookie")).toMatch(/; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookiePair(response)).not.toContain(token);
    expect(await status({ cookie: cookiePair(response) })).toBe(200);
  });

  it("Y20 by header answers with the new token, and sets no cookie", async () => {
    const { send, auth, clock, person } = open();
    const { token } = await person();
    clock.advance(HOUR);
    const response = await send("POST", "/refresh", bearer(token));
    const body = (await response.json()) as { token: string };
    expect(body).toEqual({
      user: expect.any(Object),
      token: expect.stringMatching(TOKEN),
      expiresAt: new Date(clock.now() + 604_800_000).toISOString(),
    });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect((await auth.getSession(body.token))?.session.id).toBe((await auth.getSession(token))?.session.id);
  });

  it.each(["cookie first", "bearer first"])(
    "never turns a live cookie into a readable token, whatever the header: %s",
    async (order) => {
      const { send, person, auth } = open({}, order === "cookie first" ? {} : { carriers: ["bearer", "cookie"] });
      const [victim, thief] = [await person(), await person()];
      const victims = (await auth.getSession(victim.token))!.session.id;
      for (const headers of [
        ASKS,
        { ...ASKS, ...bearer("gibberish") },
        { ...ASKS, ...bearer(thief.token) },
        { ...ASKS, accept: "application/jwt" },
      ]) {
        for (const [method, path] of [
          ["POST", "/refresh"],
          ["GET", "/me"],
        ] as const) {
          const response = await send(method, path, { ...victim.cookie, ...headers });
          const { token } = (await response.json()) as { token?: string };
          if (token !== undefined) expect((await auth.getSession(token))?.session.id).not.toBe(victims);
        }
      }
    },
  );

  it("answers a valid header in its own way, even beside an invalid cookie", async () => {
    const { send, person, auth } = open();
    const [mine, dead] = [await person(), await person()];
    await auth.signOut(dead.token);
    const response = await send("POST", "/refresh", { ...dead.cookie, ...bearer(mine.token) });
    expect(await response.json()).toHaveProperty("token");
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("SE10 P29 near the absolute end the cookie lasts no longer than the session", async () => {
    const { send, clock, person } = open({ session: { lifetime: HOUR, maxLifetime: 90 * 60 } });
    const { cookie } = await person();
    clock.advance(45 * 60);
    expect((await send("POST", "/refresh", cookie)).headers.get("set-cookie")).toContain("; Max-Age=2700;");
  });

  it("Y31 answers 50 parallel requests, by cookie and by header", async () => {
    const { send, person, list } = open();
    const { cookie, token } = await person();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => send("POST", "/refresh", index % 2 === 0 ? cookie : bearer(token))),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
    expect(await list(cookie)).toHaveLength(1);
  });

  it("CK08 CK09 CK10 another site cannot refresh, list or end", async () => {
    const { send, person, list } = open();
    const {
      cookie: { cookie },
    } = await person();
    const crossSite = [
      { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      { origin: "https://evil.example" },
      { origin: "null" },
      {},
    ];
    for (const headers of crossSite) {
      for (const path of ["/refresh", "/sessions/end", "/sessions/end-others", "/sessions/end-all"]) {
        const response = await send("POST", path, { cookie, ...headers }, { id: "0123456789abcdef" });
        expect([response.status, await codeOf(response), response.headers.get("set-cookie")]).toEqual([
          403,
          "forbidden_origin",
          null,
        ]);
      }
    }
    expect((await send("GET", "/sessions", { cookie, origin: "https://evil.example" })).status).toBe(401);
    for (const path of ["/refresh", "/sessions/end-others", "/sessions/end-all"]) {
      expect((await send("POST", path, { cookie, ...OWN, "content-type": "text/plain" })).status).toBe(415);
      expect((await send("GET", path, { cookie, ...OWN })).status).toBe(405);
    }
    expect(await list({ cookie })).toHaveLength(1);
  });

  it("P23 without a session everything is 401, and no cookie is touched", async () => {
    const { send } = open();
    for (const headers of [{}, bearer("gibberish"), { cookie: "__Host-latchkey_session=gibberish", ...OWN }]) {
      for (const [method, path] of [
        ["POST", "/refresh"],
        ["GET", "/sessions"],
        ["POST", "/sessions/end"],
        ["POST", "/sessions/end-others"],
        ["POST", "/sessions/end-all"],
      ] as const) {
        const response = await send(method, path, headers, method === "POST" ? { id: "0123456789abcdef" } : undefined);
        expect([response.status, await codeOf(response), response.headers.get("set-cookie")], path).toEqual([
          401,
          "unauthenticated",
          null,
        ]);
      }
    }
  });
});

describe("the user's sessions", () => {
  it("Y33 are listed with times, the current one, and the client as the client option says", async () => {
    const from = (request: Request) => ({
      address: request.headers.get("x-real-ip"),
      agent: request.headers.get("user-agent"),
    });
    const { send, signIn, person, clock } = open({}, { client: from });
    const { email, cookie } = await person();
    clock.advance(60);
    await signIn(email, { "x-real-ip": "192.0.2.7", "x-forwarded-for": "203.0.113.1", "user-agent": "a".repeat(5000) });
    const response = await send("GET", "/sessions", cookie);
    const [now, before] = [clock.now(), clock.now() - 60_000].map((moment) => new Date(moment).toISOString());
    const expiry = (moment: string) => new Date(Date.parse(moment) + 604_800_000).toISOString();
    expect(await response.json()).toEqual({
      sessions: [
        {
          id: expect.any(String),
          current: false,
          createdAt: now,
          lastUsedAt: now,
          expiresAt: expiry(now!),
          address: "192.0.2.7",
          agent: "a".repeat(256),
        },
        {
          id: expect.any(String),
          current: true,
          createdAt: before,
          lastUsedAt: before,
          expiresAt: expiry(before!),
          address: null,
          agent: null,
        },
      ],
    });
  });

  it("Y33 SE07 end by id; another user's id is 404, like an unknown one", async () => {
    const { send, signIn, person, list, status } = open();
    const [mine, anotherUser] = [await person(), await person()];
    const second = await signIn(mine.email);
    const [other] = await list(anotherUser.cookie);
    const refusals = [];
    for (const id of [other!.id, "0123456789abcdef", "", "\0", "../me"]) {
      const response = await send("POST", "/sessions/end", mine.cookie, { id });
      refusals.push([response.status, await response.json(), response.headers.get("set-cookie")]);
    }
    expect(refusals).toEqual(refusals.map(() => [404, { error: "There is no such session", code: "not_found" }, null]));
    expect((await send("POST", "/sessions/end", mine.cookie, { id: 7 })).status).toBe(400);
    expect(await status(anotherUser.cookie)).toBe(200);

    const { id } = (await list(mine.cookie)).find(({ current }) => !current)!;
    const response = await send("POST", "/sessions/end", mine.cookie, { id });
    expect([response.status, await response.json()]).toEqual([200, { success: true }]);
    expect([await status(second.cookie), await status(mine.cookie)]).toEqual([401, 200]);
  });

  it("Y32 end everywhere else, then everywhere", async () => {
    const { send, signIn, person, status } = open();
    const mine = await person();
    const others = [await signIn(mine.email), await signIn(mine.email)];
    const elsewhere = await send("POST", "/sessions/end-others", mine.cookie);
    expect([elsewhere.status, await elsewhere.json(), elsewhere.headers.get("set-cookie")]).toEqual([
      200,
      { ended: 2 },
      null,
    ]);
    expect(await Promise.all([mine, ...others].map(({ cookie }) => status(cookie)))).toEqual([200, 401, 401]);

    const again = await signIn(mine.email);
    const everywhere = await send("POST", "/sessions/end-all", bearer(again.token));
    expect([everywhere.status, await everywhere.json()]).toEqual([200, { success: true }]);
    expect(everywhere.headers.get("set-cookie")).toContain("latchkey_session=; Max-Age=0; ");
    expect(await Promise.all([mine, again].map(({ cookie }) => status(cookie)))).toEqual([401, 401]);
  });

  it("HT09 are 503 with storage down, and the cookie stays", async () => {
    const real = memoryStorage();
    let isDown = false;
    const sessionStore = new Proxy(real.sessions, {
      get: (target, name: keyof Storage["sessions"]) =>
        isDown ? () => Promise.reject(new Error("connection refused")) : target[name],
    });
    const { send, person, status } = open({ storage: { ...real, sessions: sessionStore } }, { onError: () => {} });
    const { cookie } = await person();
    isDown = true;
    for (const [method, path] of [
      ["POST", "/refresh"],
      ["GET", "/sessions"],
      ["POST", "/sessions/end"],
      ["POST", "/sessions/end-others"],
      ["POST", "/sessions/end-all"],
    ] as const) {
      const response = await send(method, path, cookie, method === "POST" ? { id: "0123456789abcdef" } : undefined);
      expect([response.status, await codeOf(response), response.headers.get("set-cookie")], path).toEqual([
        503,
        "storage_unavailable",
        null,
      ]);
    }
    isDown = false;
    expect(await status(cookie)).toBe(200);
  });
});

describe("GET /me", () => {
  it("Y20 returns the token and its expiry to a client that sent it by header and asks for it", async () => {
    const { send, person, clock } = open();
    const { token } = await person();
    const expiresAt = new Date(clock.now() + 604_800_000).toISOString();
    clock.advance(HOUR);
    await send("POST", "/refresh", bearer(token));
    expect(await (await send("GET", "/me", { ...bearer(token), ...ASKS })).json()).toEqual({
      user: expect.any(Object),
      token,
      expiresAt,
    });
    expect(Object.keys((await (await send("GET", "/me", bearer(token))).json()) as object)).toEqual(["user"]);
  });

  it("Y31 sets a cookie only when renewal is on and due, and only for a client that came by cookie", async () => {
    const { send, clock, person, status } = open({ session: { use: sessionUse({ renewAfter: HOUR }) } });
    const { cookie, token } = await person();
    const setCookie = async (headers: Record<string, string>) =>
      (await send("GET", "/me", headers)).headers.get("set-cookie");
    clock.advance(HOUR - 1);
    expect(await setCookie(cookie)).toBeNull();
    clock.advance(1);
    expect([await setCookie(bearer(token)), await setCookie({ ...bearer(token), ...ASKS })]).toEqual([null, null]);
    const response = await send("GET", "/me", cookie);
    expect(response.headers.get("set-cookie")).toContain("; Max-Age=604800; ");
    expect(Object.keys((await response.json()) as object)).toEqual(["user"]);
    const renewed = { cookie: cookiePair(response), ...OWN };
    expect([await setCookie(renewed), await status(renewed)]).toEqual([null, 200]);

    const off = open();
    const plain = await off.person();
    off.clock.advance(6 * 24 * HOUR);
    expect((await off.send("GET", "/me", plain.cookie)).headers.get("set-cookie")).toBeNull();
  });

  it("SE14 is 401 for a session that was idle too long", async () => {
    const { clock, person, status } = open({ session: { use: sessionUse({ idleTimeout: HOUR }) } });
    const { cookie } = await person();
    clock.advance(HOUR - 1);
    expect(await status(cookie)).toBe(200);
    clock.advance(HOUR);
    expect(await status(cookie)).toBe(401);
  });
});

describe("an application's own route", () => {
  it("Y31 gets the renewed cookie only with renew: true, and never a token", async () => {
    const { auth, clock, person } = open({ session: { use: sessionUse({ renewAfter: HOUR }) } });
    const { cookie, token } = await person();
    const authenticate = createAuthenticator(auth);
    const request = (headers: Record<string, string>) => new Request(`${ORIGIN}/orders`, { headers });
    expect(await authenticate(request(cookie), { renew: true })).not.toHaveProperty("setCookie");
    clock.advance(HOUR);
    expect(Object.keys((await authenticate(request(cookie)))!)).toEqual(["via", "user", "session", "claims"]);
    expect(await authenticate(request(bearer(token)), { renew: true })).not.toHaveProperty("setCookie");
    const found = await authenticate(request(cookie), { renew: true });
    expect(Object.keys(found!)).toEqual(["via", "user", "session", "claims", "setCookie"]);
    expect((found as { setCookie?: string }).setCookie).toMatch(
      /^__Host-latchkey_session=ey[^;]+; Max-Age=604800; Path=\/; HttpOnly/,
    );
  });
});
