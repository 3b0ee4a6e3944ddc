import { describe, expect, it } from "vitest";
import { createAuth, type AuthOptions, type JsonObject, type Storage } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import {
  ALICE,
  SECRET,
  between,
  errorOf,
  everythingIn,
  listening,
  openAuth,
  plant,
  refusal,
  unreachable,
} from "../support.ts";

const BOB = { email: "bob@example.com", password: "a quite different one" };
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
    });
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{43}$/);
  });

  it("P13 an e-mail that is none is refused before any hashing", async () => {
    const { storage, calls } = listening(memoryStorage());
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
    await plant(storage, await fastHasher().hash(ALICE.password));
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
    const { storage, calls } = listening(memoryStorage());
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
    const { storage, calls } = listening(memoryStorage());
    await expect(openAuth({ storage, ...options }).auth.signUp({ ...ALICE, ...input })).rejects.toThrow();
    expect(calls).toEqual([]);
    await expect(openAuth({ storage }).auth.signUp(ALICE)).resolves.toBeDefined();
  });

  it("because storage fails before it wrote", async () => {
    const storage = memoryStorage();
    const failing = between(storage, ({ name, proceed }) =>
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
    between(storage, async ({ name, proceed }) => {
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
    const { auth } = openAuth({ storage: losingAnswers(memoryStorage(), "sessions.find") });
    await expect(auth.signUp(ALICE)).rejects.toMatchObject(refusal("storage_unavailable"));
  });
});

describe("signing in", () => {
  it("P17 answers with the user and a token, and changes no row of the user", async () => {
    const { auth, clock } = openAuth();
    const { user } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    clock.advance(3600);
    const signedIn = await auth.signIn(ALICE);
    expect(signedIn.user).toEqual(user);
    expect(signedIn.session).toMatchObject({
      userId: user.id,
      createdAt: "2030-01-01T13:00:00.000Z",
      expiresAt: "2030-01-08T13:00:00.000Z",
    });
    expect(await auth.getUser(signedIn.token)).toEqual(user);
  });

  it("P18 a wrong password, an unknown e-mail and a disabled account are one answer", async () => {
    const { auth, storage } = openAuth();
    await auth.signUp(ALICE);
    const { user } = await auth.signUp(BOB);
    await storage.users.setDisabled(user.id, true, new Date());
    const attempts = [
      { ...ALICE, password: BOB.password },
      { ...ALICE, password: "" },
      { ...ALICE, email: "nobody@example.com" },
      BOB,
      { ...BOB, password: ALICE.password },
    ];
    const [first, ...others] = await Promise.all(
      attempts.map(async (input) => {
        const error = await errorOf(auth.signIn(input));
        return [error.name, error.message, JSON.stringify(error), Object.keys(error), "cause" in error];
      }),
    );
    expect(first!.slice(0, 2)).toEqual(["AuthError", "Invalid credentials"]);
    for (const other of others) expect(other).toEqual(first);
  });

  it("P18 one person's password opens nobody else's account", async () => {
    const { auth } = openAuth();
    await Promise.all([auth.signUp(ALICE), auth.signUp(BOB)]);
    await expect(auth.signIn({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    expect((await auth.signIn(BOB)).user.email).toBe(BOB.email);
  });

  it("SE01 every sign-in opens a session of its own", async () => {
    const { auth } = openAuth();
    const opened = [await auth.signUp(ALICE)];
    for (let time = 0; time < 4; time++) opened.push(await auth.signIn(ALICE));
    expect(new Set(opened.map(({ session }) => session.id)).size).toBe(5);
    expect(new Set(opened.map(({ token }) => token)).size).toBe(5);
    for (const { token } of opened) expect(await auth.getUser(token)).not.toBeNull();
  });

  it("SE06 a password that is changed while it is checked opens nothing", async () => {
    const memory = memoryStorage();
    const changed = await fastHasher().hash(BOB.password);
    const storage = between(memory, async ({ name, proceed }) => {
      const answer = await proceed();
      if (name === "users.findByEmail")
        await memory.users.setPassword(
          (answer as { user: { id: string } }).user.id,
          { from: null, to: changed, provesEmail: false, deletesApiKeys: false, at: new Date() },
          null,
        );
      return answer;
    });
    const { auth } = openAuth({ storage });
    await auth.signUp(ALICE);
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
  });

  it("Y02 an account of another pool is unknown here", async () => {
    const { auth, storage } = openAuth();
    await auth.signUp(ALICE);
    const admins = openAuth({ storage, pool: "admins" }).auth;
    await expect(admins.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    const admin = await admins.signUp({ ...ALICE, password: BOB.password });
    expect(await auth.getUser(admin.token)).toBeNull();
    await expect(auth.signIn({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
  });
});

describe("a session", () => {
  it("P25 P21 gives the user while it lives, and null when signed out, expired or invalid", async () => {
    const { auth, clock } = openAuth();
    const { user, token } = await auth.signUp(ALICE);
    const second = await auth.signIn(ALICE);
    expect(await auth.getUser(token)).toEqual(user);
    expect(await auth.getSession(second.token)).toStrictEqual({
      user,
      session: second.session,
      claims: expect.objectContaining({ sub: user.id, sid: second.session.id }),
    });

    await auth.signOut(token);
    expect([await auth.getUser(token), await auth.getSession(token)]).toEqual([null, null]);
    expect(await auth.getUser(second.token)).toEqual(user);
    clock.advance(604_800);
    expect([await auth.getUser(second.token), await auth.getSession(second.token)]).toEqual([null, null]);
    for (const invalid of ["", "x", null, undefined, `${token}x`]) expect(await auth.getUser(invalid)).toBeNull();
  });

  it("P19 SE02 that is signed out is so in every process", async () => {
    const { auth, storage, clock } = openAuth();
    const { token } = await auth.signUp(ALICE);
    const elsewhere = openAuth({ storage, now: clock.now }).auth;
    expect(await elsewhere.getUser(token)).not.toBeNull();
    await auth.signOut(token);
    expect(await elsewhere.getUser(token)).toBeNull();
  });

  it("SE12 can be signed out twice, 20 times at once, and by nobody's token", async () => {
    const { auth } = openAuth();
    const { token } = await auth.signUp(ALICE);
    const other = await auth.signIn(ALICE);
    await Promise.all(Array.from({ length: 20 }, () => auth.signOut(token)));
    for (const again of [token, "", "x", `${other.token}x`]) await expect(auth.signOut(again)).resolves.toBeUndefined();
    expect(await auth.getUser(other.token)).not.toBeNull();
  });

  /** The auth, over a storage that has other things to say about the session. */
  const rewriting = (rewrite: (found: Awaited<ReturnType<Storage["sessions"]["find"]>>) => unknown) => {
    const storage = between(memoryStorage(), async ({ name, proceed }) =>
      name === "sessions.find" ? rewrite((await proceed()) as never) : proceed(),
    );
    return openAuth({ storage });
  };

  it("SE04 ends by the row, also when the token would last longer", async () => {
    const { auth, clock } = rewriting(
      (found) => found && { ...found, session: { ...found.session, expiresAt: new Date(Date.UTC(2030, 0, 1, 13)) } },
    );
    const { token } = await auth.signUp(ALICE);
    clock.advance(3600 - 0.001);
    expect(await auth.getUser(token)).not.toBeNull();
    clock.advance(0.001);
    expect(await auth.getUser(token)).toBeNull();
  });

  it("SE04 ends by the token, also when the row would last longer", async () => {
    const { auth, clock } = rewriting(
      (found) => found && { ...found, session: { ...found.session, expiresAt: new Date(Date.UTC(2040, 0, 1)) } },
    );
    const { token } = await auth.signUp(ALICE);
    clock.advance(604_800);
    expect(await auth.getUser(token)).toBeNull();
  });

  it.each<[string, (found: never) => unknown]>([
    [
      "of another user",
      (found: { session: object }) => ({ ...found, session: { ...found.session, userId: crypto.randomUUID() } }),
    ],
    ["of an older version", (found: { session: object }) => ({ ...found, session: { ...found.session, version: 0 } })],
    ["of a later version", (found: { session: object }) => ({ ...found, session: { ...found.session, version: 2 } })],
    ["of another pool's user", (found: { user: object }) => ({ ...found, user: { ...found.user, pool: "admins" } })],
    ["of a disabled user", (found: { user: object }) => ({ ...found, user: { ...found.user, disabled: true } })],
    [
      "with an expiry that is no moment",
      (found: { session: object }) => ({ ...found, session: { ...found.session, expiresAt: new Date(NaN) } }),
    ],
  ])("SE05 is nobody's when the row is %s", async (_, rewrite) => {
    const { auth } = rewriting(rewrite as never);
    const { token } = await auth.signUp(ALICE);
    expect([await auth.getUser(token), await auth.getSession(token)]).toEqual([null, null]);
  });

  it("SE05 is dead with its deleted user, for good", async () => {
    const { auth, storage } = openAuth();
    const [first, second] = [await auth.signUp(ALICE), await auth.signIn(ALICE)];
    await storage.users.delete(first.user.id);
    await auth.signUp(ALICE);
    for (const { token } of [first, second]) expect(await auth.getUser(token)).toBeNull();
  });

  it("SE05 Y47 is dead with its disabled user, also after enabling; new ones open again", async () => {
    const { auth, storage } = openAuth();
    const { user, token } = await auth.signUp(ALICE);
    const other = await auth.signUp(BOB);
    await storage.users.setDisabled(user.id, true, new Date());
    expect(await auth.getUser(token)).toBeNull();
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    await storage.users.setDisabled(user.id, false, new Date());
    expect(await auth.getUser(token)).toBeNull();
    expect(await auth.getUser((await auth.signIn(ALICE)).token)).not.toBeNull();
    expect(await auth.getUser(other.token)).not.toBeNull();
  });

  it("SE06 SE08 is ended by a new password, and by ending all of one user", async () => {
    const { auth, storage } = openAuth();
    const { user, token } = await auth.signUp(ALICE);
    await storage.users.setPassword(
      user.id,
      {
        from: null,
        to: await fastHasher().hash(BOB.password),
        provesEmail: false,
        deletesApiKeys: false,
        at: new Date(),
      },
      null,
    );
    expect(await auth.getUser(token)).toBeNull();
    const second = await auth.signIn({ ...ALICE, password: BOB.password });
    expect(await auth.getUser(second.token)).not.toBeNull();
    await storage.users.endSessions(user.id);
    expect(await auth.getUser(second.token)).toBeNull();
  });
});

it("SE11 whoever has a copy of every row has no credential", async () => {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string") texts.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  const storage = between(memoryStorage(), ({ parameters, proceed }) => {
    collect(parameters);
    return proceed();
  });
  const { auth } = openAuth({ storage });
  const { token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
  const second = await auth.signIn(ALICE);
  expect(texts.size).toBeGreaterThan(5);
  expect([token, second.token, SECRET].filter((secret) => [...texts].some((text) => text.includes(secret)))).toEqual(
    [],
  );

  const [head, , signature] = token.split(".");
  for (const text of texts) {
    const candidates = [
      text,
      `${head}.${text}.${signature}`,
      `${head}.${Buffer.from(JSON.stringify({ sub: text, sid: text })).toString("base64url")}.${text}`,
    ];
    for (const candidate of candidates)
      expect([await auth.verifyToken(candidate), await auth.getUser(candidate)]).toEqual([false, null]);
    await expect(auth.signIn({ email: ALICE.email, password: text })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
  }
});

describe("HT09 storage that cannot be reached", () => {
  it("is said so by every operation that needs it, never null and never signed out", async () => {
    const { auth: sound, clock } = openAuth();
    const { token } = await sound.signUp(ALICE);
    const { auth } = openAuth({ storage: unreachable(), now: clock.now });
    for (const operation of [
      () => auth.signUp(ALICE),
      () => auth.signIn(ALICE),
      () => auth.signOut(token),
      () => auth.getUser(token),
      () => auth.getSession(token),
    ]) {
      const error = await errorOf(operation());
      expect(error).toMatchObject(
        refusal("storage_unavailable", { retryAfter: 1, cause: { message: "connection refused" } }),
      );
    }
    expect(await auth.verifyToken(token)).toBe(true);
    expect(await auth.getUser("x")).toBeNull();
  });

  it.each(["users.findByEmail", "sessions.insert", "users.rehashPassword"])(
    "is not taken for a wrong password when %s fails",
    async (broken) => {
      const memory = memoryStorage();
      await plant(memory, await fastHasher().hash(ALICE.password));
      const storage = between(memory, ({ name, proceed }) =>
        name === broken ? Promise.reject(new Error("gone")) : proceed(),
      );
      const { auth } = openAuth({ storage, passwords: [{ ...fastHasher(), id: "another" }, fastHasher()] });
      await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("storage_unavailable"));
    },
  );

  it("SE13 keeps a session whose sign-out it did not hear, and ends it afterwards", async () => {
    const memory = memoryStorage();
    let down = false;
    const storage = between(memory, ({ proceed }) => (down ? Promise.reject(new Error("gone")) : proceed()));
    const { auth } = openAuth({ storage });
    const { token } = await auth.signUp(ALICE);
    down = true;
    await expect(auth.signOut(token)).rejects.toMatchObject(refusal("storage_unavailable"));
    down = false;
    expect(await auth.getUser(token)).not.toBeNull();
    await auth.signOut(token);
    expect(await auth.getUser(token)).toBeNull();
  });

  it("is the same when a storage throws instead of rejecting", async () => {
    const throwing = between(memoryStorage(), () => {
      throw new Error("database is closed");
    });
    const { token } = await openAuth().auth.signUp(ALICE);
    const { auth } = openAuth({ storage: throwing });
    for (const operation of [
      () => auth.signUp(ALICE),
      () => auth.signIn(ALICE),
      () => auth.signOut(token),
      () => auth.getUser(token),
    ]) {
      await expect(operation()).rejects.toMatchObject(refusal("storage_unavailable"));
    }
  });

  it("keeps the driver's words out of the message and the JSON", async () => {
    const storage = between(memoryStorage(), () =>
      Promise.reject(new Error("insert into auth_users failed at 10.0.0.7")),
    );
    const error = await errorOf(openAuth({ storage }).auth.signIn(ALICE));
    expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/auth_users|10\.0\.0\.7/);
    expect(everythingIn(error)).toContain("10.0.0.7");
  });
});

it("P12 P25 the claims callback is shown what everybody is shown, and no hash", async () => {
  const shown: unknown[] = [];
  const claims = (user: object) => {
    shown.push(user);
    return {};
  };
  const { auth } = openAuth({ claims });
  const { user } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } as JsonObject });
  await auth.signIn(ALICE);
  expect(shown).toStrictEqual([user, user]);
});
