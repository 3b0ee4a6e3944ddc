import { AuthError } from "@latchkey/core";
import { createAuthenticator, createHandler } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, codeOf, ORIGIN, PASSWORD } from "../support.ts";

const TRUSTED = "https://app.example.com";
const here = () => client({ trustedOrigins: [TRUSTED] });

/** Headers that say where a request comes from. */
const crossSite: [string, Record<string, string>][] = [
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ["a neighbouring host", { origin: "https://evil.example.com", "sec-fetch-site": "same-site" }],
  ["another site in a browser without Fetch Metadata", { origin: "https://evil.example" }],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
  ["CK15 an origin that only starts like a trusted one", { origin: `${TRUSTED}.evil.example` }],
  ["CK15 an origin that only ends like a trusted one", { origin: "https://evilapp.example.com" }],
  ["CK15 the trusted host over http", { origin: "http://app.example.com" }],
  ["CK15 the trusted host on another port", { origin: `${TRUSTED}:8443` }],
  ["CK15 the trusted origin in other letters", { origin: "https://APP.example.com" }],
  ["a site that sends no Origin", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
];

const sameOrigin: [string, Record<string, string>][] = [
  ["this origin", { "sec-fetch-site": "same-origin", origin: ORIGIN }],
  ["this origin in a browser without Fetch Metadata", { origin: ORIGIN }],
  [
    "this origin, with a proxy that uses http internally",
    { "sec-fetch-site": "same-origin", origin: "https://public.example" },
  ],
  ["a trusted origin", { origin: TRUSTED, "sec-fetch-site": "same-site" }],
  ["a trusted origin of another site", { origin: TRUSTED, "sec-fetch-site": "cross-site" }],
];

describe.each(crossSite)("from %s", (_, headers) => {
  it("CK08 Y18 the cookie does not count, and signs nobody out", async () => {
    const { send, signUp } = here();
    const { cookie } = await signUp();
    const refused = await send("POST", "/signout", { cookie, ...headers });
    expect([refused.status, await codeOf(refused), refused.headers.get("set-cookie")]).toEqual([
      403,
      "forbidden_origin",
      null,
    ]);
    expect((await send("GET", "/me", { cookie, ...headers })).status).toBe(401);
    expect((await send("GET", "/me", { cookie })).status).toBe(200);
  });

  it("CK11 signing in and up are refused", async () => {
    const { post, signUp, auth } = here();
    const { email } = await signUp();
    const signIn = await post("/signin", { email, password: PASSWORD }, headers);
    expect([signIn.status, signIn.headers.get("set-cookie")]).toEqual([403, null]);
    const planted = { email: "planted@example.com", password: PASSWORD };
    expect((await post("/signup", planted, headers)).status).toBe(403);
    await expect(auth.signIn(planted)).rejects.toMatchObject({ code: "invalid_credentials" });
  });

  it("CK13 P31 gets no CORS header, on an answer or on a preflight", async () => {
    const { send } = here();
    for (const response of [
      await send("GET", "/me", headers),
      await send("OPTIONS", "/signin", { ...headers, "access-control-request-method": "POST" }),
    ]) {
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(response.headers.get("vary")).toBe("Origin");
    }
  });

  it("a bearer token counts, since no browser sends it by itself", async () => {
    const { send, signUp } = here();
    const { token } = await signUp();
    expect((await send("GET", "/me", { authorization: `Bearer ${token}`, ...headers })).status).toBe(200);
  });
});

describe.each(sameOrigin)("from %s", (_, headers) => {
  it("the cookie counts, and P31 signing in works", async () => {
    const { send, post, signUp } = here();
    const { email, cookie } = await signUp();
    expect((await send("GET", "/me", { cookie, ...headers })).status).toBe(200);
    expect((await post("/signin", { email, password: PASSWORD }, { cookie, ...headers })).status).toBe(200);
    expect((await send("POST", "/signout", { cookie, ...headers })).status).toBe(200);
    expect((await send("GET", "/me", { cookie, ...headers })).status).toBe(401);
  });
});

describe("without Origin and Sec-Fetch-Site", () => {
  it("CK09 a cookie on an unsafe request is refused, and the session lives on", async () => {
    const { send, signUp } = here();
    const { cookie } = await signUp();
    expect((await send("POST", "/signout", { cookie })).status).toBe(403);
    expect((await send("POST", "/signout", { cookie: cookie.replace(/=.*/, "=garbage") })).status).toBe(403);
    expect((await send("GET", "/me", { cookie })).status).toBe(200);
  });

  it("a client without cookies signs in and out", async () => {
    const { send, post, signUp } = here();
    const { email } = await signUp();
    const response = await post("/signin", { email, password: PASSWORD }, { "session-carrier": "bearer" });
    const { token } = (await response.json()) as { token: string };
    expect((await send("POST", "/signout", { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe("a link on another site", () => {
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

  it("opens a page with the visitor signed in, as SameSite=Lax allows", async () => {
    const { auth, signUp } = here();
    const { cookie } = await signUp();
    const authenticate = createAuthenticator(auth, { trustedOrigins: [TRUSTED] });
    expect(await authenticate(new Request(`${ORIGIN}/page`, { headers: { cookie, ...link } }))).not.toBeNull();
  });

  it("does not sign in a form, a frame or a script of that site", async () => {
    const { auth, signUp } = here();
    const { cookie } = await signUp();
    const authenticate = createAuthenticator(auth);
    const ask = (method: string, headers: Record<string, string>) =>
      authenticate(new Request(`${ORIGIN}/page`, { method, headers: { cookie, ...headers } }));
    expect(await ask("POST", link)).toBeNull();
    expect(await ask("GET", { ...link, "sec-fetch-dest": "iframe" })).toBeNull();
    expect(await ask("GET", { ...link, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" })).toBeNull();
    expect(await ask("GET", { ...link, origin: "https://evil.example" })).toBeNull();
  });
});

describe("CORS for a trusted origin", () => {
  it("CK13 P31 names that origin, allows credentials, and never says *", async () => {
    const { send } = here();
    const preflight = await send("OPTIONS", "/signin", { origin: TRUSTED, "access-control-request-method": "POST" });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": TRUSTED,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": "Authorization, Content-Type, Session-Carrier",
      "access-control-max-age": "600",
      vary: "Origin, Access-Control-Request-Headers",
    });
    const answer = await send("GET", "/me", { origin: TRUSTED });
    expect(answer.headers.get("access-control-allow-origin")).toBe(TRUSTED);
    expect([answer.headers.get("vary"), answer.headers.get("access-control-expose-headers")]).toEqual([
      "Origin",
      "Retry-After",
    ]);
    expect([...preflight.headers.values(), ...answer.headers.values()]).not.toContain("*");
  });

  it("F66 exposes Retry-After wherever it is set; it is 1 if nothing else was given", async () => {
    const errors = [
      new AuthError("rate_limited", "Wait", { retryAfter: 42 }),
      new AuthError("rate_limited", "Wait"),
      new AuthError("storage_unavailable", "Down"),
      new AuthError("overloaded", "Busy"),
    ];
    const before = () => {
      throw errors.shift()!;
    };
    const { post } = client({ trustedOrigins: [TRUSTED], onError: () => {} }, { hooks: { before } });
    for (const [status, retryAfter] of [
      [429, "42"],
      [429, "1"],
      [503, "1"],
      [503, "1"],
    ] as const) {
      const { status: answered, headers } = await post(
        "/signin",
        { email: "a@example.com", password: PASSWORD },
        { origin: TRUSTED },
      );
      expect([answered, headers.get("retry-after"), headers.get("access-control-expose-headers")]).toEqual([
        status,
        retryAfter,
        "Retry-After",
      ]);
    }
  });

  it.each([
    "*",
    "null",
    "app.example.com",
    "https://app.example.com/",
    "https://app.example.com/path",
    "HTTPS://app.example.com",
    "https://*.example.com/",
  ])("CK15 refuses the trusted origin %j at the start", (origin) => {
    expect(() => createHandler(client().auth, { trustedOrigins: [origin] })).toThrow(/whole origins/);
  });
});
