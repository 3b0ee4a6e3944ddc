import { AuthError, type Guard, type OpenOptions } from "@latchkey/core";
import { carriedTicket, secondFactorStep, type HandlerOptions, type Route } from "@latchkey/http";
import { object, optional, string } from "valibot";
import { describe, expect, it } from "vitest";
import { client, ORIGIN } from "../support.ts";

const COOKIE = "__Host-latchkey_session-second-factor";
const NEW_USER = { email: "ada@example.com", password: "correct horse battery" };

/** Hands out a ticket, takes it back, and says what it got. */
function echoes(seen: { opening?: OpenOptions } = {}): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/begin",
      signInStep: secondFactorStep,
      handle: async (context) => carriedTicket(context, "second-factor").reply("abc", 300, { body: { begun: true } }),
    },
    {
      method: "POST",
      path: "/finish",
      opensSession: true,
      async handle(context) {
        const { ticket: given } = await context.read(object({ ticket: optional(string()) }));
        seen.opening = context.opening;
        const own = carriedTicket(context, "second-factor");
        return { body: { ticket: own.read(given) ?? null }, setCookie: own.cleared };
      },
    },
  ];
}

const holdsBack: Guard = {
  async onAttempt() {},
  async onCorrectPassword() {},
  async beforeSession({ purpose }) {
    return { error: new AuthError("refused", "One more step", { ticket: `for-${purpose}` }) };
  },
};

const open = (options: HandlerOptions = {}) => client({ routes: echoes(), ...options });

describe("SF04 a ticket between two requests", () => {
  it("SF04 is in a cookie of this host alone for a browser, which no script can read", async () => {
    const response = await open().post("/begin", {}, { origin: ORIGIN });
    expect(response.headers.get("set-cookie")).toBe(
      `${COOKIE}=abc; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Lax`,
    );
    expect(await response.json()).toEqual({ begun: true });
  });

  it("SF04 is in the body for a client that asked for tokens, and has no cookie then", async () => {
    const response = await open().post("/begin", {}, { "session-carrier": "bearer" });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await response.json()).toEqual({ begun: true, ticket: "abc" });
  });

  it.each<[string, HandlerOptions, string]>([
    ["also where the session is shared with other hosts", { cookie: { domain: "example.com" } }, COOKIE],
    ["without the prefix over plain http", { cookie: { secure: false } }, COOKIE.slice("__Host-".length)],
    ["for the pool of its session cookie", { cookie: { name: "admins" } }, "__Host-admins-second-factor"],
  ])("SF04 is named after the session cookie, %s", async (_, options, name) => {
    const line = (await open(options).post("/begin", {}, { origin: ORIGIN })).headers.get("set-cookie")!;
    expect(line.split("=")[0]).toBe(name);
    expect(line).not.toMatch(/domain/i);
  });

  it("SF04 comes back in the cookie or in the body, and the cookie is removed where there was one", async () => {
    const { post } = open();
    const byCookie = await post("/finish", {}, { origin: ORIGIN, cookie: `${COOKIE}=abc` });
    expect(await byCookie.json()).toEqual({ ticket: "abc" });
    expect(byCookie.headers.get("set-cookie")).toContain(`${COOKIE}=; Max-Age=0; Path=/`);
    const byBody = await post("/finish", { ticket: "xyz" });
    expect(await byBody.json()).toEqual({ ticket: "xyz" });
    expect(byBody.headers.get("set-cookie")).toBeNull();
  });

  it("SF04 of a cookie does not count for a page of another origin, or one that does not say", async () => {
    const { post } = open();
    const foreign = { origin: "https://evil.example", cookie: `${COOKIE}=abc` };
    expect((await post("/finish", {}, foreign)).status).toBe(403);
    expect(await (await post("/finish", {}, { cookie: `${COOKIE}=abc` })).json()).toEqual({ ticket: null });
  });

  it("SF04 what opens a session gets the trusted device of the browser", async () => {
    const seen: { opening?: OpenOptions } = {};
    const cookie = "__Host-latchkey_session-trusted-device=device";
    await client({ routes: echoes(seen) }).post("/finish", {}, { origin: ORIGIN, cookie });
    expect(seen.opening).toEqual({ replaces: [], trustedDevice: "device" });
  });
});

it("SF01 a session that a guard holds back is not opened, and the new account is there all the same", async () => {
  const { post, auth } = client({ routes: echoes() }, { guards: [holdsBack] });
  const response = await post("/signup", NEW_USER);
  expect(response.status).toBe(403);
  expect(response.headers.getSetCookie()).toEqual([expect.stringContaining(`${COOKIE}=for-sign_up; Max-Age=900;`)]);
  expect(await response.json()).toEqual({ error: "One more step", code: "refused" });
  expect(await (await post("/signup", NEW_USER)).json()).toMatchObject({ code: "user_exists" });
  await expect(auth.signIn(NEW_USER)).rejects.toMatchObject({ code: "refused", ticket: "for-sign_in" });
});

it("SF04 an error with a ticket prints without it", async () => {
  const error = new AuthError("refused", "One more step", { ticket: "credential" });
  expect(error.ticket).toBe("credential");
  expect(JSON.stringify(error) + JSON.stringify({ ...error })).not.toContain("credential");
});

it("SF01 a page that is refused with a ticket hands it to the browser with its redirect alone", async () => {
  const page: Route = {
    method: "GET",
    path: "/come-back",
    opensSession: true,
    originProof: "state",
    errorPage: ({ code }) => ({ redirectTo: `/sign-in?error=${code}`, setCookie: "flow=; Max-Age=0" }),
    handle: async ({ auth, opening }) => {
      await auth.signIn(NEW_USER, undefined, opening);
      return { redirectTo: "/" };
    },
  };
  const { post, send } = client({ routes: [...echoes(), page] }, { guards: [holdsBack] });
  await post("/signup", NEW_USER);
  const answer = await send("GET", "/come-back", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in?error=refused"]);
  expect(answer.headers.getSetCookie()).toEqual([
    "flow=; Max-Age=0",
    expect.stringContaining(`${COOKIE}=for-sign_in;`),
  ]);
});

it("SF01 a redirect has no body for a ticket: the cookie has it, also if the request asks for tokens", async () => {
  const page: Route = {
    method: "GET",
    path: "/come-back",
    opensSession: true,
    originProof: "state",
    errorPage: ({ code }) => ({ redirectTo: `/sign-in?error=${code}` }),
    handle: async ({ auth, opening }) => {
      await auth.signIn(NEW_USER, undefined, opening);
      return { redirectTo: "/" };
    },
  };
  const { post, send } = client({ routes: [...echoes(), page] }, { guards: [holdsBack] });
  await post("/signup", NEW_USER);
  for (const method of ["GET", "HEAD"]) {
    const answer = await send(method, "/come-back", { "session-carrier": "bearer" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in?error=refused"]);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining(`${COOKIE}=for-sign_in;`)]);
  }
});
