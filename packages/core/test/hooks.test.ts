import { describe, expect, it } from "vitest";
import { apiKeys } from "../src/api-keys.ts";
import {
  AuthError,
  type Auth,
  type AuthAction,
  type AuthEvent,
  type AuthFailure,
  type AuthOptions,
} from "../src/index.ts";
import { memoryStorage } from "../src/memory.ts";
import { ownAccount } from "../src/own-account.ts";
import { sessions } from "../src/sessions.ts";
import { throttle, unlock } from "../src/throttle.ts";
import { usernames } from "../src/usernames.ts";
import { users } from "../src/users.ts";
import { errorOf, recordCalls, openAuth, refusal } from "./support.ts";

const EMAIL = "grace.hopper@example.com";
const PASSWORD = "a password nobody must see";
const USERNAME = "amazing.grace";
const CLIENT = { address: "192.0.2.1", agent: "test browser" };

/** Lives a whole life, and gives every secret that came up in it. */
async function live(options: Partial<AuthOptions>) {
  const { auth, clock } = openAuth({ guards: [throttle()], ...options });
  const [own, keys, mine, names] = [users(auth, CLIENT), apiKeys(auth), ownAccount(auth), usernames(auth)];
  const secrets = [EMAIL, "grace", PASSWORD, USERNAME, "another password"];

  const first = await names.signUp(
    { email: EMAIL, password: PASSWORD, username: USERNAME, metadata: { pet: "moth" } },
    CLIENT,
  );
  const second = await auth.signIn({ email: EMAIL, password: PASSWORD }, CLIENT);
  const third = await names.signIn({ username: USERNAME, password: PASSWORD }, CLIENT);
  const key = await keys.create(first.token, { name: "the name of a key", currentPassword: PASSWORD }, CLIENT);
  secrets.push(first.token, second.token, third.token, key.key, key.name);
  await keys.delete(first.token, key.id, CLIENT);
  await mine.updateMetadata(first.token, { pet: "bug" }, CLIENT);
  secrets.push("moth", "bug");
  await auth.signOut(third.token, CLIENT);
  await sessions(auth).end(first.token, second.session.id, CLIENT);
  await sessions(auth).endAll(first.token, CLIENT);
  for (let time = 0; time < 6; time++) await errorOf(auth.signIn({ email: EMAIL, password: "wrong" }, CLIENT));
  for (let time = 0; time < 6; time++)
    await errorOf(auth.signIn({ email: "nobody@example.com", password: "wrong" }, CLIENT));
  await unlock(auth, { email: EMAIL }, CLIENT);
  const { id } = first.user;
  await own.update(id, { appMetadata: { role: "admiral" } });
  await own.setPassword(id, "another password");
  await own.disable(id);
  await own.enable(id);
  const last = await auth.signIn({ email: EMAIL, password: "another password" }, CLIENT);
  await mine.delete(last.token, { currentPassword: "another password" }, CLIENT);
  await own.create({ email: EMAIL, password: PASSWORD });
  return { auth, clock, id, first, second, secrets: [...secrets, "nobody", "admiral", last.token] };
}

