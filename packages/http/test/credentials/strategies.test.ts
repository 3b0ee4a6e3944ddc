import { apiKeys } from "@latchkey/core/api-keys";
import { AuthError, type User } from "@latchkey/core";
import { users } from "@latchkey/core/users";
import { apiKeyStrategy, createAuthenticator, createHandler, type Strategy } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { client, codeOf, ORIGIN, PASSWORD } from "../support.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const request = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request(`${ORIGIN}/reports?key=`, { headers, ...init });

async function withKey() {
  const { auth, signUp, ...rest } = client();
  const keys = apiKeys(auth, { scopes: ["read"] });
  const person = await signUp();
  const user = (await auth.getUser(person.token))!;
  const { key, id } = await keys.create(person.token, { name: "CI", currentPassword: PASSWORD, scopes: ["read"] });
  return { ...rest, auth, keys, person, user, key, id };
}

describe("Y46 strategies authenticate requests without a session", () => {
  it("via is session or api-key, with the scopes of the key; without either the result is null", async () => {
    const { auth, keys, person, user, key, id } = await withKey();
    const authenticate = createAuthenticator(auth, { strategies: [apiKeyStrategy(keys)] });
    expect(await authenticate(request({ cookie: person.cookie }))).toMatchObject({
      via: "session",
      user,
      session: { userId: user.id },
    });
    expect(await authenticate(request(bearer(key)))).toStrictEqual({
      via: "api-key",
      user,
      key: { id, name: "CI", scopes: ["read"] },
    });
    expect(await authenticate(request({ authorization: `bearer  ${key} ` }))).toMatchObject({ via: "api-key" });
    expect(await authenticate(request())).toBeNull();
  });

  it("via narrows the type", async () => {
    const { auth, keys, key } = await withKey();
    const ticket = async (asked: Request) =>
      asked.headers.has("x-ticket") ? { via: "ticket" as const, user: {} as User, seat: 7 } : null;
    const authenticate = createAuthenticator(auth, { strategies: [apiKeyStrategy(keys), ticket] });
    const who = await authenticate(request(bearer(key)));
    // Each line compiles only if `via` tells the three apart.
    const scopes: readonly string[] | null = who?.via === "api-key" ? who.key.scopes : null;
    const seat: number | null = who?.via === "ticket" ? who.seat : null;
    const session: string | null = who?.via === "session" ? who.session.id : null;
    expect([scopes, seat, session]).toEqual([["read"], null, null]);
  });

  it("without the strategy a key does not count", async () => {
    const { auth, key } = await withKey();
    expect(await createAuthenticator(auth)(request(bearer(key)))).toBeNull();
  });

  it("a key counts as bearer only: not as JWT, cookie, Basic, or in the URL", async () => {
    const { auth, keys, key } = await withKey();
    const authenticate = createAuthenticator(auth, { strategies: [apiKeyStrategy(keys)] });
    for (const headers of [
      { authorization: `JWT ${key}` },
      { authorization: key },
      { authorization: `Basic ${btoa(`${key}:`)}` },
      { authorization: `Bearer ${key} ${key}` },
      { cookie: `__Host-latchkey_session=${key}` },
      { "x-api-key": key },
    ]) {
      expect(await authenticate(request(headers as Record<string, string>))).toBeNull();
    }
    expect(await authenticate(new Request(`${ORIGIN}/reports?key=${key}&access_token=${key}`))).toBeNull();
  });

  it("SE05 a key of a disabled user, a deleted key and a key of another pool do not count", async () => {
    const { auth, keys, user, person, key, id } = await withKey();
    const authenticate = createAuthenticator(auth, { strategies: [apiKeyStrategy(keys)] });
    await users(auth).disable(user.id);
    expect(await authenticate(request(bearer(key)))).toBeNull();
    await users(auth).enable(user.id);
    expect(await authenticate(request(bearer(key)))).not.toBeNull();
    await keys.admin.delete(user.id, id);
    expect(await authenticate(request(bearer(key)))).toBeNull();
    expect(person.token).toBeDefined();
  });

  it("a session comes first, then the strategies in their order; an invalid session hides no strategy", async () => {
    const { auth, person, user } = await withKey();
    const asked: string[] = [];
    const named =
      (via: string, knows: boolean): Strategy =>
      async () => (asked.push(via), knows ? { via, user } : null);
    const authenticate = createAuthenticator(auth, {
      strategies: [named("first", false), named("second", true), named("third", true)],
    });
    expect(await authenticate(request({ cookie: person.cookie }))).toMatchObject({ via: "session" });
    expect(asked).toEqual([]);
    expect(await authenticate(request({ cookie: "__Host-latchkey_session=gibberish" }))).toMatchObject({
      via: "second",
    });
    expect(asked).toEqual(["first", "second"]);
  });

  it("CK08 a strategy does not make the cookie of a refused origin count", async () => {
    const { auth, keys, person } = await withKey();
    const authenticate = createAuthenticator(auth, { strategies: [apiKeyStrategy(keys)] });
    expect(
      await authenticate(request({ cookie: person.cookie, origin: "https://evil.example" }, { method: "POST" })),
    ).toBeNull();
  });

  it("an error of a strategy rejects, and is not taken for null", async () => {
    const { auth } = await withKey();
    const authenticate = createAuthenticator(auth, {
      strategies: [() => Promise.reject(new AuthError("storage_unavailable", "down"))],
    });
    await expect(authenticate(request())).rejects.toMatchObject({ code: "storage_unavailable" });
  });

  it("strategies have to be a list of functions", () => {
    for (const strategies of [apiKeyStrategy, [null], [{}], "session"]) {
      expect(() => createAuthenticator(client().auth, { strategies: strategies as never })).toThrow(/strategies/);
      expect(() => createHandler(client().auth, { strategies: strategies as never })).toThrow(/strategies/);
    }
  });
});

describe("Y46 GET /me", () => {
  it("takes only sessions, unless it has strategies", async () => {
    const { auth, keys, user, key } = await withKey();
    const me = new Request(`${ORIGIN}/auth/me`, { headers: bearer(key) });
    const refused = await createHandler(auth)(me);
    expect([refused.status, await codeOf(refused)]).toEqual([401, "unauthenticated"]);
    const answer = await createHandler(auth, { strategies: [apiKeyStrategy(keys)] })(me);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        user: {
          id: user.id,
          email: user.email,
          emailVerified: false,
          createdAt: user.createdAt,
          updatedAt: user.updatedAt,
          metadata: null,
        },
      },
    ]);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("TK14 is 401 for an invalid key, and 503 if storage fails in a strategy", async () => {
    const { auth, keys, key } = await withKey();
    const handler = createHandler(auth, { strategies: [apiKeyStrategy(keys)], onError: () => {} });
    for (const bad of ["lk_", `${key}x`, key.slice(0, -1), `lk_${"0".repeat(49)}`, `lk_${"0".repeat(5000)}`]) {
      expect((await handler(new Request(`${ORIGIN}/auth/me`, { headers: bearer(bad) }))).status).toBe(401);
    }
    const down = createHandler(auth, {
      strategies: [() => Promise.reject(new AuthError("storage_unavailable", "down", { retryAfter: 1 }))],
      onError: () => {},
    });
    expect((await down(new Request(`${ORIGIN}/auth/me`))).status).toBe(503);
  });
});
