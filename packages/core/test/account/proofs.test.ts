import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { newFactor, newIdentity, newPasskey } from "../../src/lib/testing/fixtures.ts";
import { users } from "../../src/users.ts";
import { NEW_PASSWORD, newcomer, openApp, PASSWORD } from "../test-app.ts";

describe("SF08 a session says when and by what its user proved to be the one", () => {
  async function proofs() {
    const app = openApp(memoryStorage());
    const person = await newcomer(app);
    const now = () => new Date(app.clock.now()).toISOString();
    const proofOf = async (token: string) => {
      const { provedAt, methods } = (await app.auth.getSession(token))!.session;
      return { provedAt, methods };
    };
    return { app, person, now, proofOf };
  }

  it("SF08 by the password after sign-up, sign-in and a new password", async () => {
    const { app, person, now, proofOf } = await proofs();
    const first = { provedAt: now(), methods: ["password"] };
    expect(await proofOf(person.token)).toEqual(first);
    app.clock.advance(60);
    const { token } = await app.auth.signIn({ email: person.email, password: PASSWORD });
    expect(await proofOf(token)).toEqual({ provedAt: now(), methods: ["password"] });
    expect(await proofOf(person.token)).toEqual(first);
  });

  it("SF08 by mail after a reset, and by both after the first proof of an address", async () => {
    const { app, person, now, proofOf } = await proofs();
    app.clock.advance(60);
    await app.reset.request({ email: person.email });
    const link = await app.lastToken(person.email);
    const { token } = await app.reset.reset({ token: link, password: NEW_PASSWORD });
    expect(await proofOf(token)).toEqual({ provedAt: now(), methods: ["mail"] });
    const other = await newcomer(app);
    await app.verification.request(other.token);
    const proof = { token: await app.lastToken(other.email), password: PASSWORD };
    const verified = await app.verification.verify(proof);
    expect(await proofOf(verified.token)).toEqual({ provedAt: now(), methods: ["password", "mail"] });
  });

  it("SF08 by what the session had proved, and by mail, after a proof of the address with a session", async () => {
    const { app, person, proofOf } = await proofs();
    const session = (await app.auth.getSession(person.token))!.session;
    const proof = { provedAt: new Date(app.clock.now()), methods: ["oauth:test", "mail"] };
    await app.storage.sessions.prove(session.id, person.user.id, proof);
    await app.verification.request(person.token);
    app.clock.advance(60);
    const link = await app.lastToken(person.email);
    const verified = await app.verification.verify({ token: link, sessionToken: person.token });
    // What the session had proved is as old as it was.
    expect(await proofOf(verified.token)).toEqual({ ...proof, provedAt: proof.provedAt.toISOString() });
  });
});

it("SF08 a session of another account says nothing of how this one was proved", async () => {
  const app = openApp(memoryStorage());
  const [alice, bob] = [await newcomer(app), await newcomer(app)];
  const session = (await app.auth.getSession(bob.token))!.session;
  const proof = { provedAt: new Date(app.clock.now()), methods: ["passkey"] };
  await app.storage.sessions.prove(session.id, bob.user.id, proof);
  await app.verification.request(alice.token);
  const link = await app.lastToken(alice.email);
  const input = { token: link, sessionToken: bob.token, password: PASSWORD };
  const { token } = await app.verification.verify(input);
  expect((await app.auth.getSession(token))!.session.methods).toEqual(["password", "mail"]);
});

describe("a user without a password", () => {
  it("has another mark each time, and none that a password could match", async () => {
    const app = openApp(memoryStorage());
    const own = users(app.auth);
    const stored = new Set<string>();
    for (const email of ["a@example.com", "b@example.com"]) {
      const { id } = await own.create({ email });
      const { passwordHash } = (await app.storage.users.find(id))!;
      expect(passwordHash).toMatch(/^![\w-]{20}$/);
      stored.add(passwordHash);
      for (const password of [passwordHash, "!", PASSWORD])
        await expect(app.auth.signIn({ email, password })).rejects.toMatchObject({ code: "invalid_credentials" });
    }
    expect(stored.size).toBe(2);
  });
});

it("OA10 who proves an address first loses no account to an identity that a stranger linked before", async () => {
  const app = openApp(memoryStorage());
  const mallory = await newcomer(app);
  const identity = newIdentity((await app.storage.users.find(mallory.user.id))!.user);
  expect(await app.storage.identities.link(identity, 1)).toBe(true);
  await app.reset.request({ email: mallory.email });
  const link = await app.lastToken(mallory.email);
  app.events.length = 0;
  const owner = await app.reset.reset({ token: link, password: NEW_PASSWORD });
  expect(await app.storage.identities.list(owner.user.id)).toEqual([]);
  expect(app.events.map(({ type }) => type)).toContain("identity.unlinked");

  // From now on the address is proved, and a reset keeps what its owner linked.
  const own = newIdentity((await app.storage.users.find(owner.user.id))!.user);
  expect(await app.storage.identities.link(own, 2)).toBe(true);
  app.clock.advance(3600);
  await app.reset.request({ email: mallory.email });
  app.events.length = 0;
  await app.reset.reset({ token: await app.lastToken(mallory.email), password: PASSWORD });
  expect(app.events.map(({ type }) => type)).not.toContain("identity.unlinked");
  expect(await app.storage.identities.list(owner.user.id)).toEqual([own]);
});

it("OA10 a take-over leaves no passkey and no second factor of a stranger; an owner's reset keeps both", async () => {
  const app = openApp(memoryStorage());
  const mallory = await newcomer(app);
  const { id } = mallory.user;
  const plant = async (version: number) => {
    const stored = (await app.storage.users.find(id))!.user;
    expect(await app.storage.passkeys.insert(newPasskey(stored), version)).toBe(true);
    expect(await app.storage.factors.insert(newFactor(stored), ["hash"], { sessionVersion: version })).toBe(true);
  };
  const reset = async (password: string) => {
    app.clock.advance(3600);
    await app.reset.request({ email: mallory.email });
    app.events.length = 0;
    await app.reset.reset({ token: await app.lastToken(mallory.email), password });
    return app.events.map(({ type }) => type);
  };
  await plant(1);
  expect(await reset(NEW_PASSWORD)).toEqual(expect.arrayContaining(["passkey.deleted", "second_factor.disabled"]));
  expect(await app.storage.passkeys.list(id)).toEqual([]);
  expect(await app.storage.factors.find(id)).toBeNull();

  await plant(2);
  const types = await reset(PASSWORD);
  expect(types).not.toContain("passkey.deleted");
  expect(types).not.toContain("second_factor.disabled");
  expect(await app.storage.passkeys.list(id)).toHaveLength(1);
  expect(await app.storage.factors.find(id)).not.toBeNull();
});
