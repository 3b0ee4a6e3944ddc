import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { createAuthenticator, createHandler, sessionRoutes, type CookieOptions } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, ORIGIN, PASSWORD, SECRET } from "../support.ts";

const OWN = { "sec-fetch-site": "same-origin" };
const SHARED = "__Secure-latchkey_session";

/** A handler whose storage counts its reads of sessions. */
function open(cookie: CookieOptions = { domain: "app.example.com" }) {
  const storage = memoryStorage();
  const clock = testClock();
  let reads = 0;
  const find: typeof storage.sessions.find = (id) => {
    reads++;
    return storage.sessions.find(id);
  };
  const auth = createAuth({
    storage: { ...storage, sessions: { ...storage.sessions, find } },
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
  });
  const handler = createHandler(auth, { cookie, routes: sessionRoutes(sessions(auth)) });
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { ...(body && { "content-type": "application/json" }), ...OWN, ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  const person = async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    return { email, ...(await auth.signUp({ email, password: PASSWORD })) };
  };
  const readsOf = async (act: () => Promise<unknown>) => {
    const before = reads;
    await act();
    return reads - before;
  };
  return { auth, clock, send, person, readsOf };
}

const pairs = (...tokens: string[]) => tokens.map((token) => `${SHARED}=${token}`).join("; ");
/** The last cookie of an answer. */
function sessionCookieOf(response: Response): { name: string; token: string } {
  const [name = "", token = ""] = response.headers.getSetCookie().at(-1)!.split(";")[0]!.split("=");
  return { name, token };
}
const domainsOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => `${line.startsWith(`${SHARED}=;`) ? "-" : "+"} ${/Domain=([^;]+)/.exec(line)?.[1] ?? "host"}`);

