import { beforeEach, describe, expect, it } from "vitest";
import {
  AuthError,
  createAuth,
  type Attempt,
  type Auth,
  type AuthEvent,
  type AuthOptions,
  type Storage,
} from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle, unlock } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { users } from "../../src/users.ts";
import { ALICE, SECRET, intercept, countWork, errorOf, everyTextOf, openAuth, refusal } from "../support.ts";

const WRONG = { ...ALICE, password: "not her password" };
const NOBODY = { email: "nobody@example.com", password: WRONG.password };

async function guess(auth: Auth, times: number, input = WRONG): Promise<string[]> {
  const codes: string[] = [];
  for (let time = 0; time < times; time++)
    codes.push(((await errorOf(auth.signIn(input))) as Error & { code: string }).code);
  return codes;
}

/** An auth with a throttle, Alice signed up, and what its hook heard since. */
async function guarded(options: Partial<AuthOptions> = {}) {
  const events: AuthEvent[] = [];
  const counted = countWork(fastHasher());
  const fixture = openAuth({
    passwords: counted.hasher,
    guards: [throttle()],
    hooks: { after: (event) => void events.push(event) },
    ...options,
  });
  const alice = await fixture.auth.signUp(ALICE);
  events.length = 0;
  const before = counted.work();
  return { ...fixture, alice, events, hashed: () => counted.work() - before };
}

