import { createAuthenticator, createHandler, type Carrier } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, cookiePair, ORIGIN, PASSWORD } from "../support.ts";

const OWN = { "sec-fetch-site": "same-origin" };

describe("the order of carriers", () => {
  it.each([
    { carriers: undefined, winner: "cookie" },
    { carriers: ["cookie", "bearer"], winner: "cookie" },
    { carriers: ["bearer", "cookie"], winner: "bearer" },
    { carriers: ["cookie"], winner: "cookie" },
    { carriers: ["bearer"], winner: "bearer" },
  ] as const)("Y07 is configurable: with $carriers, the token of the $winner counts", async ({ carriers, winner }) => {
    const { auth, signUp } = client();
    const people = { cookie: await signUp(), bearer: await signUp() };
    const headers = { cookie: people.cookie.cookie, authorization: `Bearer ${people.bearer.token}`, ...OWN };
    const me = new Request(`${ORIGIN}/auth/me`, { headers });
    const { user } = (await (await createHandler(auth, carriers && { carriers })(me)).json()) as {
      user: { email: string };
    };
    expect(user.email).toBe(people[winner].email);
    const found = await createAuthenticator(
      auth,
      carriers && { carriers },
    )(new Request(`${ORIGIN}/orders`, { headers }));
    expect(found?.user.email).toBe(people[winner].email);
  });

  it("Y07 excludes carriers that are not listed", async () => {
    const { auth, signUp } = client();
    const { cookie, token } = await signUp();
    const status = async (carrier: Carrier, headers: Record<string, string>) =>
      (
        await createHandler(auth, { carriers: [carrier] })(
          new Request(`${ORIGIN}/auth/me`, { headers: { ...headers, ...OWN } }),
        )
      ).status;
    expect([await status("cookie", { cookie }), await status("cookie", { authorization: `Bearer ${token}` })]).toEqual([
      200, 401,
    ]);
    expect([await status("bearer", { cookie }), await status("bearer", { authorization: `Bearer ${token}` })]).toEqual([
      401, 200,
    ]);
  });

  it("decides the answer of a sign-in: a token without cookies, a cookie without bearer", async () => {
    const withBearer = await client({ carriers: ["bearer"] }).post("/signup", {
      email: "a@example.com",
      password: PASSWORD,
    });
    expect(withBearer.headers.get("set-cookie")).toBeNull();
    expect(Object.keys((await withBearer.json()) as object)).toEqual(["user", "token", "expiresAt"]);
    const withCookie = await client({ carriers: ["cookie"] }).post(
      "/signup",
      { email: "a@example.com", password: PASSWORD },
      { "session-carrier": "bearer" },
    );
    expect(cookiePair(withCookie)).toMatch(/^__Host-/);
    expect(Object.keys((await withCookie.json()) as object)).toEqual(["user"]);
  });

  it("does not let an invalid first carrier hide a valid second one", async () => {
    const { send, signUp } = client({ carriers: ["bearer", "cookie"] });
    const { cookie } = await signUp();
    for (const authorization of ["Bearer rubbish", "Basic dXNlcjpwYXNz", ""]) {
      expect((await send("GET", "/me", { cookie, authorization })).status).toBe(200);
    }
  });

  it.each([
    [[]],
    [["cookie", "cookie"]],
    [["url"]],
    ["cookie"],
    [null],
    [["cookie", "bearer", "jwt"]],
    [["__proto__"]],
  ])("is not %j: a TypeError at the start", (carriers) => {
    const { auth } = client();
    for (const create of [createHandler, createAuthenticator])
      expect(() => create(auth, { carriers: carriers as never })).toThrow(TypeError);
  });
});
