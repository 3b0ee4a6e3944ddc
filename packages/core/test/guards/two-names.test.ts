import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAuth, type AuthError, type PasswordHasher } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { throttle, unlock } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { users } from "../../src/users.ts";
import { ALICE, countWork, errorOf, openAuth, insertLegacyUser, recordCalls, refusal, SECRET } from "../support.ts";

type Way = "email" | "username";

type Auth = ReturnType<typeof createAuth>;

const WRONG = "not her password";

const NAMES = { email: "alice@example.com", username: "alice" };

/** Who has the address `alice@example.com`, and who the user name `alice`. */
const WORLDS = {
  async "one account"(auth: Auth) {
    await usernames(auth).signUp({ ...NAMES, password: ALICE.password });
  },
  async "two accounts"(auth: Auth) {
    await usernames(auth).signUp({ email: NAMES.email, username: "other", password: ALICE.password });
    await usernames(auth).signUp({ email: "other@example.com", username: NAMES.username, password: ALICE.password });
  },
  async "an account without a user name, and a name that nobody has"(auth: Auth) {
    await auth.signUp(ALICE);
  },
  async "a name that nobody has, and an account"(auth: Auth) {
    await usernames(auth).signUp({ email: "other@example.com", username: NAMES.username, password: ALICE.password });
  },
  async nobody() {},
};

async function open(world: keyof typeof WORLDS, limit: number, window: number) {
  const { hasher, work } = countWork(fastHasher());
  const clock = testClock();
  const { storage, calls } = recordCalls(memoryStorage());
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: hasher,
    guards: [throttle({ limit, window })],
    now: clock.now,
  });
  const names = usernames(auth);
  await WORLDS[world](auth);
  const tries = (way: Way, password: string) =>
    way === "email"
      ? auth.signIn({ email: NAMES.email, password })
      : names.signIn({ username: NAMES.username, password });
  /** All that a stranger may see of a guess, and what it costs. */
  async function guess(way: Way, password = WRONG) {
    const before = work();
    calls.length = 0;
    const { code, retryAfter, field, message } = (await errorOf(tries(way, password))) as AuthError;
    const asked = calls.map((name) => name.replace(/By\w+$/, "")).toSorted();
    return { code, retryAfter, field, message, asked, hashed: work() - before };
  }
  return { auth, clock, guess, tries };
}

