import { describe, expect, it } from "vitest";
import { createAuth, type AuthOptions, type Storage } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, BOB, SECRET, intercept, recordCalls, openAuth, insertLegacyUser, refusal } from "../support.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe("signing up", () => {
  it("P01 one option besides the secret is enough", async () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET });
    expect([auth.pool, auth.session.lifetime]).toEqual(["users", 604_800]);
    const { token } = await auth.signUp(ALICE);
    expect(await auth.getUser(token)).toMatchObject({ email: ALICE.email });
    await expect(auth.signIn(ALICE)).resolves.toMatchObject({ user: { email: ALICE.email } });
  });

  it("P08 P09 P15 P11 answers with the user, field by field, and never a hash", async () => {
    const { auth, clock } = openAuth();
    const { user, session, token } = await auth.signUp(ALICE);
    const now = new Date(clock.now()).toISOString();
    expect(user).toStrictEqual({
      id: expect.stringMatching(UUID),
      email: ALICE.email,
      emailVerified: false,
      createdAt: now,
      updatedAt: now,
      metadata: null,
    });
    expect(session).toStrictEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      userId: user.id,
      createdAt: now,
      expiresAt: "2030-01-08T12:00:00.000Z",
      lastUsedAt: now,
      provedAt: now,
      methods: ["password"],
    });
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{43}$/);
  });

  it("P13 an e-mail that is none is refused before any hashing", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    await expect(openAuth({ storage }).auth.signUp({ ...ALICE, email: "alice" })).rejects.toMatchObject(
      refusal("invalid_email"),
    );
    expect(calls).toEqual([]);
  });

  it("P36 a taken e-mail is refused, and its owner notices nothing", async () => {
    const { auth } = openAuth();
    const { token, user } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    await expect(auth.signUp({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("user_exists", { message: "User already exists" }),
    );
    expect(await auth.getUser(token)).toEqual(user);
    await expect(auth.signIn({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await expect(auth.signIn(ALICE)).resolves.toMatchObject({ user });
  });

  it("P37 can be closed, and signing in stays open", async () => {
    const { storage } = openAuth();
    await insertLegacyUser(storage, await fastHasher().hash(ALICE.password));
    const { auth } = openAuth({ storage, signUps: false });
    await expect(auth.signUp(BOB)).rejects.toMatchObject(refusal("sign_ups_closed"));
    await expect(auth.signUp({ email: "", password: "" })).rejects.toMatchObject(refusal("sign_ups_closed"));
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("ID09 unknown and privileged keys take no effect", async () => {
    const { auth, storage } = openAuth();
    const greedy = {
      ...ALICE,
      id: "admin",
      emailVerified: true,
      disabled: true,
      sessionVersion: 0,
      pool: "admins",
      createdAt: new Date(0),
      passwordHash: "x",
      role: "admin",
    };
    const { user } = await auth.signUp(greedy);
    expect(user).toMatchObject({
      id: expect.stringMatching(UUID),
      emailVerified: false,
      metadata: null,
      createdAt: "2030-01-01T12:00:00.000Z",
    });
    expect(JSON.stringify(await storage.users.findByEmail("users", ALICE.email))).not.toContain("admin");
  });

  it("ID13 100 sign-ups of one address at once make one account and 99 refusals", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openAuth({ storage });
    const spellings = [ALICE.email, ALICE.email.toUpperCase(), "Alice@Example.com"];
    const attempts = Array.from({ length: 100 }, (_, index) =>
      auth.signUp({ email: spellings[index % 3]!, password: `password number ${index}` }),
    );
    const answers = await Promise.allSettled(attempts);
    const winner = answers.findIndex(({ status }) => status === "fulfilled");
    const refusals = answers
      .filter((answer) => answer.status === "rejected")
      .map(({ reason }) => (reason as { code: string }).code);
    expect(refusals).toEqual(Array(99).fill("user_exists"));
    expect(calls.filter((name) => name === "users.insert")).toHaveLength(100);
    await expect(auth.signIn({ ...ALICE, password: `password number ${winner}` })).resolves.toBeDefined();
  });

  it("ID14 ids are random, of their own kind, and never given again", async () => {
    const { auth, storage } = openAuth();
    const ids = new Set<string>();
    const sessions = new Set<string>();
    for (let time = 0; time < 50; time++) {
      const { user, session } = await auth.signUp(ALICE);
      expect(user.id).toMatch(UUID);
      ids.add(user.id);
      sessions.add(session.id);
      await storage.users.delete(user.id);
    }
    expect([ids.size, sessions.size]).toEqual([50, 50]);
    // 96 bits: a change anywhere in the id shows within a few dozen draws.
    for (let at = 0; at < 16; at++) expect(new Set([...sessions].map((id) => id[at])).size).toBeGreaterThan(8);
  });
});

describe("ID15 a sign-up that fails leaves nothing behind", () => {
  const failing = { ...fastHasher(), hash: () => Promise.reject(new Error("no memory")) };
  const oops = () => {
    throw new Error("oops");
  };

  it.each<[string, Partial<AuthOptions>, object]>([
    ["because the claims callback throws", { claims: oops }, {}],
    ["because a claim has a reserved name", { claims: () => ({ sub: "admin" }) }, {}],
    ["because the token would be too long", { claims: () => ({ filler: "x".repeat(5000) }) }, {}],
    ["because the claims come later", { claims: (async () => ({ role: "admin" })) as never }, {}],
    ["because the claims are no object", { claims: (() => ["admin"]) as never }, {}],
    ["because a claim cannot be JSON", { claims: () => ({ amount: 1n }) }, {}],
    [
      "because the metadata schema throws",
      { metadata: { "~standard": { version: 1, vendor: "by hand", validate: oops } } },
      {},
    ],
    ["because the hasher fails", { passwords: failing }, {}],
    ["because the clock fails", { now: oops }, {}],
    ["because the metadata does not fit", {}, { metadata: { at: new Date() } }],
    ["because the password is short", {}, { password: "short" }],
  ])("%s", async (_, options, input) => {
    const { storage, calls } = recordCalls(memoryStorage());
    await expect(openAuth({ storage, ...options }).auth.signUp({ ...ALICE, ...input })).rejects.toThrow();
    expect(calls).toEqual([]);
    await expect(openAuth({ storage }).auth.signUp(ALICE)).resolves.toBeDefined();
  });

  it("because storage fails before it wrote", async () => {
    const storage = memoryStorage();
    const failing = intercept(storage, ({ name, proceed }) =>
      name === "users.insert" ? Promise.reject(new Error("disk full")) : proceed(),
    );
    await expect(openAuth({ storage: failing }).auth.signUp(ALICE)).rejects.toMatchObject(
      refusal("storage_unavailable"),
    );
    expect(await storage.users.findByEmail("users", ALICE.email)).toBeNull();
    await expect(openAuth({ storage }).auth.signUp(ALICE)).resolves.toBeDefined();
  });
});

describe("D11 the answer of the insert is lost", () => {
  /** Writes, and breaks off before it can say so. */
  const losingAnswers = (storage: Storage, alsoLosing?: string) =>
    intercept(storage, async ({ name, proceed }) => {
      const answer = await proceed();
      if (name === "users.insert" || name === alsoLosing) throw new Error("connection reset");
      return answer;
    });

  it("ID15 after a success: the owner is in, and never told that the address is taken", async () => {
    const storage = memoryStorage();
    const { auth } = openAuth({ storage: losingAnswers(storage) });
    const { user, token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    expect(user).toMatchObject({ email: ALICE.email, metadata: { plan: "pro" } });
    expect(await auth.getUser(token)).toEqual(user);
    expect((await storage.users.findByEmail("users", ALICE.email))?.user.id).toBe(user.id);
  });

  it("P36 after a refusal: somebody else's address is not given away", async () => {
    const storage = memoryStorage();
    const owner = await openAuth({ storage }).auth.signUp(ALICE);
    const { auth } = openAuth({ storage: losingAnswers(storage) });
    await expect(auth.signUp({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("storage_unavailable"),
    );
    expect(await auth.getUser(owner.token)).toEqual(owner.user);
  });

  it("and looking fails too: nobody knows, and that is what the answer says", async () => {
    const { auth } = openAuth({ storage: losingAnswers(memoryStorage(), "users.find") });
    await expect(auth.signUp(ALICE)).rejects.toMatchObject(refusal("storage_unavailable"));
  });
});
