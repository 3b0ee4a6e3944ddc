import { describe, expect, it } from "vitest";
import { apiKeys, type ApiKeyOptions } from "../../src/api-keys.ts";
import { emailVerification } from "../../src/email-verification.ts";
import { AuthError, createAuth, type AuthEvent, type AuthOptions } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { passwordChange } from "../../src/password-change.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { sessions } from "../../src/sessions.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { users } from "../../src/users.ts";
import { ALICE, countWork, errorOf, recordCalls, openAuth, refusal, SECRET } from "../support.ts";

const currentPassword = ALICE.password;

async function owned(options?: ApiKeyOptions, authOptions: Partial<AuthOptions> = {}) {
  const events: AuthEvent[] = [];
  const { storage, calls } = recordCalls(memoryStorage());
  const { hasher, work } = countWork(fastHasher());
  const fixture = openAuth({
    hooks: { after: (event) => void events.push(event) },
    passwords: hasher,
    ...authOptions,
    storage,
  });
  const alice = await fixture.auth.signUp(ALICE);
  return { ...fixture, calls, work, events, alice, keys: apiKeys(fixture.auth, options) };
}

describe("F09 making a key takes the current password, or a session that was proved a moment ago", () => {
  it.each([
    ["a wrong one", "a wrong password", "invalid_credentials"],
    ["none, 5 minutes after the sign-in,", undefined, "proof_required"],
    ["an empty one", "", "invalid_credentials"],
    ["a number", 7, "invalid_password"],
    ["too long a one", "x".repeat(100_000), "password_too_long"],
  ])("%s makes none, with a live session", async (_, password, code) => {
    const { keys, alice, calls, clock } = await owned();
    clock.advance(300);
    await expect(keys.create(alice.token, { name: "CI", currentPassword: password as string })).rejects.toMatchObject(
      refusal(code),
    );
    expect(calls).not.toContain("apiKeys.insert");
    expect(await keys.list(alice.token)).toEqual([]);
  });

  it("the password alone, without a session, makes none, and is not even checked", async () => {
    const { auth, keys, alice, work } = await owned();
    await auth.signOut(alice.token);
    const before = work();
    for (const token of [alice.token, "", "x"])
      await expect(keys.create(token, { name: "CI", currentPassword })).rejects.toMatchObject(
        refusal("unauthenticated"),
      );
    expect(work()).toBe(before);
  });

  it("the password of another account is none", async () => {
    const { auth, keys, alice } = await owned();
    await auth.signUp({ email: "bob@example.com", password: "the password of bob" });
    await expect(
      keys.create(alice.token, { name: "CI", currentPassword: "the password of bob" }),
    ).rejects.toMatchObject(refusal("invalid_credentials"));
  });

  it("guesses are limited, the right one sets the count back, and what is no key costs no guess", async () => {
    const { keys, alice, work } = await owned({}, { guards: [throttle({ limit: 3 })] });
    const create = (password: string, name = "CI") =>
      errorOf(keys.create(alice.token, { name, currentPassword: password }));
    for (let round = 0; round < 3; round++) {
      for (let guess = 0; guess < 2; guess++)
        expect(await create("a wrong password")).toMatchObject({ code: "invalid_credentials" });
      await keys.create(alice.token, { name: "CI", currentPassword });
    }
    for (let time = 0; time < 5; time++)
      expect(await create("a wrong password", "")).toMatchObject({ code: "invalid_input", field: "name" });
    for (let guess = 0; guess < 3; guess++)
      expect(await create("a wrong password")).toMatchObject({ code: "invalid_credentials" });
    const before = work();
    expect(await create(currentPassword)).toMatchObject({ code: "rate_limited" });
    expect(work()).toBe(before);
  });

  it("the server makes keys for people whose password it does not know", async () => {
    const { keys, alice } = await owned();
    const { key } = await keys.admin.create(alice.user.id, { name: "service" });
    expect(await keys.verify(key)).toMatchObject({ user: { id: alice.user.id } });
  });

  it("a session that ends while the password is checked makes none", async () => {
    const hasher = fastHasher();
    let end = async () => {};
    const verify = async (password: string, stored: string) => (await end(), hasher.verify(password, stored));
    const { auth, keys, alice } = await owned({}, { passwords: { ...hasher, verify } });
    end = () => users(auth).endSessions(alice.user.id);
    await expect(keys.create(alice.token, { name: "CI", currentPassword })).rejects.toMatchObject(
      refusal("unauthenticated"),
    );
    expect(await keys.admin.list(alice.user.id)).toEqual([]);
  });
});

