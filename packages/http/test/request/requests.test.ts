import { createAuthenticator, createHandler, type Route } from "@latchkey/http";
import { array, custom, object } from "valibot";
import { describe, expect, it } from "vitest";
import { client, codeOf, ORIGIN, PASSWORD } from "../support.ts";

const json = { "content-type": "application/json" };

describe("every answer", () => {
  it("HT01 is JSON in UTF-8 with no-store, nosniff and Vary: Origin", async () => {
    const { send, post, signUp } = client();
    const { email, cookie } = await signUp();
    const answers = [
      await send("GET", "/me", { cookie }),
      await send("GET", "/me"),
      await send("GET", "/nothing"),
      await send("PUT", "/me"),
      await post("/signin", { email, password: PASSWORD }),
      await post("/signin", { email, password: "wrong password" }),
      await post("/signup", []),
      await send("POST", "/signin", { "content-type": "text/plain" }, "x"),
    ];
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
        "x-content-type-options": "nosniff",
        vary: "Origin",
      });
    }
  });

  it("HT03 says with 401 how to authenticate, and with 405 what is allowed", async () => {
    const { send } = client();
    expect((await send("GET", "/me")).headers.get("www-authenticate")).toBe("Bearer");
    expect((await send("DELETE", "/me")).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });
});

