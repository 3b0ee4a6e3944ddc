import { describe, expect, it } from "vitest";
import { apiKeys } from "../src/api-keys.ts";
import { createAuth, type AuthOptions } from "../src/index.ts";
import { createKeyRing } from "../src/lib/token/key-ring.ts";
import { issueToken } from "../src/lib/token/token.ts";
import { memoryStorage } from "../src/memory.ts";
import { ownAccount } from "../src/own-account.ts";
import { sessions } from "../src/sessions.ts";
import { fastHasher, testClock } from "../src/testing.ts";
import { throttle, unlock } from "../src/throttle.ts";
import { usernames } from "../src/usernames.ts";
import { users } from "../src/users.ts";
import { ALICE, SECRET, errorOf, refusal } from "./support.ts";

/** Two pools on one storage, with one secret between them. */
function twoPools(customers: Partial<AuthOptions> = {}, admins: Partial<AuthOptions> = {}) {
  const storage = memoryStorage();
  const clock = testClock();
  const common = { storage, secret: SECRET, passwords: fastHasher(), now: clock.now };
  return {
    storage,
    clock,
    customers: createAuth({ ...common, pool: "customers", ...customers }),
    admins: createAuth({ ...common, pool: "admins", ...admins }),
  };
}

describe("F64 the pool decides at every use of a session", () => {
  /** A token of the pool `admins` for the session of a customer: only who holds the secret can sign one. */
  async function crossed() {
    const { storage, customers, admins, clock } = twoPools();
    const { user, session } = await customers.signUp(ALICE);
    const iat = clock.now() / 1000;
    const token = issueToken(
      createKeyRing(SECRET),
      { sub: user.id, sid: session.id, aud: "admins", iat, exp: iat + 3600 },
      undefined,
    );
    expect(await admins.verifyToken(token)).toBe(true);
    return { storage, admins, clock, session, token };
  }

  it("a refresh by the auth of another pool finds nobody, and extends nothing", async () => {
    const { storage, admins, clock, session, token } = await crossed();
    const before = await storage.sessions.find(session.id);
    clock.advance(60);
    await expect(sessions(admins).refresh(token)).rejects.toMatchObject(refusal("unauthenticated"));
    expect(await storage.sessions.find(session.id)).toEqual(before);
  });

  it("nobody is found, listed, ended or changed by it either", async () => {
    const { storage, admins, session, token } = await crossed();
    expect([await admins.getUser(token), await admins.getSession(token, { renew: true })]).toEqual([null, null]);
    const own = sessions(admins);
    const acts = [
      own.list(token),
      own.end(token, session.id),
      own.endOthers(token),
      own.endAll(token),
      ownAccount(admins).delete(token, { currentPassword: ALICE.password }),
      apiKeys(admins).list(token),
    ];
    for (const act of acts) await expect(act).rejects.toMatchObject(refusal("unauthenticated"));
    expect(await storage.sessions.find(session.id)).not.toBeNull();
  });
});