describe("F09 a key gets only scopes that the application offers", () => {
  it("without the option none, so that no client makes itself an administrator", async () => {
    const { keys, alice } = await owned();
    for (const scopes of [["read"], ["admin:*"], ["*"], ["read", "read"]]) {
      await expect(keys.create(alice.token, { name: "CI", currentPassword, scopes })).rejects.toMatchObject(
        refusal("invalid_input", { field: "scopes" }),
      );
    }
    expect((await keys.create(alice.token, { name: "CI", currentPassword, scopes: [] })).scopes).toEqual([]);
    expect((await keys.create(alice.token, { name: "CI", currentPassword })).scopes).toEqual([]);
  });

  it("of a list what is in it, letter by letter; * has no meaning of its own", async () => {
    const { keys, alice, calls } = await owned({ scopes: ["read", "deploy:*"] });
    const create = (scopes: unknown) =>
      keys.create(alice.token, { name: "CI", currentPassword, scopes: scopes as string[] });
    expect((await create(["deploy:*", "read", "read"])).scopes).toEqual(["deploy:*", "read"]);
    calls.length = 0;
    for (const scopes of [
      ["READ"],
      ["read "],
      ["deploy:web"],
      ["read", "admin:*"],
      ["*"],
      ["__proto__"],
      ["constructor"],
      ["length"],
      ["0"],
      "read",
    ]) {
      await expect(create(scopes), String(scopes)).rejects.toMatchObject(refusal("invalid_input", { field: "scopes" }));
    }
    expect(calls).not.toContain("apiKeys.insert");
  });

  it("of a function what it gives for this user", async () => {
    const { auth, keys, alice } = await owned({
      scopes: ({ appMetadata }) => (appMetadata?.role === "admin" ? ["read", "admin:*"] : ["read"]),
    });
    const create = (scopes: string[]) => keys.create(alice.token, { name: "CI", currentPassword, scopes });
    await expect(create(["admin:*"])).rejects.toMatchObject(refusal("invalid_input", { field: "scopes" }));
    await users(auth).update(alice.user.id, { appMetadata: { role: "admin" } });
    expect((await create(["admin:*", "read"])).scopes).toEqual(["admin:*", "read"]);
  });

  it("a scope that its user is not offered any more is worth nothing, and comes back with the role", async () => {
    const { auth, keys, alice } = await owned({
      scopes: ({ appMetadata }) => (appMetadata?.role === "admin" ? ["read", "admin:*"] : ["read"]),
    });
    await users(auth).update(alice.user.id, { appMetadata: { role: "admin" } });
    const { key } = await keys.create(alice.token, { name: "CI", currentPassword, scopes: ["admin:*", "read"] });
    const scopes = async () => (await keys.verify(key))?.key.scopes;
    expect(await scopes()).toEqual(["admin:*", "read"]);
    await users(auth).update(alice.user.id, { appMetadata: null });
    expect(await scopes()).toEqual(["read"]);
    await users(auth).update(alice.user.id, { appMetadata: { role: "admin" } });
    expect(await scopes()).toEqual(["admin:*", "read"]);
  });

  it("the server's own keys have scopes from the same offer, or any where nothing is offered", async () => {
    const { auth, keys, alice } = await owned({ scopes: ["read"] });
    await expect(keys.admin.create(alice.user.id, { name: "CI", scopes: ["admin:*"] })).rejects.toMatchObject(
      refusal("invalid_input", { field: "scopes" }),
    );
    expect((await keys.admin.create(alice.user.id, { name: "CI", scopes: ["read"] })).scopes).toEqual(["read"]);
    const { key } = await apiKeys(auth).admin.create(alice.user.id, { name: "CI", scopes: ["admin:*"] });
    expect((await apiKeys(auth).verify(key))?.key.scopes).toEqual(["admin:*"]);
  });

  it.each([
    [{ scopes: "read" }],
    [{ scopes: ["a b"] }],
    [{ scopes: [7] }],
    [{ scopes: [""] }],
    [{ scopes: {} }],
    [{ scopes: null }],
    [{ scope: ["read"] }],
    [{ keepOnReset: "yes" }],
    [null],
    [7],
  ])("%j is a mistake that shows at the start", async (options) => {
    const { auth } = openAuth();
    expect(() => apiKeys(auth, options as never)).toThrow(TypeError);
  });

  it.each([["read"], [undefined], [Promise.resolve(["read"])], [["a b"]], [{ 0: "read" }]])(
    "a function that gives %o is a mistake, and makes no key",
    async (given) => {
      const { keys, alice, calls } = await owned({ scopes: (() => given) as never });
      await expect(keys.create(alice.token, { name: "CI", currentPassword, scopes: ["read"] })).rejects.toThrow(
        /apiKeys: scopes/,
      );
      expect(calls).not.toContain("apiKeys.insert");
    },
  );
});

