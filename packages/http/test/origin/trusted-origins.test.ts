import { createAuthenticator, createHandler } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, cookiePair, PASSWORD } from "../support.ts";

const credentials = { email: "ada@example.com", password: PASSWORD };

/** Whether a page of an origin may sign up, with CORS, and use the session. */
async function isTrusted(trustedOrigins: readonly string[], origin: string): Promise<boolean> {
  const { post, send } = client({ trustedOrigins });
  const page = { origin, "sec-fetch-site": "cross-site" };
  const up = await post("/signup", credentials, page);
  if (up.status === 403) {
    expect(up.headers.get("access-control-allow-origin")).toBeNull();
    return false;
  }
  expect([up.status, up.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
  const me = await send("GET", "/me", { ...page, cookie: cookiePair(up) });
  expect([me.status, me.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
  return true;
}

describe("F48 a pattern of origins", () => {
  it.each([
    "https://a.example.com",
    "https://tenant-7.example.com",
    "https://xn--bcher-kva.example.com",
    `https://${"a".repeat(63)}.example.com`,
  ])("https://*.example.com matches %s", async (origin) => {
    expect(await isTrusted(["https://*.example.com"], origin)).toBe(true);
  });

  it.each([
    "https://example.com",
    "https://.example.com",
    "https://a.b.example.com",
    "http://a.example.com",
    "http://ab.example.com",
    "capacitor://a.example.com",
    "https://a.example.com:8443",
    "https://aexample.com",
    "https://a.example.com.evil.example",
    "https://evil.example/.example.com",
    "https://evil.example#.example.com",
    "https://evil.example?.example.com",
    "https://u@a.example.com",
    "https://*.example.com",
    "https://A.example.com",
    "https://a.EXAMPLE.com",
    "https://-a.example.com",
    "https://a-.example.com",
    `https://${"a".repeat(64)}.example.com`,
    "https://a.example.com/",
    "wss://a.example.com",
    "null",
    "https://a\\.example.com",
    "https://a\u00a0.example.com",
  ])("https://*.example.com does not match %j", async (origin) => {
    expect(await isTrusted(["https://*.example.com"], origin)).toBe(false);
  });

  it("keeps its port, and can be used with whole origins", async () => {
    const origins = ["https://*.example.com:8443", "https://app.example.net"];
    const found = await Promise.all(
      ["https://a.example.com:8443", "https://a.example.com", "https://app.example.net", "https://b.example.net"].map(
        (origin) => isTrusted(origins, origin),
      ),
    );
    expect(found).toEqual([true, false, true, false]);
  });
});

describe("F48 a custom scheme", () => {
  it.each([
    "capacitor://localhost",
    "ionic://localhost",
    "tauri://localhost",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://0b0d7c1e-9b1c-4f0e-8f55-6a4f8f5f0c11",
    "safari-web-extension://0B0D7C1E-9B1C-4F0E-8F55-6A4F8F5F0C11",
    "app://-",
    "http://localhost",
    "http://localhost:5173",
    "http://tauri.localhost",
    "http://[::1]:3000",
  ])("%s is compared letter for letter", async (origin) => {
    expect(await isTrusted([origin], origin)).toBe(true);
    for (const other of [`${origin}x`, `${origin}/`, `${origin}:1`, origin.toUpperCase(), origin.slice(0, -1), "null"])
      expect(await isTrusted([origin], other)).toBe(false);
  });
});

describe("F48 an origin that no page can have is refused at the start, with what to write", () => {
  it.each<[unknown, RegExp]>([
    ["https://app.example.com/", /write "https:\/\/app\.example\.com"$/],
    ["https://app.example.com/login?x#y", /write "https:\/\/app\.example\.com"$/],
    ["https://app.example.com:443", /write "https:\/\/app\.example\.com"$/],
    ["http://app.example.com:80", /write "http:\/\/app\.example\.com"$/],
    ["https://APP.example.com", /write "https:\/\/app\.example\.com"$/],
    ["HTTPS://app.example.com", /write "https:\/\/app\.example\.com"$/],
    ["https://bücher.example", /write "https:\/\/xn--bcher-kva\.example"$/],
    ["https://user:pw@app.example.com", /write "https:\/\/app\.example\.com"$/],
    [" https://app.example.com", /write "https:\/\/app\.example\.com"$/],
    ["app.example.com", /write "https:\/\/app\.example\.com"$/],
    ["localhost:3000", /write "https:\/\/localhost:3000"$/],
    ["capacitor://localhost/", /write "capacitor:\/\/localhost"$/],
    ["capacitor://localhost:", /write "capacitor:\/\/localhost"$/],
    ["app://a:b", /got "/],
    ["app://a::1", /got "/],
    ["CAPACITOR://localhost", /write "capacitor:\/\/localhost"$/],
    ["null", /sandboxed/],
    ["*", /list each origin/],
    ["https://*", /one whole label/],
    ["https://*.com", /one whole label/],
    ["http://*.example.com", /one whole label/],
    ["*.example.com", /one whole label/],
    ["https://*.*.example.com", /one whole label/],
    ["https://a.*.example.com", /one whole label/],
    ["https://app-*.example.com", /one whole label/],
    ["https://*.example.com/", /one whole label/],
    ["https://*.EXAMPLE.com", /one whole label/],
    ["https://*.example.com:443", /one whole label/],
    ["https://*.example.com:*", /one whole label/],
    ["https://*.0.1", /one whole label/],
    ["capacitor://*", /one whole label/],
    ["", /got "/],
    ["file://", /got "/],
    ["file://x", /got "/],
    ["ws://app.example.com", /got "/],
    ["wss://app.example.com", /got "/],
    ["ftp://app.example.com", /got "/],
    ["data:text/html,x", /got "/],
    ["blob:https://app.example.com", /got "/],
    ["javascript://x", /got "/],
    ["about:blank", /got "/],
    ["https://", /got "/],
    ["https://a b", /got "/],
    ["capacitor://", /got "/],
    ["x://a b", /got "/],
    [undefined, /list each/],
    [7, /list each/],
  ])("%j", (origin, sentence) => {
    const { auth } = client();
    for (const create of [createHandler, createAuthenticator]) {
      const start = () => create(auth, { trustedOrigins: ["https://ok.example.com", origin as string] });
      expect(start).toThrow(TypeError);
      expect(start).toThrow(/^trustedOrigins takes whole origins like/);
      expect(start).toThrow(sentence);
    }
  });

  it.each(["https://app.example.com", {}, null])("a list that is %j", (trustedOrigins) => {
    expect(() => createHandler(client().auth, { trustedOrigins: trustedOrigins as never })).toThrow(/takes a list/);
  });
});

describe("F48 where bearer is the only carrier", () => {
  const crossSite: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "capacitor://localhost" },
    {},
  ];

  it("a page of any origin may sign up and in, since no cookie is set, and reads nothing without CORS", async () => {
    for (const headers of crossSite) {
      const { post, send } = client({ carriers: ["bearer"] });
      for (const path of ["/signup", "/signin"]) {
        const response = await post(path, credentials, headers);
        expect([
          response.status,
          response.headers.get("set-cookie"),
          response.headers.get("access-control-allow-origin"),
        ]).toEqual([200, null, null]);
        const { token } = (await response.json()) as { token: string };
        expect(
          (
            await send("POST", "/signout", {
              ...headers,
              authorization: `Bearer ${token}`,
              cookie: `__Host-latchkey_session=${token}`,
            })
          ).status,
        ).toBe(200);
      }
    }
  });

  it("a body must still be JSON, which a page cannot send to another origin without a preflight", async () => {
    const { send } = client({ carriers: ["bearer"] });
    expect(
      (
        await send(
          "POST",
          "/signin",
          { origin: "https://evil.example", "content-type": "text/plain" },
          JSON.stringify(credentials),
        )
      ).status,
    ).toBe(415);
    const preflight = await send("OPTIONS", "/signin", {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    });
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  it.each([[["cookie"]], [["cookie", "bearer"]], [["bearer", "cookie"]]] as const)(
    "with %j a cross-site page can sign nobody in",
    async (carriers) => {
      const { post } = client({ carriers });
      expect(
        (await post("/signup", credentials, { origin: "https://evil.example", "session-carrier": "bearer" })).status,
      ).toBe(403);
    },
  );
});
