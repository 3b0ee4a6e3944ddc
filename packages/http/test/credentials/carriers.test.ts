import { createAuthenticator } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, cookiePair, ORIGIN, PASSWORD } from "../support.ts";

describe("where a token may come from", () => {
  it("P24 Y07 is the Authorization header with Bearer or JWT, in any case", async () => {
    const { send, signUp } = client();
    const { token } = await signUp();
    for (const scheme of ["Bearer", "bearer", "BEARER", "JWT", "jwt", "Bearer  "]) {
      expect((await send("GET", "/me", { authorization: `${scheme} ${token}` })).status).toBe(200);
    }
  });

  it("P24 is any carrier with a valid token: an invalid one does not hide it", async () => {
    const { send, signUp, auth } = client();
    const [mine, dead] = [await signUp(), await signUp()];
    await auth.signOut(dead.token);
    expect(
      (await send("GET", "/me", { cookie: "__Host-latchkey_session=rubbish", authorization: `Bearer ${mine.token}` }))
        .status,
    ).toBe(200);
    expect((await send("GET", "/me", { cookie: dead.cookie, authorization: `Bearer ${mine.token}` })).status).toBe(200);
    expect((await send("GET", "/me", { cookie: mine.cookie, authorization: "Bearer rubbish" })).status).toBe(200);
  });

  it.each([
    "",
    "Bearer",
    "Bearer ",
    "Basic dXNlcjpwYXNz",
    "Bearer a b",
    "Bearer a, Bearer b",
    "bearertoken",
    "Digest x=y",
    "Bearer \u00ff",
    "a".repeat(20_000),
  ])("TK14 TK12 is not Authorization %j: 401, like any other invalid token", async (authorization) => {
    const response = await client().send("GET", "/me", { authorization });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await response.json()).toEqual({ error: "Not signed in", code: "unauthenticated" });
  });

  it("TK15 is never the URL or a body", async () => {
    const { send, post, signUp } = client();
    const { token } = await signUp();
    expect((await send("GET", `/me?token=${token}&access_token=${token}`)).status).toBe(401);
    await post("/signout", { token });
    expect((await send("GET", "/me", { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("P19 P21 is both carriers when signing out: both sessions end", async () => {
    const { send, signUp, auth } = client();
    const [one, two] = [await signUp(), await signUp()];
    await send("POST", "/signout", {
      cookie: one.cookie,
      authorization: `Bearer ${two.token}`,
      "sec-fetch-site": "same-origin",
    });
    expect([await auth.getUser(one.token), await auth.getUser(two.token)]).toEqual([null, null]);
  });
});

describe("a token in a body", () => {
  it("is only for a client that asks for it by header, and then there is no cookie", async () => {
    const { post, signUp, auth } = client();
    const { email } = await signUp();
    const plain = await post("/signin", { email, password: PASSWORD });
    expect(Object.keys((await plain.json()) as object)).toEqual(["user"]);
    const asked = await post("/signin", { email, password: PASSWORD }, { "session-carrier": "bearer" });
    const { user, token, expiresAt } = (await asked.json()) as { user: object; token: string; expiresAt: string };
    expect(asked.headers.get("set-cookie")).toBeNull();
    expect(await auth.getUser(token)).toEqual(user);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  });

  it("is never for a client that came with a cookie: a script cannot read what HttpOnly hides", async () => {
    const { post, signUp } = client();
    const { email, cookie } = await signUp();
    const response = await post(
      "/signin",
      { email, password: PASSWORD },
      { cookie, "session-carrier": "bearer", "sec-fetch-site": "same-origin" },
    );
    expect(Object.keys((await response.json()) as object)).toEqual(["user"]);
    expect(cookiePair(response)).toMatch(/^__Host-/);
  });
});

describe("an application's own route", () => {
  it("Y08 authenticates a request with one call, by the same carriers and origin rules", async () => {
    const { auth, signUp } = client();
    const { email, cookie, token } = await signUp();
    const authenticate = createAuthenticator(auth);
    const ask = (method: string, headers: Record<string, string>) =>
      authenticate(new Request(`${ORIGIN}/orders`, { method, headers }));

    expect(await ask("GET", { cookie })).toMatchObject({
      user: { email },
      session: { userId: expect.any(String) },
      claims: { aud: "users" },
    });
    expect(await ask("DELETE", { authorization: `Bearer ${token}` })).not.toBeNull();
    expect(await ask("DELETE", { cookie, "sec-fetch-site": "same-origin" })).not.toBeNull();
    expect(await ask("DELETE", { cookie, "sec-fetch-site": "cross-site", origin: "https://evil.example" })).toBeNull();
    expect(await ask("DELETE", { cookie })).toBeNull();
    expect(await ask("GET", {})).toBeNull();
  });
});