describe("F09 admin.deleteAll", () => {
  it("deletes every key of one user, tells once, and says how many went", async () => {
    const { auth, keys, alice, events } = await owned();
    const bob = await auth.signUp({ email: "bob@example.com", password: "the password of bob" });
    const kept = await keys.admin.create(bob.user.id, { name: "bob's" });
    const gone = await Promise.all(["one", "two", "three"].map((name) => keys.admin.create(alice.user.id, { name })));
    events.length = 0;
    const client = { address: "192.0.2.1", agent: null };
    expect(await keys.admin.deleteAll(alice.user.id, client)).toBe(3);
    for (const { key } of gone) expect(await keys.verify(key)).toBeNull();
    expect(await keys.verify(kept.key)).not.toBeNull();
    expect(events).toMatchObject([{ type: "api_key.deleted", userId: alice.user.id, sessionId: null, client }]);
    expect(await keys.admin.deleteAll(alice.user.id)).toBe(0);
    expect(events).toHaveLength(1);
  });

  it("a hook may refuse it, and nobody of another pool is reached", async () => {
    let isRefused = false;
    const before = ({ type }: { type: string }) => {
      if (isRefused && type === "delete_api_key") throw new AuthError("refused", "No");
    };
    const { storage, keys, alice } = await owned({}, { hooks: { before } });
    const { key } = await keys.admin.create(alice.user.id, { name: "CI" });
    isRefused = true;
    await expect(keys.admin.deleteAll(alice.user.id)).rejects.toMatchObject(refusal("refused"));
    isRefused = false;
    const other = apiKeys(openAuth({ storage, pool: "others" }).auth);
    for (const id of [alice.user.id, crypto.randomUUID(), "gibberish"])
      await expect(other.admin.deleteAll(id)).rejects.toMatchObject(refusal("not_found"));
    expect(await keys.verify(key)).not.toBeNull();
  });
});

