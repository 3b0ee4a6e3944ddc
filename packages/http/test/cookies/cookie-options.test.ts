import { memoryStorage } from "@latchkey/core/memory";
import { sessions } from "@latchkey/core/sessions";
import { createAuthenticator, createHandler, sessionRoutes, type CookieOptions } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, PASSWORD } from "../support.ts";

const start = (cookie: unknown) => () => createHandler(client().auth, { cookie: cookie as CookieOptions });
const setCookie = async (cookie: CookieOptions) => (await client({ cookie }).signUp()).setCookie;

describe("F14 the name of the cookie", () => {
  it.each<[CookieOptions, string]>([
    [{}, "__Host-latchkey_session"],
    [{ name: "__session" }, "__Host-__session"],
    [{ name: "_x" }, "__Host-_x"],
    [{ name: "__Host" }, "__Host-__Host"],
    [{ name: "__Host-x" }, "__Host-x"],
    [{ name: "__Secure-x" }, "__Secure-x"],
    [{ name: "sid", domain: "example.com" }, "__Secure-sid"],
    [{ name: "__Secure-x", domain: "example.com" }, "__Secure-x"],
    [{ name: "sid", secure: false }, "sid"],
    [{ name: "sid", secure: false, domain: "example.com" }, "sid"],
    [
      {
        name: undefined,
        secure: undefined,
        domain: undefined,
        sameSite: undefined,
        partitioned: undefined,
        formerDomains: undefined,
      },
      "__Host-latchkey_session",
    ],
  ])("with %j is %s", async (cookie, name) => {
    expect((await setCookie(cookie)).split("=")[0]).toBe(name);
  });

  it.each<[CookieOptions, RegExp]>([
    [{ name: "__Host-x", secure: false }, /"__Host-x" needs cookie\.secure/],
    [{ name: "__Secure-x", secure: false }, /"__Secure-x" needs cookie\.secure/],
    [{ name: "__Host-x", domain: "example.com" }, /cannot be used with cookie\.domain/],
    [{ name: "__host-x" }, /begin with "__Host-", not with "__host-"/],
    [{ name: "__HOST-x" }, /begin with "__Host-"/],
    [{ name: "__secure-x", domain: "example.com" }, /begin with "__Secure-"/],
    [{ name: "__SeCuRe-x", secure: false }, /begin with "__Secure-"/],
    [{ name: "__Host-" }, /needs a name after "__Host-"/],
    [{ name: "__Secure-" }, /needs a name after "__Secure-"/],
    [{ name: "__Http-x", secure: false }, /"__Http-x" needs cookie\.secure/],
    [{ name: "__http-x", secure: false, domain: "example.com" }, /"__http-x" needs cookie\.secure/],
    [{ name: "__Host-Http-x", secure: false }, /"__Host-Http-x" needs cookie\.secure/],
  ])("with %j is a TypeError, and is not weakened silently", (cookie, sentence) => {
    expect(start(cookie)).toThrow(TypeError);
    expect(start(cookie)).toThrow(sentence);
  });

  it("F66 has 1 to 64 characters", async () => {
    expect(await setCookie({ name: "n".repeat(64) })).toMatch(/^__Host-n{64}=/);
    for (const name of ["n".repeat(65), "", "a b", "a\tb", "a,b", "a/b", "ä", 7, null])
      expect(start({ name })).toThrow(/1 to 64/);
  });
});