describe("Y44 the after hook", () => {
  it("is told every change of a whole life: who, what, when and from where", async () => {
    const events: AuthEvent[] = [];
    const { id } = await live({ hooks: { after: (event) => void events.push(event) } });
    expect(events.map(({ type }) => type)).toEqual([
      "user.created",
      "session.opened",
      "session.opened",
      "session.opened",
      "api_key.created",
      "api_key.deleted",
      "user.updated",
      "session.ended",
      "session.ended",
      "sessions.ended",
      "account.locked",
      "account.locked",
      "account.unlocked",
      "user.updated",
      "password.changed",
      "user.disabled",
      "user.enabled",
      "session.opened",
      "user.deleted",
      "user.created",
    ]);
    for (const event of events) {
      expect(Object.keys(event).sort()).toEqual(["at", "client", "pool", "sessionId", "type", "userId"]);
      expect(event).toMatchObject({ pool: "users", at: "2030-01-01T12:00:00.000Z", client: CLIENT });
    }
    expect(events.slice(0, -1).map(({ userId }) => userId)).toEqual(
      events.slice(0, -1).map((_, at) => (at === 11 ? null : id)),
    );
  });

  it("never gets a password, a token, a key, a name or an address of mail", async () => {
    const told: unknown[] = [];
    const { secrets } = await live({
      hooks: { before: (action) => void told.push(action), after: (event) => void told.push(event) },
    });
    const text = JSON.stringify(told).toLowerCase();
    expect(told.length).toBeGreaterThan(30);
    for (const secret of secrets) expect(text).not.toContain(secret.toLowerCase());
    expect(text).not.toMatch(/[^\s"]@[^\s"]/);
    expect(text).not.toMatch(/eyj|lk_|\$insecure-test/);
  });

  it("cannot undo what has happened, whatever it throws", async () => {
    for (const after of [
      () => Promise.reject(new Error("down")),
      () => {
        throw new AuthError("refused", "Too late");
      },
    ]) {
      await expect(live({ hooks: { after } })).resolves.toBeDefined();
    }
  });

  it("hears of nothing that did not happen", async () => {
    const events: AuthEvent[] = [];
    const { auth } = openAuth({ hooks: { after: (event) => void events.push(event) } });
    const own = users(auth);
    const { id } = await own.create({ email: EMAIL, password: PASSWORD });
    events.length = 0;
    const failing = [
      auth.signUp({ email: EMAIL, password: PASSWORD }),
      auth.signIn({ email: EMAIL, password: "wrong" }),
      own.create({ email: EMAIL }),
      own.createFirst({ email: "x@example.com" }),
      own.update(crypto.randomUUID(), { metadata: {} }),
      own.delete(crypto.randomUUID()),
      own.endSession(id, "x".repeat(16)),
      apiKeys(auth).admin.delete(id, crypto.randomUUID()),
      unlock(auth, { userId: crypto.randomUUID() }),
    ];
    for (const answer of await Promise.allSettled(failing)) expect(answer.status).toBe("rejected");
    await auth.signOut("gibberish");
    expect(events).toEqual([]);
  });
});

describe("Y44 the before hook", () => {
  const own = (options: Partial<AuthOptions>) => {
    const { storage, calls } = recordCalls(memoryStorage());
    const fixture = openAuth({ ...options, storage });
    return { ...fixture, calls };
  };
  const writes =
    "insert insertFirst update delete deleteOthers deleteAll setPassword setDisabled endSessions extend put take " +
    "reset rehashPassword changeEmail verifyEmail";
  const WRITES = new RegExp(`\\.(?:${writes.replaceAll(" ", "|")})$`);

  it("may refuse any action, and then nothing is written", async () => {
    let refused: AuthAction["type"] | null = null;
    const asked: AuthAction[] = [];
    const before = (action: AuthAction) => {
      asked.push(action);
      if (action.type === refused) throw new AuthError("refused", "Not today");
    };
    const { auth, calls } = own({ hooks: { before } });
    const { user, token, session } = await auth.signUp({ email: EMAIL, password: PASSWORD }, CLIENT);
    const { id } = user;
    const key = await apiKeys(auth).create(token, { name: "CI", currentPassword: PASSWORD });

    const acts: readonly [AuthAction["type"], string | null, () => Promise<unknown>][] = [
      ["sign_up", null, () => auth.signUp({ email: "bob@example.com", password: PASSWORD }, CLIENT)],
      [
        "sign_up",
        null,
        () => usernames(auth).signUp({ email: "bob@example.com", password: PASSWORD, username: "bob" }, CLIENT),
      ],
      ["sign_in", null, () => auth.signIn({ email: EMAIL, password: PASSWORD }, CLIENT)],
      ["sign_in", null, () => usernames(auth).signIn({ username: "nobody", password: PASSWORD }, CLIENT)],
      ["sign_out", id, () => auth.signOut(token, CLIENT)],
      ["sign_out", id, () => sessions(auth).end(token, session.id, CLIENT)],
      ["sign_out", id, () => users(auth, CLIENT).endSessions(id)],
      ["sign_out", id, () => users(auth, CLIENT).endSession(id, session.id)],
      ["refresh", id, () => sessions(auth).refresh(token, CLIENT)],
      ["create_user", null, () => users(auth, CLIENT).create({ email: "bob@example.com" })],
      ["create_user", null, () => users(auth, CLIENT).createFirst({ email: "bob@example.com" })],
      ["update_user", id, () => users(auth, CLIENT).update(id, { username: "grace" })],
      ["update_user", id, () => ownAccount(auth).updateMetadata(token, {}, CLIENT)],
      ["change_password", id, () => users(auth, CLIENT).setPassword(id, "another password")],
      ["disable_user", id, () => users(auth, CLIENT).disable(id)],
      ["enable_user", id, () => users(auth, CLIENT).enable(id)],
      ["delete_user", id, () => users(auth, CLIENT).delete(id)],
      ["delete_user", id, () => ownAccount(auth).delete(token, { currentPassword: PASSWORD }, CLIENT)],
      ["create_api_key", id, () => apiKeys(auth).create(token, { name: "more", currentPassword: PASSWORD }, CLIENT)],
      ["delete_api_key", id, () => apiKeys(auth).delete(token, key.id, CLIENT)],
      ["unlock_account", id, () => unlock(auth, { email: EMAIL }, CLIENT)],
      ["unlock_account", null, () => unlock(auth, { email: "nobody@example.com" }, CLIENT)],
    ];
    for (const [type, userId, act] of acts) {
      refused = type;
      asked.length = calls.length = 0;
      await expect(act(), type).rejects.toMatchObject(refusal("refused", { message: "Not today" }));
      expect(asked).toEqual([{ type, pool: "users", userId, client: CLIENT }]);
      expect(
        calls.filter((name) => WRITES.test(name)),
        type,
      ).toEqual([]);
    }
    expect(await auth.getUser(token)).toEqual(user);
  });

  it("what it throws that is no refusal comes out as it is", async () => {
    const { auth } = own({ hooks: { before: () => Promise.reject(new RangeError("a mistake")) } });
    await expect(auth.signUp({ email: EMAIL, password: PASSWORD })).rejects.toThrow(RangeError);
  });
});

