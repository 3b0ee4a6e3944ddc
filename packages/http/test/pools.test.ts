import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { apiKeyRoutes, apiKeyStrategy, createAuthenticator, createHandler } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { cookiePair, ORIGIN, PASSWORD, SECRET } from "./support.ts";

const sameOrigin = { "sec-fetch-site": "same-origin", "content-type": "application/json" };

/** Customers and admins in one fetch, as an application would mount them. */
function mounted() {
  const storage = memoryStorage();
  const open = (pool: string, lifetime: number) => {
    const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher(), pool, session: { lifetime } });
    const keys = apiKeys(auth);
    const options = { cookie: { name: pool }, strategies: [apiKeyStrategy(keys)] };
    return {
      auth,
      handler: createHandler(auth, { ...options, basePath: `/${pool}/auth`, routes: apiKeyRoutes(keys) }),
      authenticate: createAuthenticator(auth, options),
    };
  };
  const pools = { customers: open("customers", 3600), admins: open("admins", 600) };
  const send = (path: string, headers: Record<string, string>, body?: object) => {
    const handler = path.startsWith("/admins/") ? pools.admins.handler : pools.customers.handler;
    return handler(
      new Request(ORIGIN + path, { headers, ...(body ? { method: "POST", body: JSON.stringify(body) } : {}) }),
    );
  };
  return { ...pools, send };
}

describe("Y01 two pools in one application", () => {
  it("set two cookies, each with its own name and lifetime, and one browser holds both", async () => {
    const { send, customers, admins } = mounted();
    const input = { email: "alice@example.com", password: PASSWORD };
    const [customer, admin] = [
      await send("/customers/auth/signup", sameOrigin, input),
      await send("/admins/auth/signup", sameOrigin, input),
    ];
    expect(customer.headers.get("set-cookie")).toMatch(/^__Host-customers=.+; Max-Age=3600;/);
    expect(admin.headers.get("set-cookie")).toMatch(/^__Host-admins=.+; Max-Age=600;/);

    const cookie = `${cookiePair(customer)}; ${cookiePair(admin)}`;
    const ids = [(await customer.json()).user.id, (await admin.json()).user.id];
    const request = new Request(ORIGIN, { headers: { cookie } });
    expect([(await customers.authenticate(request))?.user.id, (await admins.authenticate(request))?.user.id]).toEqual(
      ids,
    );

    await send("/customers/auth/signout", { ...sameOrigin, cookie }, {});
    expect([await customers.authenticate(request), (await admins.authenticate(request))?.user.id]).toEqual([
      null,
      ids[1],
    ]);
  });

  it("Y02 accept no token or key of each other, by cookie of either name or as bearer", async () => {
    const { send, admins } = mounted();
    const signedUp = await send("/customers/auth/signup", sameOrigin, {
      email: "alice@example.com",
      password: PASSWORD,
    });
    const token = cookiePair(signedUp).split("=")[1]!;
    const { key } = await (
      await send(
        "/customers/auth/api-keys",
        { ...sameOrigin, cookie: cookiePair(signedUp) },
        { name: "CI", currentPassword: PASSWORD },
      )
    ).json();
    for (const headers of [
      { cookie: `__Host-admins=${token}` },
      { cookie: `__Host-customers=${token}` },
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${key}` },
    ] as Record<string, string>[]) {
      expect((await send("/admins/auth/me", headers)).status).toBe(401);
      expect(await admins.authenticate(new Request(ORIGIN, { headers }))).toBeNull();
    }
    expect((await send("/customers/auth/me", { authorization: `Bearer ${key}` })).status).toBe(200);
  });
});