describe("F02 several cookies of the session's name", () => {
  it("cost one read each, and none for a cookie that does not verify", async () => {
    const { send, person, readsOf } = open();
    const [one, two] = [await person(), await person()];
    const me = (cookie: string) => readsOf(() => send("GET", "/me", { cookie }));
    expect(await me(pairs(one.token))).toBe(1);
    expect(await me(pairs(one.token, one.token))).toBe(1);
    expect(await me(pairs(one.token, "gibberish", `${one.token}x`))).toBe(1);
    expect(await me(pairs("gibberish", "rubbish"))).toBe(0);
    expect(await me(pairs(one.token, two.token))).toBe(2);
  });

  it("with two tokens of one session count by the token that expires last", async () => {
    const { auth, clock, send, person } = open();
    const { token, email } = await person();
    clock.advance(3600);
    const newer = (await sessions(auth).refresh(token)).token;
    for (const cookie of [pairs(token, newer), pairs(newer, token)]) {
      expect(((await (await send("GET", "/me", { cookie })).json()) as { user: { email: string } }).user.email).toBe(
        email,
      );
      const found = await createAuthenticator(auth, { cookie: { domain: "app.example.com" } })(
        new Request(ORIGIN, { headers: { cookie } }),
      );
      expect(found).toMatchObject({ claims: { exp: Math.floor(clock.now() / 1000) + 604_800 } });
    }
  });

  it("follow the same rule in an application's own routes", async () => {
    const { auth, person } = open();
    const [one, two] = [await person(), await person()];
    const authenticate = createAuthenticator(auth, { cookie: { domain: "app.example.com" } });
    const ask = (cookie: string) => authenticate(new Request(ORIGIN, { headers: { cookie } }));
    expect(await ask(pairs(one.token, two.token))).toBeNull();
    expect(await ask(pairs("x", one.token))).toMatchObject({ user: { email: one.email } });
  });

  it("do not keep a user out: a sign-in removes all but the new one, at parent domains, too", async () => {
    const { send, person } = open({ domain: "a.app.example.com", formerDomains: ["old.example.net"] });
    const [mine, planted] = [await person(), await person()];
    const answer = await send(
      "POST",
      "/signin",
      { cookie: pairs(mine.token, planted.token) },
      { email: mine.email, password: PASSWORD },
    );
    expect(answer.status).toBe(200);
    expect(domainsOf(answer)).toEqual([
      "- host",
      "- old.example.net",
      "- app.example.com",
      "- example.com",
      "+ a.app.example.com",
    ]);
  });

  it.each<CookieOptions>([{ secure: false }, { domain: "app.example.com" }, {}])(
    "do not keep a user out after a sign-in with %j, even if the browser keeps a cookie of another host",
    async (cookie) => {
      const { auth, send, person } = open(cookie);
      const [mine, planted] = [await person(), await person()];
      const { name } = sessionCookieOf(await send("POST", "/signin", {}, { email: mine.email, password: PASSWORD }));
      const both = `${name}=${mine.token}; ${name}=${planted.token}`;
      expect((await send("GET", "/me", { cookie: both })).status).toBe(401);

      const fresh = sessionCookieOf(
        await send("POST", "/signin", { cookie: both }, { email: mine.email, password: PASSWORD }),
      );
      for (const kept of [
        `${name}=${fresh.token}; ${name}=${planted.token}`,
        `${name}=${planted.token}; ${name}=${mine.token}; ${name}=${fresh.token}`,
      ]) {
        expect(
          ((await (await send("GET", "/me", { cookie: kept })).json()) as { user: { email: string } }).user.email,
        ).toBe(mine.email);
      }
      expect([await auth.getUser(mine.token), await auth.getUser(planted.token)]).toEqual([null, null]);
    },
  );

  it("count as cookies: a script that asks for the new token in the body gets none", async () => {
    const { send, person } = open();
    const [mine, planted] = [await person(), await person()];
    const answer = await send(
      "POST",
      "/signin",
      { cookie: pairs(mine.token, planted.token), "session-carrier": "bearer" },
      { email: mine.email, password: PASSWORD },
    );
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([200, ["user"]]);
  });

  it("are not removed by a sign-in without any, nor at parent domains by one with a single cookie", async () => {
    const { send, person } = open({ domain: "app.example.com", formerDomains: ["www.example.com"] });
    const { email, token } = await person();
    expect(domainsOf(await send("POST", "/signin", {}, { email, password: PASSWORD }))).toEqual(["+ app.example.com"]);
    expect(domainsOf(await send("POST", "/signin", { cookie: pairs(token) }, { email, password: PASSWORD }))).toEqual([
      "- host",
      "- www.example.com",
      "+ app.example.com",
    ]);
  });

  it.each([
    [{ domain: "app.example.com" }, [SHARED, SHARED]],
    [
      { domain: "app.example.com", formerDomains: ["example.com"] },
      [SHARED, SHARED, SHARED, "__Host-latchkey_session", ...Array(3).fill("latchkey_session")],
    ],
    [
      { formerDomains: ["example.com"] },
      ["__Host-latchkey_session", SHARED, SHARED, "latchkey_session", "latchkey_session"],
    ],
    [{}, ["__Host-latchkey_session"]],
    [
      { secure: false, formerDomains: ["example.com"] },
      ["latchkey_session", "latchkey_session", "__Host-latchkey_session", SHARED, SHARED],
    ],
  ] satisfies [CookieOptions, string[]][])(
    "CK07 are cleared on signing out with %j, with the attributes that each may have",
    async (cookie, names) => {
      const { send } = open(cookie);
      const lines = (await send("POST", "/signout")).headers.getSetCookie();
      expect(lines.map((line) => line.split("=")[0])).toEqual(names);
      expect(new Set(lines).size).toBe(lines.length);
      for (const line of lines) {
        expect(line).toMatch(
          /^\w[\w-]+=; Max-Age=0; Path=\/; HttpOnly; (?:Secure; )?SameSite=Lax(?:; Domain=[a-z.]+)?$/,
        );
        if (line.startsWith("__")) expect(line).toContain("; Secure");
        if (line.startsWith("__Host-")) expect(line).not.toContain("Domain");
      }
    },
  );

  it("are neither set nor cleared if bearer is the only carrier", async () => {
    const { send, post, signUp } = client({ carriers: ["bearer"] });
    const response = await post("/signup", { email: "a@example.com", password: PASSWORD });
    expect(response.headers.getSetCookie()).toEqual([]);
    const { token } = (await response.json()) as { token: string };
    const out = await send("POST", "/signout", {
      authorization: `Bearer ${token}`,
      cookie: `__Host-latchkey_session=${token}`,
    });
    expect([out.status, out.headers.getSetCookie()]).toEqual([200, []]);
    expect(signUp).toBeTypeOf("function");
  });
});

describe("F02 ending everything", () => {
  it("ends all sessions of every user whose token is in the request", async () => {
    const { auth, send, person } = open();
    const [one, two, three, other] = [await person(), await person(), await person(), await person()];
    const elsewhere = await auth.signIn({ email: one.email, password: PASSWORD });
    const answer = await send("POST", "/sessions/end-all", {
      cookie: pairs(one.token, two.token, "x"),
      authorization: `Bearer ${three.token}`,
    });
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    const alive = await Promise.all([one, two, three, elsewhere, other].map(({ token }) => auth.getUser(token)));
    expect(alive.map((user) => user !== null)).toEqual([false, false, false, false, true]);
    expect((await send("POST", "/sessions/end-all", { cookie: pairs(one.token, "x") })).status).toBe(401);
  });

  it("goes on after a token that a hook refuses, and answers with that error", async () => {
    const storage = memoryStorage();
    let refused = "";
    const before = ({ type, userId }: { type: string; userId: string | null }) => {
      if (type === "sign_out" && userId === refused) throw new Error("stay");
    };
    const { auth, send } = client({ onError: () => {} }, { storage, hooks: { before } });
    const [planted, mine] = [
      await auth.signUp({ email: "p@example.com", password: PASSWORD }),
      await auth.signUp({ email: "m@example.com", password: PASSWORD }),
    ];
    refused = planted.user.id;
    const cookie = `__Host-latchkey_session=${planted.token}; __Host-latchkey_session=${mine.token}`;
    const answer = await send("POST", "/signout", { cookie, ...OWN });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([500, []]);
    expect([await auth.getUser(planted.token), await auth.getUser(mine.token)]).toEqual([expect.anything(), null]);
  });
});