describe("F15 two names of one account", () => {
  const guess = fc.constantFrom<Way>("email", "username");
  const wait = fc.constantFrom(1, 29, 30, 31, 60, 599, 600, 601);
  const steps = fc.array(fc.oneof({ weight: 4, arbitrary: guess }, wait), { maxLength: 40 });

  it("answer every row of wrong guesses as two accounts do, or none, at the same cost", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(20, 60, 600),
        steps,
        async (limit, window, list) => {
          const traces = await Promise.all(
            Object.keys(WORLDS).map(async (world) => {
              const life = await open(world as keyof typeof WORLDS, limit, window);
              const trace: unknown[] = [];
              for (const step of list) {
                if (typeof step === "number") life.clock.advance(step);
                else trace.push(await life.guess(step));
              }
              return trace;
            }),
          );
          for (const trace of traces) expect(trace).toEqual(traces[0]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("cost the same when the account's window is over before the name's", async () => {
    const costs = await Promise.all(
      Object.keys(WORLDS).map(async (world) => {
        const { clock, guess: tried } = await open(world as keyof typeof WORLDS, 5, 600);
        await tried("username");
        clock.advance(500);
        await tried("email");
        clock.advance(150);
        return tried("email");
      }),
    );
    for (const cost of costs) expect(cost).toEqual(costs[0]);
  });

  it("let no more than the limit of guesses decide anything, in any order of ways", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(guess, { maxLength: 14 }),
        guess,
        async (limit, ways, last) => {
          const { guess: tried, tries } = await open("one account", limit, 600);
          for (const way of ways) await tried(way);
          const answer = await tries(last, ALICE.password).then(
            () => "in",
            () => "refused",
          );
          // Guesses that a locked name refuses are not counted against the account by the name that is free.
          expect(answer).toBe(ways.length < limit ? "in" : "refused");
        },
      ),
      { numRuns: 100 },
    );
  });

  it("the right password behind the limit looks and costs like a wrong one, whatever hash is stored", async () => {
    const { hasher, work } = countWork(fastHasher());
    const older: PasswordHasher = {
      ...fastHasher(),
      id: "older",
      needsRehash: () => false,
      verify: async (password) => (seen.push(password), password === ALICE.password),
    };
    const seen: string[] = [];
    const { auth, storage } = openAuth({ passwords: [hasher, older], guards: [throttle({ limit: 2 })] });
    const names = usernames(auth);
    await users(auth).update(await insertLegacyUser(storage, "$older$n=1$c2FsdA$aGFzaA"), { username: "alice" });
    for (let time = 0; time < 2; time++) await errorOf(names.signIn({ username: "alice", password: WRONG }));
    const before = work();
    const wrong = await errorOf(auth.signIn({ ...ALICE, password: WRONG }));
    const right = await errorOf(auth.signIn(ALICE));
    expect({ ...right, message: right.message }).toEqual({ ...wrong, message: wrong.message });
    expect(wrong).toMatchObject(refusal("invalid_credentials"));
    expect(seen).toHaveLength(4);
    expect(seen).not.toContain(ALICE.password);
    expect(work()).toBe(before);
  });

  it("a success under one name leaves the answers under the other as they were", async () => {
    const { guess: tried, tries } = await open("one account", 3, 600);
    await tried("email");
    await tried("email");
    await tries("username", ALICE.password);
    expect([await tried("email"), await tried("email")].map(({ code }) => code)).toEqual([
      "invalid_credentials",
      "rate_limited",
    ]);
    await expect(tries("username", ALICE.password)).resolves.toBeDefined();
  });

  it("a guess under one name late in the window does not make the window of the account longer", async () => {
    const { clock, guess: tried, tries } = await open("one account", 3, 600);
    await tried("email");
    await tried("email");
    clock.advance(500);
    await tried("username");
    clock.advance(100);
    await expect(tries("email", ALICE.password)).resolves.toBeDefined();
  });

  it("an account that comes or goes leaves the lock of its name as it was", async () => {
    const { auth, guess: tried } = await open("nobody", 3, 600);
    for (let time = 0; time < 4; time++) await tried("email");
    const { user } = await auth.signUp(ALICE);
    expect((await tried("email")).code).toBe("rate_limited");
    await users(auth).delete(user.id);
    expect((await tried("email")).code).toBe("rate_limited");
  });

  it.each(["unlock by address", "unlock by id", "a reset", "a password from the server"])(
    "%s lifts the locks of both names and of the owner",
    async (how) => {
      const { auth, guess: tried, tries } = await open("one account", 3, 600);
      const { token, user } = await auth.signIn(ALICE);
      const mails: { token: string }[] = [];
      const reset = passwordReset(auth, { send: (mail) => void mails.push(mail), interval: 60 });
      for (const way of ["email", "username"] as const) for (let time = 0; time < 4; time++) await tried(way);
      const own = ownAccount(auth);
      for (let time = 0; time < 4; time++) await errorOf(own.delete(token, { currentPassword: WRONG }));
      let live = token;
      if (how === "unlock by address") await unlock(auth, NAMES);
      else if (how === "unlock by id") await unlock(auth, { userId: user.id });
      else if (how === "a password from the server") await users(auth).setPassword(user.id, ALICE.password);
      else {
        await reset.request(ALICE);
        while (mails.length === 0) await new Promise((resolve) => setImmediate(resolve));
        live = (await reset.reset({ token: mails[0]!.token, password: ALICE.password })).token;
      }
      for (const way of ["username", "email"] as const) live = (await tries(way, ALICE.password)).token;
      await expect(own.delete(live, { currentPassword: ALICE.password })).resolves.toBeUndefined();
    },
  );
});

it("F15 Y30 a process without user names lifts the lock over all names, too", async () => {
  const storage = memoryStorage();
  const options = { storage, guards: [throttle({ limit: 2 })] };
  const { auth } = openAuth(options);
  const names = usernames(auth);
  const { user } = await names.signUp({ ...NAMES, password: ALICE.password });
  for (let time = 0; time < 3; time++) await errorOf(names.signIn({ username: "alice", password: WRONG }));
  await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
  await unlock(openAuth(options).auth, { userId: user.id });
  await expect(auth.signIn(ALICE)).resolves.toBeDefined();
});