describe("Y01 pools beside each other on one storage", () => {
  it("one address is an account in each, with its own password, lifetime and policy", async () => {
    const { customers, admins } = twoPools(
      { session: { lifetime: 3600 } },
      { session: { lifetime: 600 }, passwordPolicy: { minLength: 14 } },
    );
    await expect(admins.signUp({ ...ALICE, password: "only 13 chars" })).rejects.toMatchObject(
      refusal("password_too_short"),
    );
    const customer = await customers.signUp({ ...ALICE, password: "only 13 chars" });
    const admin = await admins.signUp(ALICE);
    expect(customer.user.id).not.toBe(admin.user.id);
    expect([customer.session.expiresAt, admin.session.expiresAt]).toEqual([
      "2030-01-01T13:00:00.000Z",
      "2030-01-01T12:10:00.000Z",
    ]);
    await expect(customers.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(admins.signIn(ALICE)).resolves.toMatchObject({ user: admin.user });
  });

  it("so is one user name", async () => {
    const { customers, admins } = twoPools();
    const customer = await usernames(customers).signUp({ ...ALICE, username: "alice" });
    const admin = await usernames(admins).signUp({ ...ALICE, username: "alice" });
    expect((await usernames(customers).signIn({ ...ALICE, username: "alice" })).user).toEqual(customer.user);
    expect((await usernames(admins).signIn({ ...ALICE, username: "alice" })).user).toEqual(admin.user);
  });

  it("Y42 each has its own first user", async () => {
    const { customers, admins } = twoPools();
    await customers.signUp(ALICE);
    await expect(users(customers).createFirst({ email: "first@example.com" })).rejects.toMatchObject(
      refusal("user_exists"),
    );
    await expect(users(admins).createFirst(ALICE)).resolves.toBeDefined();
  });
});

describe("Y02 nothing of one pool counts in another", () => {
  it("no token, even with an equal secret", async () => {
    const { customers, admins } = twoPools();
    const { token } = await customers.signUp(ALICE);
    await admins.signUp(ALICE);
    expect([await admins.getUser(token), await admins.getSession(token), await admins.verifyToken(token)]).toEqual([
      null,
      null,
      false,
    ]);
    await admins.signOut(token);
    await expect(sessions(admins).refresh(token)).rejects.toMatchObject(refusal("unauthenticated"));
    await expect(sessions(admins).endAll(token)).rejects.toMatchObject(refusal("unauthenticated"));
    await expect(ownAccount(admins).delete(token, { currentPassword: ALICE.password })).rejects.toMatchObject(
      refusal("unauthenticated"),
    );
    await expect(apiKeys(admins).create(token, { name: "x", currentPassword: ALICE.password })).rejects.toMatchObject(
      refusal("unauthenticated"),
    );
    expect(await customers.getUser(token)).toMatchObject({ email: ALICE.email });
  });

  it("no session row: a pool that was renamed, with a token forged for it, finds nobody", async () => {
    const { storage, clock, customers } = twoPools();
    const { session, user } = await customers.signUp(ALICE);
    // Whoever holds the secret can write any token; the row still belongs to the other pool.
    const { createKeyRing } = await import("../src/lib/token/key-ring.ts");
    const { issueToken } = await import("../src/lib/token/token.ts");
    const iat = Math.floor(clock.now() / 1000);
    const forged = issueToken(
      createKeyRing(SECRET),
      { sub: user.id, sid: session.id, aud: "admins", iat, exp: iat + 60 },
      undefined,
    );
    const admins = createAuth({ storage, secret: SECRET, pool: "admins", now: clock.now });
    expect([await admins.verifyToken(forged), await admins.getUser(forged)]).toEqual([true, null]);
  });

  it("no API key", async () => {
    const { customers, admins } = twoPools();
    const { token, user } = await customers.signUp(ALICE);
    const { key, id } = await apiKeys(customers).create(token, { name: "CI", currentPassword: ALICE.password });
    const admin = await admins.signUp(ALICE);
    expect(await apiKeys(admins).verify(key)).toBeNull();
    await expect(apiKeys(admins).delete(admin.token, id)).rejects.toMatchObject(refusal("not_found"));
    for (const act of [
      apiKeys(admins).admin.list(user.id),
      apiKeys(admins).admin.create(user.id, { name: "x" }),
      apiKeys(admins).admin.delete(user.id, id),
    ]) {
      await expect(act).rejects.toMatchObject(refusal("not_found"));
    }
    expect(await apiKeys(customers).verify(key)).toMatchObject({ user });
  });

  it("no lock: who is locked in one gets into the other, and unlocking one leaves the other", async () => {
    const { customers, admins } = twoPools({ guards: [throttle()] }, { guards: [throttle()] });
    for (const auth of [customers, admins]) await auth.signUp(ALICE);
    const lock = async (auth: typeof customers, email = ALICE.email) => {
      for (let time = 0; time < 6; time++) await errorOf(auth.signIn({ email, password: "wrong password" }));
    };
    await lock(customers);
    await expect(admins.signIn(ALICE)).resolves.toBeDefined();
    await lock(admins);
    await unlock(admins, ALICE);
    await expect(admins.signIn(ALICE)).resolves.toBeDefined();
    await expect(customers.signIn(ALICE)).rejects.toMatchObject(refusal("rate_limited"));
    await lock(customers, "nobody@example.com");
    await expect(admins.signIn({ email: "nobody@example.com", password: "x" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
  });

  it("no hand of the server: a user of another pool does not exist", async () => {
    const { customers, admins } = twoPools();
    const { user, token, session } = await customers.signUp(ALICE);
    const foreign = users(admins);
    const { id } = user;
    expect([
      await foreign.find({ id }),
      await foreign.find({ email: ALICE.email }),
      (await foreign.list()).users,
    ]).toEqual([null, null, []]);
    const acts = [
      foreign.update(id, { metadata: {} }),
      foreign.setPassword(id, "another password"),
      foreign.disable(id),
      foreign.enable(id),
      foreign.delete(id),
      foreign.sessions(id),
      foreign.endSessions(id),
      foreign.endSession(id, session.id),
      unlock(admins, { userId: id }),
    ];
    for (const answer of await Promise.allSettled(acts))
      expect(answer).toMatchObject({ status: "rejected", reason: refusal("not_found") });
    expect(await customers.getUser(token)).toEqual(user);
  });
});