describe("methods and paths", () => {
  it.each(["GET", "PUT", "PATCH", "DELETE", "HEAD"])(
    "CK12 %s opens and ends no session: 405 with Allow",
    async (method) => {
      const { send, signUp, auth } = client();
      const { cookie, token } = await signUp();
      for (const path of ["/signup", "/signin", "/signout"]) {
        const response = await send(method, path, { cookie, "sec-fetch-site": "same-origin" });
        expect([response.status, response.headers.get("allow"), response.headers.get("set-cookie")]).toEqual([
          405,
          "POST, OPTIONS",
          null,
        ]);
      }
      expect(await auth.getUser(token)).not.toBeNull();
    },
  );

  it.each([
    "/auth/me//",
    "/auth//me",
    "/auth/ME",
    "/auth/%6de",
    "/auth/me%00",
    "/auth/me;x",
    "/authme",
    "/me",
    "/auth",
    "/",
    "/auth/constructor",
    "/auth/__proto__",
  ])("HT06 %s is not /auth/me: 404", async (path) => {
    const { handler } = client();
    const response = await handler(new Request(ORIGIN + path));
    expect([response.status, await codeOf(response)]).toEqual([404, "not_found"]);
  });

  it.each(["x/auth", "x/auth/me?", "x/auth/me#", "x\\auth", "x/"])(
    "F11 a runtime that pastes the Host %j into the URL leaves no base path out",
    async (host) => {
      const { handler } = client();
      const pasted = new Request(`http://${host}/me`, { headers: { host } });
      expect([(await handler(pasted)).status, (await handler.local(pasted)).status]).toEqual([400, 400]);
    },
  );

  it("F11 a base path may have dots in its names", async () => {
    for (const basePath of ["/.well-known/auth", "/...", "/v1.0"])
      expect((await client({ basePath }).handler(new Request(`http://x${basePath}/me`))).status).toBe(401);
  });

  it("P04 P05 all routes are below the configured base path, at any host", async () => {
    for (const [basePath, url] of [
      ["/", "http://auth/me"],
      ["/auth", "http://auth/auth/me"],
      ["/api/v1/auth", "http://x.example:8080/api/v1/auth/me"],
    ] as const) {
      const { handler } = client({ basePath });
      expect((await handler(new Request(url))).status).toBe(401);
    }
  });

  it("F11 P05 server code may leave the base path out with handler.local, at any base path", async () => {
    for (const basePath of ["/auth", "/", "/api/v1/auth"]) {
      const { handler, auth } = client({ basePath });
      const { token, user } = await auth.signUp({ email: "ada@example.com", password: PASSWORD });
      const headers = { authorization: `Bearer ${token}` };
      for (const path of ["/me", "/me/", `${basePath === "/" ? "" : basePath}/me`]) {
        expect(await (await handler.local(new Request(`http://localhost${path}`, { headers }))).json()).toEqual({
          user,
        });
      }
      expect((await handler.local(new Request("http://localhost/nowhere", { headers }))).status).toBe(404);
      expect(await (await handler.local(new Request("http://localhost/me", { method: "HEAD", headers }))).text()).toBe(
        "",
      );
    }
  });

  it.each([
    "http://auth/me",
    "https://auth/me",
    "http://AUTH/me",
    "http://auth:80/me",
    "http://auth:3000/me",
    "http://local/me",
    "http://localhost/me",
    "http://auth/x/auth/me",
  ])("F11 a request from a client cannot leave the base path out by its host: %s is 404", async (url) => {
    const { handler, auth } = client();
    const { token } = await auth.signUp({ email: "ada@example.com", password: PASSWORD });
    const headers = { authorization: `Bearer ${token}`, host: "auth", "x-forwarded-host": "auth" };
    // A runtime hands over more than the request.
    const fetch = handler as (...values: unknown[]) => Promise<Response>;
    for (const more of [[], [true], [{ isLocal: true }]])
      expect((await fetch(new Request(url, { headers }), ...more)).status).toBe(404);
  });

  it("F11 handler.local holds the same rules of origin, body and method", async () => {
    const { handler, signUp } = client({ trustedOrigins: ["https://app.example.com"] });
    const { cookie, email } = await signUp();
    const local = async (method: string, path: string, headers: Record<string, string>, body?: string) =>
      (
        await handler.local(
          new Request(`http://localhost${path}`, { method, headers, ...(body === undefined ? {} : { body }) }),
        )
      ).status;
    expect(await local("GET", "/me", { cookie })).toBe(200);
    expect(await local("GET", "/me", { cookie, origin: "https://evil.example" })).toBe(401);
    expect(await local("POST", "/signout", { cookie })).toBe(403);
    expect(
      await local(
        "POST",
        "/signin",
        { ...json, origin: "https://evil.example" },
        JSON.stringify({ email, password: PASSWORD }),
      ),
    ).toBe(403);
    expect(await local("POST", "/signin", { "content-type": "text/plain" }, "{}")).toBe(415);
    expect(await local("DELETE", "/me", { cookie })).toBe(405);
    expect(await local("POST", "/signout", { cookie, origin: "https://app.example.com" })).toBe(200);
    expect(await local("GET", "/me", { cookie })).toBe(401);
  });

  it("HT07 an answer contains nothing of the Host of a request", async () => {
    const { handler } = client({ trustedOrigins: ["https://app.example.com"] });
    const headers = {
      ...json,
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example",
    };
    const body = JSON.stringify({ email: "ada@example.com", password: PASSWORD });
    for (const [method, path] of [
      ["POST", "/signup"],
      ["POST", "/signin"],
      ["POST", "/signout"],
      ["GET", "/me"],
      ["OPTIONS", "/me"],
      ["GET", "/x"],
    ] as const) {
      const request = new Request(`https://evil.example/auth${path}`, {
        method,
        headers,
        ...(method === "POST" ? { body } : {}),
      });
      const response = await handler(request);
      expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain("evil");
    }
  });

  it("an invalid Host that a bridge turns into a URL is 400, and signs nobody in", async () => {
    const { handler, auth, signUp } = client();
    const { cookie } = await signUp();
    const headers = new Headers({ cookie, origin: "http://999.999.999.999" });
    const senseless = { url: "http://999.999.999.999/auth/me", method: "GET", headers } as Request;
    const response = await handler(senseless);
    expect([response.status, await codeOf(response)]).toEqual([400, "invalid_request"]);
    expect(await createAuthenticator(auth)(senseless)).toBeNull();
  });

  it.each(["auth", "/auth/", "/a?b", "/a b", "//", "", "/.", "/..", "/a/../b", "/a/."])(
    "refuses the base path %j at the start, since no URL has it",
    (basePath) => {
      expect(() => createHandler(client().auth, { basePath })).toThrow(/basePath/);
    },
  );

  it("refuses an unknown option, and two routes with one method and path", () => {
    const { auth } = client();
    expect(() => createHandler(auth, { cors: true } as object)).toThrow(/no option "cors"/);
    const twice: Route = { method: "GET", path: "/me", handle: async () => ({ body: {} }) };
    expect(() => createHandler(auth, { routes: [twice] })).toThrow(/two routes/);
  });
});