describe("SI03 Y30 guessing one account's password", () => {
  it("is over after five wrong ones, also for the right one, until ten minutes have passed", async () => {
    const { auth, clock, hashed } = await guarded();
    expect(await guess(auth, 7)).toEqual([...Array(5).fill("invalid_credentials"), "rate_limited", "rate_limited"]);
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(
      refusal("rate_limited", { retryAfter: 600, field: undefined }),
    );
    expect(hashed()).toBe(5);

    clock.advance(599);
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("rate_limited", { retryAfter: 1 }));
    clock.advance(1);
    expect(await guess(auth, 4)).toEqual(Array(4).fill("invalid_credentials"));
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("a success sets the count back", async () => {
    const { auth } = await guarded();
    for (let round = 0; round < 5; round++) {
      expect(await guess(auth, 4)).toEqual(Array(4).fill("invalid_credentials"));
      await expect(auth.signIn(ALICE)).resolves.toBeDefined();
    }
  });

  it("limit and window are the application's to choose", async () => {
    const { auth, clock } = await guarded({ guards: [throttle({ limit: 1, window: 3600 })] });
    expect(await guess(auth, 2)).toEqual(["invalid_credentials", "rate_limited"]);
    clock.advance(3599);
    expect(await guess(auth, 1)).toEqual(["rate_limited"]);
    clock.advance(1);
    expect(await guess(auth, 1)).toEqual(["invalid_credentials"]);
  });

  it("SI07 SI08 all spellings and names count as one account, and F07 an owner with a session apart", async () => {
    const { auth, alice, clock } = await guarded();
    const names = usernames(auth);
    await users(auth).update(alice.user.id, { username: "alice" });
    await guess(auth, 2, { ...WRONG, email: "ALICE@EXAMPLE.COM" });
    await expect(names.signIn({ username: "Alice", password: WRONG.password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await guess(auth, 1, { ...WRONG, email: "Alice@Example.com" });
    // Five guesses at the account are over. Each name still answers as if it were an account of its own (F15).
    for (const password of [WRONG.password, ALICE.password]) {
      await expect(names.signIn({ username: "aLICE", password })).rejects.toMatchObject(refusal("invalid_credentials"));
      await expect(auth.signIn({ ...ALICE, password })).rejects.toMatchObject(refusal("invalid_credentials"));
    }
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("rate_limited", { retryAfter: 600 }));
    const own = ownAccount(auth);
    for (let time = 0; time < 5; time++)
      await expect(own.delete(alice.token, { currentPassword: WRONG.password })).rejects.toMatchObject(
        refusal("invalid_credentials"),
      );
    await expect(own.delete(alice.token, { currentPassword: ALICE.password })).rejects.toMatchObject(
      refusal("rate_limited"),
    );
    clock.advance(600);
    await guess(auth, 6);
    await expect(own.delete(alice.token, { currentPassword: ALICE.password })).resolves.toBeUndefined();
  });

  it("another account is not concerned", async () => {
    const { auth } = await guarded();
    await auth.signUp({ email: "bob@example.com", password: "bob's own password" });
    await guess(auth, 9);
    await expect(auth.signIn({ email: "bob@example.com", password: "bob's own password" })).resolves.toBeDefined();
  });
});

describe("SI01 who is locked is not told from who does not exist", () => {
  it("the same answers, fields and times to wait, attempt by attempt", async () => {
    const { auth, clock } = await guarded();
    for (let time = 0; time < 8; time++) {
      const [known, unknown] = [await errorOf(auth.signIn(WRONG)), await errorOf(auth.signIn(NOBODY))];
      expect({ ...known, message: known.message }).toEqual({ ...unknown, message: unknown.message });
      clock.advance(7);
    }
  });

  it("and a disabled account locks like any other", async () => {
    const { auth, alice } = await guarded();
    await users(auth).disable(alice.user.id);
    expect(await guess(auth, 6, ALICE)).toEqual([...Array(5).fill("invalid_credentials"), "rate_limited"]);
  });

  it("HT08 no e-mail lies in the counters or in the error", async () => {
    const keys: unknown[] = [];
    const storage = intercept(memoryStorage(), ({ name, parameters, proceed }) => {
      if (name.startsWith("counters.")) keys.push(parameters[0]);
      return proceed();
    });
    const { auth } = await guarded({ storage });
    await guess(auth, 5, NOBODY);
    const error = await errorOf(auth.signIn(NOBODY));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\w-]{43}$/);
    expect(everyTextOf(error)).not.toContain("nobody@");
  });
});

describe("SI04 SI10 guesses at the same moment", () => {
  it("of 100 at most the limit reach the hasher, also over two auths on one storage", async () => {
    const storage = memoryStorage();
    const first = await guarded({ storage });
    const counted = countWork(fastHasher());
    const second = createAuth({
      storage,
      secret: SECRET,
      passwords: counted.hasher,
      guards: [throttle()],
      now: first.clock.now,
    });
    const attempts = Array.from({ length: 100 }, (_, at) => (at % 2 ? first.auth : second).signIn(WRONG));
    const codes = (await Promise.allSettled(attempts)).map((answer) => (answer as PromiseRejectedResult).reason.code);
    expect(first.hashed() + counted.work()).toBe(5);
    expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(5);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(95);
  });

  it("and for an address that nobody has it is no different", async () => {
    const { auth, hashed } = await guarded();
    await Promise.allSettled(Array.from({ length: 100 }, () => auth.signIn(NOBODY)));
    expect(hashed()).toBe(5);
  });
});

describe("SI09 a lock is no weapon", () => {
  it("live sessions go on while nobody new gets in", async () => {
    const { auth, alice } = await guarded();
    await guess(auth, 50);
    expect(await auth.getUser(alice.token)).toEqual(alice.user);
    await expect(ownAccount(auth).updateMetadata(alice.token, { still: "here" })).resolves.toMatchObject({
      metadata: { still: "here" },
    });
  });
});

describe("being told of a lock", () => {
  it("account.locked comes once a window, when the limit is first passed", async () => {
    const { auth, clock, events, alice } = await guarded();
    await guess(auth, 5);
    expect(events).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, () => guess(auth, 1)));
    expect(events).toEqual([
      {
        type: "account.locked",
        pool: "users",
        userId: alice.user.id,
        sessionId: null,
        at: "2030-01-01T12:00:00.000Z",
        client: { address: null, agent: null },
      },
    ]);
    clock.advance(600);
    await guess(auth, 7);
    expect(events).toHaveLength(2);
  });

  it("for an address that nobody has it says of nobody", async () => {
    const { auth, events } = await guarded();
    await guess(auth, 7, NOBODY);
    expect(events).toMatchObject([{ type: "account.locked", userId: null }]);
    expect(JSON.stringify(events)).not.toContain("nobody");
  });
});