describe("F14 the domain of the cookie", () => {
  it.each([
    "example.com",
    "a.b.example.com",
    "xn--bcher-kva.example",
    `${"a".repeat(63)}.example.com`,
    "1.example.com",
  ])("may be %j", async (domain) => {
    expect(await setCookie({ domain })).toContain(`; Domain=${domain}`);
  });

  it.each([
    [".example.com", /write "example\.com"/],
    ["example.com.", /write "example\.com"/],
    ["https://example.com", /write "example\.com"/],
    ["example.com:8443", /write "example\.com"/],
    ["bücher.example", /write "xn--bcher-kva\.example"/],
    ["127.0.0.1", /address/],
    ["[::1]", /address/],
    ["1.2.3.256", /host name/],
    ["a.0x7f", /host name/],
    ["localhost", /host name/],
    ["com", /host name/],
    ["", /host name/],
    [".", /host name/],
    ["-a.example.com", /host name/],
    ["a-.example.com", /host name/],
    ["a..example.com", /host name/],
    ["*.example.com", /host name/],
    [`${"a".repeat(64)}.example.com`, /host name/],
    [`${"a.".repeat(124)}example.com`, /host name/],
    [["example.com"], /host name/],
    [null, /host name/],
  ])("is never %j", (domain, sentence) => {
    expect(start({ domain })).toThrow(TypeError);
    expect(start({ domain })).toThrow(/^cookie\.domain must be a host name/);
    expect(start({ domain })).toThrow(sentence);
    expect(start({ formerDomains: ["example.com", domain] })).toThrow(/^cookie\.formerDomains must be a host name/);
  });
});

describe("F14 an option of the cookie", () => {
  it.each([
    [{ path: "/auth" }],
    [{ httpOnly: false }],
    [{ samesite: "none" }],
    [{ maxAge: 60 }],
    [{ Secure: true }],
    [{ __proto__x: 1 }],
  ])("cannot be %j", (cookie) => {
    expect(start(cookie)).toThrow(/no option "cookie\.\w+": the options are name, secure, domain/);
    expect(() => createAuthenticator(client().auth, { cookie: cookie as CookieOptions })).toThrow(TypeError);
  });

  it.each([null, "session", 7])("is not read from %j, which is no object", (cookie) => {
    expect(start(cookie)).toThrow(/cookie takes an object|no option/);
  });

  it.each([
    { formerDomains: "example.com" },
    { formerDomains: {} },
    { formerDomains: null },
    { partitioned: "yes" },
    { sameSite: null },
    { sameSite: "toString" },
  ])("has a wrong value in %j: a TypeError", (cookie) => {
    expect(start(cookie)).toThrow(TypeError);
  });
});

describe("F53 a partitioned cookie", () => {
  it("is Secure, SameSite=None, Partitioned and for its host only, and is cleared the same way", async () => {
    const { signUp, send } = client({ cookie: { partitioned: true } });
    const { setCookie: set, cookie } = await signUp();
    expect(set).toMatch(
      /^__Host-latchkey_session=\S+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=None; Partitioned$/,
    );
    const cleared = (
      await send("POST", "/signout", { cookie, "sec-fetch-site": "same-origin" })
    ).headers.getSetCookie();
    // Browsers keep one of each, and send both.
    expect(cleared).toEqual([
      "__Host-latchkey_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=None; Partitioned",
      "__Host-latchkey_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=None",
    ]);
    expect(await setCookie({ partitioned: true, sameSite: "none", name: "__Host-x" })).toMatch(/; Partitioned$/);
    expect(await setCookie({ partitioned: false })).toMatch(/SameSite=Lax$/);
  });

  it("survives its renewal in a browser without Partitioned: the line that sets it comes last", async () => {
    const storage = memoryStorage();
    const routes = sessionRoutes(sessions(client({}, { storage }).auth));
    const { signUp, post, send } = client({ cookie: { partitioned: true }, routes }, { storage });
    const { email, cookie } = await signUp();
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    for (const answer of [
      await send("POST", "/refresh", headers),
      await post("/signin", { email, password: PASSWORD }, headers),
    ]) {
      const lines = answer.headers.getSetCookie();
      expect(lines).toHaveLength(2);
      // Such a browser takes both lines for one cookie.
      expect(lines.at(-1)).toMatch(/^__Host-latchkey_session=ey.+; Partitioned$/);
    }
  });

  it.each<[CookieOptions, RegExp]>([
    [{ partitioned: true, secure: false }, /needs cookie\.secure/],
    [{ partitioned: true, domain: "example.com" }, /cannot be used with cookie\.domain/],
    [{ partitioned: true, sameSite: "lax" }, /needs cookie\.sameSite "none"/],
    [{ partitioned: true, sameSite: "strict" }, /needs cookie\.sameSite "none"/],
  ])("cannot have %j, which browsers would drop or never send", (cookie, sentence) => {
    expect(start(cookie)).toThrow(sentence);
  });
});
