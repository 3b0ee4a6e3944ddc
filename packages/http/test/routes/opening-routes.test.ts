import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, requestCookies, type Route } from "@latchkey/http";
import { openApiDocument } from "@latchkey/http/openapi";
import { describe, expect, it } from "vitest";
import { allRoutes } from "../../../../test/support/all-routes.ts";
import { codeOf, ORIGIN, SECRET } from "../support.ts";

const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), guards: [] });
const { routes = [], strategies } = allRoutes(auth, () => {});
const handler = createHandler(auth, { routes, strategies });

/** Every route that can answer with a session, by the OpenAPI document. */
const { paths, components } = openApiDocument(routes);
const schemas = new Map(Object.entries(components.schemas!).map(([name, of]) => [`#/components/schemas/${name}`, of]));
const posts = Object.entries(paths).flatMap(([path, { post }]) => {
  if (!post) return [];
  const schema = schemas.get(
    (post.responses["200"] ?? post.responses["202"])!.content!["application/json"].schema.$ref,
  );
  return [{ path, answersToken: JSON.stringify(schema).includes('"token"') }];
});
/** A refresh answers with the session of the request, the way it came. */
const opening = posts.filter(({ path, answersToken }) => answersToken && path !== "/refresh").map(({ path }) => path);

const crossSite = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site", origin: "https://x.example.com" },
] as const;
const send = (path: string, headers: Record<string, string>) =>
  handler(
    new Request(`${ORIGIN}/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    }),
  );

describe("F66 CK11 a route that opens a session takes requests only from the same and from trusted origins", () => {
  it("holds for exactly these routes", () => {
    const names = [
      "/signup",
      "/signin",
      "/signup/username",
      "/signin/username",
      "/password/change",
      "/password/reset",
      "/email/verify",
      "/signin/mail/confirm",
    ];
    expect(opening.sort()).toEqual(names.sort());
  });

  it.each(opening)("holds for %s, without a cookie and with a bearer token, too", async (path) => {
    const { token } = await auth.signUp({ email: `${crypto.randomUUID()}@example.com`, password: "correct horse" });
    for (const headers of crossSite) {
      for (const more of [{}, { "session-carrier": "bearer" }, { authorization: `Bearer ${token}` }]) {
        const answer = await send(path, { ...headers, ...more });
        expect([answer.status, await codeOf(answer)]).toEqual([403, "forbidden_origin"]);
      }
    }
    expect((await send(path, { "sec-fetch-site": "same-origin" })).status).toBe(400);
    expect((await send(path, {})).status).toBe(400);
  });

  it("does not hold for other routes: without a cookie they take requests from anywhere", async () => {
    for (const { path } of posts.filter((post) => !opening.includes(post.path))) {
      for (const headers of crossSite) expect([path, (await send(path, headers)).status]).not.toEqual([path, 403]);
    }
  });
});

describe("OA02 a route that another site sends the browser to", () => {
  const path = "/callback";
  const handle = async () => ({ body: { success: true } });
  const callback = (more: Partial<Route>): Route => ({ method: "GET", path, opensSession: true, handle, ...more });

  it("is refused if it is a GET that opens a session and says nothing of what proves its origin", () => {
    for (const originProof of [undefined, "origin" as "state"])
      expect(() => createHandler(auth, { routes: [callback({ originProof })] })).toThrow(
        new TypeError("GET /callback opens a session, so it must say what proves its origin: originProof"),
      );
    createHandler(auth, { routes: [callback({ originProof: "state" })] });
    createHandler(auth, { routes: [callback({ opensSession: false })] });
  });

  it("takes a POST from another site that it proves itself, and gives it no token of a cookie", async () => {
    const { token } = await auth.signUp({ email: `${crypto.randomUUID()}@example.com`, password: "correct horse" });
    const tokens: Route["handle"] = async (context) => ({ body: { tokens: context.tokens } });
    const headers = { ...crossSite[0], cookie: `__Host-latchkey_session=${token}` };
    const post = async (more: Partial<Route>) => {
      const route = callback({ method: "POST", handle: tokens, ...more });
      const ask = createHandler(auth, { routes: [route] });
      const answer = await ask(new Request(`${ORIGIN}/auth${path}`, { method: "POST", headers }));
      return [answer.status, await answer.json()];
    };
    expect(await post({ opensSession: false, originProof: "state" })).toEqual([200, { tokens: [] }]);
    expect(await post({ opensSession: false })).toMatchObject([403, { code: "forbidden_origin" }]);
  });

  it("reads the cookies of a request in their order, and nothing from what is none", () => {
    const cookies = (cookie?: string) => requestCookies(new Headers(cookie === undefined ? {} : { cookie }));
    expect(cookies("b=1; a=x=y;c;  =z; a=; b=2 ")).toEqual([
      ["b", "1"],
      ["a", "x=y"],
      ["a", ""],
      ["b", "2"],
    ]);
    expect([cookies(), cookies("")]).toEqual([[], []]);
  });

  it("OA04 a neighbouring host cannot set a cookie that counts as one with __Host-", () => {
    // Chromium takes each of them with a Domain and without Secure, and sends it as it came.
    for (const space of ["\u00a0", "\u00a0 ", " \u00a0"]) {
      const headers = new Headers({ cookie: `a=b;${space}__Host-latchkey_link=planted; c=d` });
      expect(requestCookies(headers).map(([name]) => name)).not.toContain("__Host-latchkey_link");
    }
  });
});