describe("F09 keys do not outlive a new password", () => {
  const NEXT = "a quite different password";

  /** A user with two keys. The mail companions are made before `apiKeys` says what becomes of keys, or without it. */
  async function holder(options: ApiKeyOptions | null, isVerified = true) {
    const events: AuthEvent[] = [];
    const fixture = openAuth({ hooks: { after: (event) => void events.push(event) } });
    const { auth, storage } = fixture;
    const mails: string[] = [];
    const pending: Promise<void>[] = [];
    const mail = {
      send: ({ token }: { token: string }) => void mails.push(token),
      waitUntil: (work: Promise<void>) => void pending.push(work),
    };
    const reset = passwordReset(auth, mail);
    const verification = emailVerification(auth, mail);
    const last = async () => {
      await Promise.all(pending);
      return mails.at(-1)!;
    };
    const user = await users(auth).create({ ...ALICE, emailVerified: isVerified });
    // Another process made the keys: this one may have no companion of keys at all.
    const maker = apiKeys(createAuth({ storage, secret: SECRET, now: fixture.clock.now }));
    const keys = await Promise.all(["one", "two"].map((name) => maker.admin.create(user.id, { name })));
    if (options) apiKeys(auth, options);
    const { token } = await auth.signIn(ALICE);
    const left = async () =>
      (await Promise.all(keys.map(({ key }) => maker.verify(key)))).filter((found) => found !== null).length;
    events.length = 0;
    return { ...fixture, user, token, reset, verification, last, left, events };
  }

  type Holder = Awaited<ReturnType<typeof holder>>;

  const ways: Readonly<Record<string, (who: Holder) => Promise<unknown>>> = {
    async "a reset by mail"({ reset, last }) {
      await reset.request({ email: ALICE.email });
      await reset.reset({ token: await last(), password: NEXT });
    },
    "a changed password": ({ auth, token }) =>
      passwordChange(auth).change(token, { currentPassword, newPassword: NEXT }),
    "a password that the server sets": ({ auth, user }) => users(auth).setPassword(user.id, NEXT),
  };

  it.each(Object.keys(ways))("%s deletes them, also where nobody has said so, and it is told once", async (way) => {
    for (const options of [null, {}, { keepOnReset: false }, { keepOnReset: undefined }, { scopes: ["read"] }]) {
      const who = await holder(options);
      await ways[way]!(who);
      expect([JSON.stringify(options), await who.left()]).toEqual([JSON.stringify(options), 0]);
      expect(who.events.filter(({ type }) => type === "api_key.deleted")).toMatchObject([{ userId: who.user.id }]);
    }
  });

  it.each(Object.keys(ways))("%s keeps them with keepOnReset, and nothing is told of them", async (way) => {
    const who = await holder({ keepOnReset: true });
    await ways[way]!(who);
    expect(await who.left()).toBe(2);
    expect(who.events.map(({ type }) => type)).not.toContain("api_key.deleted");
  });

  it("the first proof of the address deletes them whatever was said: they may be a stranger's", async () => {
    for (const options of [null, { keepOnReset: true }]) {
      const who = await holder(options, false);
      await ways["a reset by mail"]!(who);
      expect(await who.left()).toBe(0);

      const other = await holder(options, false);
      await other.verification.request(other.token);
      await other.verification.verify({ token: await other.last(), sessionToken: other.token });
      expect(await other.left()).toBe(0);
    }
  });

  it("what changes no password leaves them alone: a wrong password, the end of sessions, a lost race", async () => {
    const { auth, token, user, left } = await holder(null);
    await errorOf(passwordChange(auth).change(token, { currentPassword: "a wrong password", newPassword: NEXT }));
    await sessions(auth).endOthers(token);
    await sessions(auth).endAll(token);
    await users(auth).endSessions(user.id);
    await users(auth).disable(user.id);
    await users(auth).enable(user.id);
    expect(await left()).toBe(2);
  });

  it("a re-hash of the same password is no new password", async () => {
    const { storage, auth, user, left } = await holder(null);
    const { passwordHash } = (await storage.users.find(user.id))!;
    await storage.users.rehashPassword(user.id, passwordHash, passwordHash);
    await auth.signIn(ALICE);
    expect(await left()).toBe(2);
  });

  it("keys of others stay", async () => {
    const { auth, storage, clock, token } = await holder(null);
    const bob = await users(auth).create({ email: "bob@example.com" });
    const keys = apiKeys(createAuth({ storage, secret: SECRET, now: clock.now }));
    const { key } = await keys.admin.create(bob.id, { name: "bob's" });
    await passwordChange(auth).change(token, { currentPassword, newPassword: NEXT });
    expect(await keys.verify(key)).not.toBeNull();
  });
});