describe("Y30 unlock", () => {
  it.each([
    ["address", (_id: string) => ({ email: "Alice@Example.com" })],
    ["id", (userId: string) => ({ userId })],
  ])("by %s lifts the lock at once, and tells of it", async (_, account) => {
    const { auth, events, alice } = await guarded();
    await guess(auth, 9);
    await unlock(auth, account(alice.user.id));
    expect(events.map(({ type, userId }) => [type, userId])).toEqual([
      ["account.locked", alice.user.id],
      ["account.unlocked", alice.user.id],
    ]);
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("of an address that nobody has lifts that, too; of an id that nobody has is not found", async () => {
    const { auth } = await guarded();
    await guess(auth, 9, NOBODY);
    await unlock(auth, NOBODY);
    expect(await guess(auth, 1, NOBODY)).toEqual(["invalid_credentials"]);
    for (const userId of [crypto.randomUUID(), "gibberish", "' or 1=1"])
      await expect(unlock(auth, { userId })).rejects.toMatchObject(refusal("not_found"));
    await expect(unlock(auth, { email: "gibberish" })).rejects.toMatchObject(refusal("invalid_email"));
    await expect(unlock({} as Auth, NOBODY)).rejects.toThrow(TypeError);
  });

  it("a new password from the server lifts it as well", async () => {
    const { auth, alice } = await guarded();
    await guess(auth, 9);
    await users(auth).setPassword(alice.user.id, "a password set by hand");
    await expect(auth.signIn({ ...ALICE, password: "a password set by hand" })).resolves.toBeDefined();
  });
});

describe("while storage cannot count", () => {
  let storage: Storage;
  let failing = "";
  beforeEach(() => {
    failing = "";
    storage = intercept(memoryStorage(), ({ name, proceed }) =>
      name === failing ? Promise.reject(new Error("disk full")) : proceed(),
    );
  });

  it.each(["counters.add", "sessions.insert"])("nobody gets in: %s fails", async (name) => {
    const { auth } = await guarded({ storage });
    failing = name;
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("storage_unavailable"));
    failing = "";
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("a right password that another guard refuses sets the count back all the same", async () => {
    const counters: string[] = [];
    const counting = intercept(memoryStorage(), ({ name, proceed }) => (counters.push(name), proceed()));
    const refusing = {
      onAttempt: async () => {},
      onCorrectPassword: async () => Promise.reject(new AuthError("refused", "Not on Sundays")),
    };
    const { auth } = await guarded({ storage: counting, guards: [throttle(), refusing] });
    for (let attempt = 0; attempt < 12; attempt++)
      await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("refused"));
    expect(counters.filter((name) => name === "counters.reset")).toHaveLength(12);
  });

  it("F18 whatever the order of the guards, right passwords that one refuses lock nobody", async () => {
    const refusing = {
      onAttempt: async () => {},
      onCorrectPassword: async () => Promise.reject(new AuthError("refused", "Not on Sundays")),
    };
    for (const guards of [
      [refusing, throttle()],
      [throttle(), refusing],
      [refusing, throttle(), refusing],
    ]) {
      const { auth } = await guarded({ guards });
      for (let attempt = 0; attempt < 12; attempt++)
        await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("refused"));
      expect(await guess(auth, 6)).toEqual([...Array(5).fill("invalid_credentials"), "rate_limited"]);
    }
  });

  it.each(["sessions.insert", "users.rehashPassword"])(
    "a right password counts as no guess, however often %s fails",
    async (name) => {
      const { auth } = await guarded({ storage, passwords: { ...fastHasher(), needsRehash: () => true } });
      failing = name;
      for (let attempt = 0; attempt < 12; attempt++)
        await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("storage_unavailable"));
      failing = "";
      await expect(auth.signIn(ALICE)).resolves.toBeDefined();
    },
  );

  it("and nothing is hashed", async () => {
    const { auth, hashed } = await guarded({ storage });
    failing = "counters.add";
    await guess(auth, 3);
    expect(hashed()).toBe(0);
  });
});

describe("options", () => {
  it.each([
    { limit: 0 },
    { limit: 1.5 },
    { limit: "5" },
    { window: 0 },
    { window: 86_401 },
    { window: Infinity },
    { attempts: 5 },
  ])("%j is refused at start", (options) => {
    expect(() => throttle(options as object)).toThrow(TypeError);
  });

  it("guards have to be a list of guards", () => {
    for (const guards of [throttle(), [throttle], [{}], [null], "throttle"]) {
      expect(() => openAuth({ guards: guards as never })).toThrow(/guards/);
    }
  });

  it("a guard of one's own may refuse, and sees nothing of the password", async () => {
    const seen: Attempt[] = [];
    const { auth } = await guarded({
      guards: [{ onAttempt: async (attempt) => void seen.push(attempt), onCorrectPassword: async () => {} }],
    });
    await auth.signIn(ALICE, { address: "192.0.2.1", agent: "test" });
    expect(seen).toMatchObject([
      { purpose: "sign_up" },
      { pool: "users", purpose: "sign_in", client: { address: "192.0.2.1", agent: "test" } },
    ]);
    expect(JSON.stringify(seen.map((attempt) => ({ ...attempt, storage: null })))).not.toContain(ALICE.password);
  });
});

describe("without a word about guards", () => {
  it("SI03 an auth has the throttle, and with an empty list none", async () => {
    const options = { storage: memoryStorage(), secret: SECRET, passwords: fastHasher() };
    const [usual, open] = [createAuth(options), createAuth({ ...options, guards: [] })];
    await usual.signUp(ALICE);
    expect(await guess(usual, 7)).toEqual([
      ...Array.from({ length: 5 }, () => "invalid_credentials"),
      "rate_limited",
      "rate_limited",
    ]);
    expect(await guess(open, 2)).toEqual(["invalid_credentials", "invalid_credentials"]);
  });
});
