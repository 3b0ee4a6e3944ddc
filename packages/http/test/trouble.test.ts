import type { Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { client, codeOf, PASSWORD } from "./support.ts";

afterEach(() => vi.restoreAllMocks());

/** A storage that can be switched off. The errors of its driver contain data that no client may see. */
function fragileStorage() {
  const real = memoryStorage();
  let isDown = false;
  const fragile = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get:
        (target, name) =>
        (...values: unknown[]) =>
          isDown
            ? Promise.reject(
                Object.assign(
                  new Error('select * from auth_users where email = "owner@example.com"\n  at driver.c:42'),
                  { code: "SQLITE_IOERR" },
                ),
              )
            : (target[name as keyof Store] as (...values: unknown[]) => unknown)(...values),
    });
  const storage: Storage = { ...real, users: fragile(real.users), sessions: fragile(real.sessions) };
  return { storage, switchOff: () => (isDown = true), switchOn: () => (isDown = false) };
}

describe("when storage is down", () => {
  it("HT09 SE13 every route is 503 with Retry-After, nobody is signed out, and the cookie stays", async () => {
    const { storage, switchOff, switchOn } = fragileStorage();
    const { post, send, signUp } = client({ onError: () => {} }, { storage });
    const { email, cookie } = await signUp();
    const sameOrigin = { cookie, "sec-fetch-site": "same-origin" };
    switchOff();
    for (const response of [
      await send("GET", "/me", { cookie }),
      await send("POST", "/signout", sameOrigin),
      await post("/signin", { email, password: PASSWORD }),
      await post("/signup", { email: "new@example.com", password: PASSWORD }),
    ]) {
      expect([response.status, response.headers.get("retry-after"), response.headers.get("set-cookie")]).toEqual([
        503,
        "1",
        null,
      ]);
      expect(await response.json()).toEqual({ error: "Storage cannot be reached", code: "storage_unavailable" });
    }
    switchOn();
    expect((await send("GET", "/me", { cookie })).status).toBe(200);
    expect((await send("POST", "/signout", sameOrigin)).status).toBe(200);
    expect((await send("GET", "/me", { cookie })).status).toBe(401);
  });

  it("SI13 the log gets one line without the driver's message, and onError the whole error", async () => {
    const { storage, switchOff } = fragileStorage();
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const quiet = client({}, { storage });
    const { cookie } = await quiet.signUp();
    switchOff();
    await quiet.send("GET", "/me", { cookie });
    expect(log.mock.calls).toEqual([
      ["latchkey: storage_unavailable: the disk reported an error: check the system's log (SQLITE_IOERR)"],
    ]);

    const errors: unknown[] = [];
    const withOnError = client({ onError: (error) => errors.push(error) }, { storage });
    await withOnError.send("GET", "/me", { cookie });
    expect(errors).toMatchObject([
      { code: "storage_unavailable", cause: { message: expect.stringContaining("driver.c") } },
    ]);
    expect(log.mock.calls).toHaveLength(1);
  });
});

describe("an unexpected error", () => {
  it("HT08 is 500 internal, and shows nothing of its cause", async () => {
    const errors: unknown[] = [];
    const claims = () => {
      throw new Error("secret detail at /srv/app/claims.ts:1");
    };
    const { post } = client({ onError: (error) => errors.push(error) }, { claims });
    const response = await post("/signup", { email: "a@example.com", password: PASSWORD });
    expect([response.status, await response.text()]).toEqual([
      500,
      '{"error":"Something went wrong","code":"internal"}',
    ]);
    expect(errors).toHaveLength(1);
  });
});

describe("refusals", () => {
  it("metadata that makes the token too long is 400, and creates no account", async () => {
    const { post } = client({}, { claims: ({ metadata }) => ({ metadata }) });
    const sent = (size: number) =>
      post("/signup", { email: "a@example.com", password: PASSWORD, metadata: { note: "x".repeat(size) } });
    const refused = await sent(5000);
    expect([refused.status, await codeOf(refused)]).toEqual([400, "invalid_metadata"]);
    expect((await sent(50)).status).toBe(200);
  });

  it("SI01 P18 an unknown address and a wrong password get the same status, body and headers", async () => {
    const { post, signUp } = client();
    const { email } = await signUp();
    const answers = [];
    for (const address of [email, "nobody@example.com"]) {
      const response = await post("/signin", { email: address, password: "not the password" });
      answers.push({ status: response.status, headers: [...response.headers], body: await response.json() });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({
      status: 401,
      body: { error: "Invalid credentials", code: "invalid_credentials" },
    });
  });

  it("P36 a taken address is 409, P14 a short password 400, P37 a closed sign-up 403", async () => {
    const { post, signUp } = client();
    const { email } = await signUp();
    const taken = await post("/signup", { email, password: PASSWORD });
    expect([taken.status, await taken.json()]).toEqual([409, { error: "User already exists", code: "user_exists" }]);
    const short = await post("/signup", { email: "b@example.com", password: "1234567" });
    expect([short.status, await short.json()]).toEqual([
      400,
      { error: "Password must be at least 8 characters", code: "password_too_short", field: "password" },
    ]);
    const closed = await client({}, { signUps: false }).post("/signup", { email, password: PASSWORD });
    expect([closed.status, await codeOf(closed)]).toEqual([403, "sign_ups_closed"]);
  });

  it("SI11 SI10 more sign-ins than there is room for are 503 with Retry-After, without a hash", async () => {
    const held: (() => void)[] = [];
    let hashes = 0;
    const slow = {
      ...fastHasher(),
      async hash(password: string) {
        hashes++;
        await new Promise<void>((resolve) => held.push(resolve));
        return fastHasher().hash(password);
      },
    };
    const { post } = client({}, { passwords: slow });
    const flood = Array.from({ length: 2000 }, () =>
      post("/signin", { email: "nobody@example.com", password: PASSWORD }),
    );
    const first = await Promise.race(flood);
    expect([first.status, await codeOf(first)]).toEqual([503, "overloaded"]);
    expect(Number(first.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);

    const draining = setInterval(() => held.splice(0).forEach((release) => release()), 0);
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    clearInterval(draining);
    expect(statuses.filter((status) => status === 401)).toHaveLength(hashes);
    expect(statuses.filter((status) => status === 503)).toHaveLength(2000 - hashes);
  });
});
