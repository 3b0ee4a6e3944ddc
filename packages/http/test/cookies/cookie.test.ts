import { createHandler, type CookieOptions } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client } from "../support.ts";

const attributesOf = (setCookie: string) => setCookie.split("; ").slice(1);

describe("the session cookie", () => {
  it("CK01 P30 CK02 is HttpOnly, Secure, SameSite=Lax, for every path, and limited to its host", async () => {
    const { setCookie } = await client().signUp();
    expect(setCookie).toMatch(/^__Host-latchkey_session=[\w.-]+; /);
    expect(attributesOf(setCookie)).toEqual(["Max-Age=604800", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"]);
  });

  it("P29 lives as long as the session", async () => {
    const { setCookie } = await client({}, { session: { lifetime: 3600 } }).signUp();
    expect(setCookie).toContain("Max-Age=3600;");
  });

  it("CK02 F14 has the strongest prefix that is allowed: __Secure- with a domain, none without Secure", async () => {
    const shared = await client({ cookie: { domain: "EXAMPLE.com" } }).signUp();
    expect(shared.setCookie).toMatch(/^__Secure-latchkey_session=/);
    expect(attributesOf(shared.setCookie)).toContain("Domain=example.com");
    const plain = await client({ cookie: { secure: false, name: "sid" } }).signUp();
    expect(plain.setCookie).toMatch(/^sid=/);
    expect(attributesOf(plain.setCookie)).not.toContain("Secure");
  });

  it("CK03 stays Secure, whatever a forwarding header says", async () => {
    const { post } = client();
    const forwarded = { "x-forwarded-proto": "http", forwarded: "proto=http" };
    const response = await post("/signup", { email: "a@example.com", password: "12345678" }, forwarded);
    expect(attributesOf(response.headers.get("set-cookie")!)).toContain("Secure");
  });

  it("CK07 P20 is cleared with the attributes that it was set with", async () => {
    for (const cookie of [
      {},
      { domain: "example.com" },
      { secure: false, sameSite: "strict" },
    ] satisfies CookieOptions[]) {
      const { send, signUp } = client({ cookie });
      const { setCookie, cookie: pair } = await signUp();
      const [cleared = ""] = (
        await send("POST", "/signout", { cookie: pair, "sec-fetch-site": "same-origin" })
      ).headers.getSetCookie();
      expect(cleared.split("=")[0]).toBe(setCookie.split("=")[0]);
      expect(cleared).toContain("=; Max-Age=0; ");
      expect(attributesOf(cleared).slice(1)).toEqual(attributesOf(setCookie).slice(1));
    }
  });

  it.each([
    ["name", "a b"],
    ["name", "a;b"],
    ["name", ""],
    ["name", "a=b"],
    ["name", "a\r\nb"],
    ["domain", "example.com; HttpOnly=0"],
    ["domain", "example.com\r\nSet-Cookie: x=y"],
    ["domain", "localhost"],
    ["domain", ""],
    ["sameSite", "lax; Domain=evil.example"],
    ["sameSite", "LAX"],
    ["secure", "false"],
  ])("CK06 refuses %s %j at the start: no option can inject an attribute", (option, value) => {
    const { auth } = client();
    expect(() => createHandler(auth, { cookie: { [option]: value } as CookieOptions })).toThrow(TypeError);
  });

  it("refuses SameSite=None without Secure, which browsers reject", () => {
    const { auth } = client();
    expect(() => createHandler(auth, { cookie: { sameSite: "none", secure: false } })).toThrow(/needs cookie.secure/);
  });
});

describe("the session cookie of a request", () => {
  it("CK04 does not count if there are two live ones, in either order; the same one twice counts", async () => {
    const { send, signUp } = client();
    const [mine, planted] = [await signUp(), await signUp()];
    for (const cookie of [`${mine.cookie}; ${planted.cookie}`, `${planted.cookie}; ${mine.cookie}`]) {
      expect((await send("GET", "/me", { cookie })).status).toBe(401);
    }
    for (const cookie of [
      `${mine.cookie}; ${mine.cookie}`,
      `${mine.cookie}; ${mine.cookie}x`,
      `__Host-latchkey_session=x; ${mine.cookie}`,
    ]) {
      expect((await send("GET", "/me", { cookie })).status).toBe(200);
    }
  });

  it.each([
    "%00",
    "\x7f",
    "é",
    "=",
    ";;;=;",
    '"quoted"',
    "a".repeat(10_000),
    "__Host-latchkey_session",
    "__HOST-LATCHKEY_SESSION=x",
  ])("CK04 counts beside other bytes (%j), which break nothing", async (odd) => {
    const { send, signUp } = client();
    const { cookie } = await signUp();
    expect((await send("GET", "/me", { cookie: `${odd}; ${cookie}` })).status).toBe(200);
    expect((await send("GET", "/me", { cookie: `__Host-latchkey_session=${odd}` })).status).toBe(401);
  });

  it.each(["\v", "\f", "\u001c", "\u001f", "\u0085", "\u00a0", "\u00ad", "\u007f"])(
    "F03 does not count with %j around it, where a runtime lets it through",
    async (odd) => {
      const { send, signUp } = client();
      const { cookie, token } = await signUp();
      for (const header of [
        `${odd}${cookie}`,
        `a=b; ${odd}${cookie}`,
        `a=b;${odd}; ${odd} ${cookie}`,
        `x=1; ${cookie}${odd}; y`,
      ])
        expect((await send("GET", "/me", { cookie: header })).status).toBe(401);
      expect((await send("GET", "/me", { cookie: `${odd}__Host-latchkey_session=x; \t${cookie} \t;` })).status).toBe(
        200,
      );
      for (const authorization of [`Bearer ${odd}${token}`, `Bearer${odd} ${token}`, `Bearer ${token} ${odd}x`])
        expect((await send("GET", "/me", { authorization })).status).toBe(401);
    },
  );

  it("CK04 must have the name in its case", async () => {
    const { send, signUp } = client();
    const { token } = await signUp();
    expect((await send("GET", "/me", { cookie: `__host-latchkey_session=${token}` })).status).toBe(401);
    expect((await send("GET", "/me", { cookie: `x__Host-latchkey_session=${token}` })).status).toBe(401);
  });
});