describe("bodies", () => {
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "text/json",
    "",
  ])("CK10 Content-Type %j is 415", async (type) => {
    const { send } = client();
    const response = await send(
      "POST",
      "/signin",
      { "content-type": type },
      JSON.stringify({ email: "a@b.co", password: PASSWORD }),
    );
    expect([response.status, await codeOf(response)]).toEqual([415, "unsupported_media_type"]);
  });

  it("CK10 signing out takes no body or JSON, and no content type that a form can send", async () => {
    const { send, signUp } = client();
    const { cookie } = await signUp();
    const sameOrigin = { cookie, "sec-fetch-site": "same-origin" };
    expect((await send("POST", "/signout", { ...sameOrigin, "content-type": "text/plain" }, "x")).status).toBe(415);
    expect((await send("GET", "/me", { cookie })).status).toBe(200);
    expect((await send("POST", "/signout", { ...sameOrigin, ...json }, "{}")).status).toBe(200);
  });

  it.each<[string, BodyInit | undefined]>([
    ["nothing", undefined],
    ["an empty text", ""],
    ["broken JSON", '{"email":'],
    ["a byte order mark", "\ufeff{}"],
    ["bad UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
    ["a list", "[]"],
    ["a text", '"x"'],
    ["null", "null"],
    ["deep nesting", "[".repeat(60_000)],
  ])("HT05 %s is 400", async (_, body) => {
    const response = await client().send("POST", "/signin", json, body);
    expect([response.status, await codeOf(response)]).toEqual([400, "invalid_request"]);
  });

  it.each([
    [{ password: PASSWORD }, "email"],
    [{ email: 1, password: PASSWORD }, "email"],
    [{ email: ["a@b.co"], password: PASSWORD }, "email"],
    [{ email: "a@b.co" }, "password"],
    [{ email: "a@b.co", password: { $ne: null } }, "password"],
    [{ email: "a@b.co", password: null }, "password"],
  ])("ID08 %j is 400 and names the field", async (body, field) => {
    for (const path of ["/signin", "/signup"]) {
      const response = await client().post(path, body);
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ code: "invalid_request", field }),
      ]);
    }
  });

  it("HT04 the bytes that arrive count, whatever Content-Length says", async () => {
    const { send } = client({ bodyLimit: 2048 });
    const body = () => JSON.stringify({ email: "a@b.co", password: "x".repeat(4000) });
    const stream = () => new Blob([body()]).stream();
    for (const response of [
      await send("POST", "/signup", json, body()),
      await send("POST", "/signup", { ...json, "content-length": "10" }, stream()),
      await send("POST", "/signup", json, stream()),
    ]) {
      expect([response.status, await codeOf(response)]).toEqual([413, "payload_too_large"]);
    }
  });

  it("F70 HT04 a declared length over the limit is refused before a byte is read", async () => {
    let pulled = 0;
    const body = new ReadableStream({ pull: () => void pulled++ }, { highWaterMark: 0 });
    const response = await client({ bodyLimit: 2048 }).send(
      "POST",
      "/signin",
      { ...json, "content-length": "2049" },
      body,
    );
    expect([response.status, await codeOf(response), pulled]).toEqual([413, "payload_too_large", 0]);
  });

  it("HT04 an endless body is read up to the limit only", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1024;
        controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    const response = await client({ bodyLimit: 4096 }).send("POST", "/signin", json, endless);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(16_384);
  });

  it("F04 a body is at most 64 KiB by default", async () => {
    const sized = (bytes: number) =>
      JSON.stringify({ email: "a@example.com", password: PASSWORD, padding: "" }).replace(
        '""',
        (quotes) => `"${"x".repeat(bytes)}${quotes.slice(1)}`,
      );
    const frame = sized(0).length;
    expect((await client().send("POST", "/signup", json, sized(65_536 - frame))).status).toBe(200);
    expect((await client().send("POST", "/signup", json, sized(65_537 - frame))).status).toBe(413);
  });

  it("F04 a body of the wrong shape is checked up to its first fault", async () => {
    let checked = 0;
    const counted = object({ list: array(custom<string>(() => (checked++, false))) });
    const route: Route = {
      method: "POST",
      path: "/list",
      handle: async ({ read }) => ({ body: { list: await read(counted) } }),
    };
    const response = await client({ routes: [route] }).send(
      "POST",
      "/list",
      json,
      `{"list":[${"1,".repeat(20_000)}1]}`,
    );
    expect([response.status, checked]).toEqual([400, 1]);
  });

  it("a body that is cut off is 400", async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error("connection reset")) });
    expect((await client().send("POST", "/signin", json, broken)).status).toBe(400);
  });

  it("ID09 ID10 unknown and privileged keys never take effect", async () => {
    const { send } = client();
    const body =
      '{"email":"a@example.com","password":"12345678","id":"1","emailVerified":true,"disabled":true,"pool":"admins",' +
      '"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
    const response = await send("POST", "/signup", json, body);
    const { user } = (await response.json()) as { user: Record<string, unknown> };
    expect(user).toMatchObject({ emailVerified: false, email: "a@example.com", metadata: null });
    expect(Object.keys(user)).toEqual(["id", "email", "emailVerified", "createdAt", "updatedAt", "metadata"]);
    expect(user.id).not.toBe("1");
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("PW02 a password of 1 MB is 400 before any hashing", async () => {
    const never = {
      id: "insecure-never",
      hash: () => Promise.reject(new Error("hashed")),
      verify: () => Promise.reject(new Error("hashed")),
      needsRehash: () => false,
    };
    for (const path of ["/signup", "/signin"]) {
      const refused = await client({}, { passwords: never }).post(path, {
        email: "a@example.com",
        password: "x".repeat(1_000_000),
      });
      expect([refused.status, await codeOf(refused)]).toEqual([413, "payload_too_large"]);
      const response = await client({ bodyLimit: 2_000_000 }, { passwords: never }).post(path, {
        email: "a@example.com",
        password: "x".repeat(1_000_000),
      });
      expect([response.status, await codeOf(response)]).toEqual([400, "password_too_long"]);
    }
  });
});