describe("F30 Y44 the failed hook", () => {
  const attempts = (auth: Auth, email: string, password = "wrong") => errorOf(auth.signIn({ email, password }, CLIENT));

  it("hears of a wrong password, an unknown name, a disabled account: who, when, from where", async () => {
    const told: AuthFailure[] = [];
    const { auth } = openAuth({ hooks: { failed: (failure) => void told.push(failure) } });
    const { user } = await usernames(auth).signUp({ email: EMAIL, password: PASSWORD, username: USERNAME });
    const about = { type: "sign_in.failed", pool: "users", at: "2030-01-01T12:00:00.000Z", client: CLIENT };
    await attempts(auth, EMAIL);
    await attempts(auth, "nobody@example.com");
    await errorOf(usernames(auth).signIn({ username: USERNAME, password: "wrong" }, CLIENT));
    await errorOf(usernames(auth).signIn({ username: "nobody", password: "wrong" }, CLIENT));
    expect(told).toEqual([user.id, null, user.id, null].map((userId) => ({ ...about, userId })));

    await auth.signIn({ email: EMAIL, password: PASSWORD }, CLIENT);
    expect(told).toHaveLength(4);
    await users(auth).disable(user.id);
    await attempts(auth, EMAIL, PASSWORD);
    expect(told[4]).toEqual({ ...about, userId: user.id });
  });

  it("is not told of what a guard refuses, of a door for people who are signed in, or of a refused input", async () => {
    const told: AuthFailure[] = [];
    const { auth } = openAuth({
      guards: [throttle({ limit: 2 })],
      hooks: { failed: (failure) => void told.push(failure) },
    });
    const { token } = await auth.signUp({ email: EMAIL, password: PASSWORD });
    await errorOf(ownAccount(auth).delete(token, { currentPassword: "wrong" }));
    await attempts(auth, "no address");
    expect(told).toEqual([]);
    for (let time = 0; time < 5; time++) await attempts(auth, "nobody@example.com");
    expect(told).toHaveLength(2);
  });

  it("SI01 changes no answer, whatever it throws, and the answer waits for it", async () => {
    for (const failed of [
      () => Promise.reject(new Error("down")),
      () => {
        throw new AuthError("refused", "Too late");
      },
    ]) {
      const { auth } = openAuth({ hooks: { failed } });
      await auth.signUp({ email: EMAIL, password: PASSWORD });
      for (const email of [EMAIL, "nobody@example.com"])
        expect(await attempts(auth, email)).toMatchObject(refusal("invalid_credentials"));
    }
    const held = Promise.withResolvers<void>();
    const { auth } = openAuth({ hooks: { failed: () => held.promise } });
    const answer = attempts(auth, EMAIL);
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 0, "waits"))]);
    held.resolve();
    expect([first, await answer]).toEqual(["waits", expect.objectContaining({ code: "invalid_credentials" })]);
  });
});
