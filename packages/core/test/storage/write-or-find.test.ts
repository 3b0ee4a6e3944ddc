import { createAuth, type Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { users } from "@latchkey/core/users";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const secret = "0123456789abcdef0123456789abcdef";
const newcomer = { email: "ada@example.com", password: "correct horse" };

/** A memory storage with some methods of `users` and `sessions` in other hands. */
function changed(timeoutMs: number | undefined, methods: { users?: object; sessions?: object }): Storage {
  const storage = memoryStorage();
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  return {
    ...storage,
    ...limit,
    users: { ...storage.users, ...methods.users },
    sessions: { ...storage.sessions, ...methods.sessions },
  };
}

const failAfter = (milliseconds: number, message: string) => () =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error(message)), milliseconds));

/** How a promise ends, and when, by the clock that the test moves. */
async function ending(
  promise: Promise<unknown>,
  advance: number,
): Promise<{ error: unknown; at: number } | "still waiting"> {
  const start = performance.now();
  let ended: { error: unknown; at: number } | undefined;
  promise.then(
    () => (ended = { error: null, at: performance.now() - start }),
    (error: unknown) => (ended = { error, at: performance.now() - start }),
  );
  await vi.advanceTimersByTimeAsync(advance);
  return ended ?? "still waiting";
}

describe("an answer that is lost on the way back", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("F25 a database that never answers is waited for once: after its time is up nobody looks", async () => {
    let looks = 0;
    const find = async () => void looks++;
    for (const timeoutMs of [undefined, 800]) {
      const limit = timeoutMs ?? 5000;
      const storage = changed(timeoutMs, {
        users: { insert: failAfter(limit, "no answer"), find },
        sessions: { find },
      });
      const auth = createAuth({ storage, secret, passwords: fastHasher() });
      for (const act of [() => auth.signUp(newcomer), () => users(auth).create(newcomer)]) {
        const ended = await ending(act(), 3 * limit);
        expect(ended).toMatchObject({
          at: limit,
          error: { code: "storage_unavailable", cause: { message: "no answer" } },
        });
      }
    }
    expect(looks).toBe(0);
  });

  it("F25 the look takes what is left of the time, and the first error is the one that is told", async () => {
    const hangs = () => new Promise<never>(() => {});
    for (const look of [hangs, failAfter(10, "second error"), failAfter(4000, "second error")]) {
      const storage = changed(undefined, {
        users: { insert: failAfter(3000, "first error") },
        sessions: { find: look },
      });
      const auth = createAuth({ storage, secret, passwords: fastHasher() });
      const ended = await ending(auth.signUp(newcomer), 20_000);
      expect(ended).toMatchObject({ error: { code: "storage_unavailable", cause: { message: "first error" } } });
      expect((ended as { at: number }).at).toBeLessThanOrEqual(5000);
    }
  });

  it("D11 a look within the time finds what was written, and leaves no timer behind", async () => {
    const storage = memoryStorage();
    const { insert } = storage.users;
    const losing: Storage = {
      ...storage,
      users: {
        ...storage.users,
        insert: async (...given) => {
          await insert(...given);
          throw new Error("connection reset");
        },
      },
    };
    const auth = createAuth({ storage: losing, secret, passwords: fastHasher() });
    expect((await auth.signUp(newcomer)).user.email).toBe(newcomer.email);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("F25 what puts things right behind a failure is begun, and not waited for once the time is up", async () => {
    const hangs = () => new Promise<never>(() => {});
    for (const limit of [5000, 800]) {
      let begun = 0;
      const reset = () => (begun++, hangs());
      const storage = changed(limit, { users: {}, sessions: { insert: failAfter(limit, "no answer") } });
      const auth = createAuth({
        storage: { ...storage, counters: { ...storage.counters, reset } },
        secret,
        passwords: fastHasher(),
      });
      await users(auth).create(newcomer);
      expect(await ending(auth.signIn(newcomer), 3 * limit)).toMatchObject({
        at: limit,
        error: { cause: { message: "no answer" } },
      });
      expect(begun).toBe(1);
    }
  });

  it("F26 a later failure does not hide the first: a hash or a link that cannot be stored", async () => {
    const storage = memoryStorage();
    const broken: Storage = {
      ...storage,
      users: { ...storage.users, rehashPassword: failAfter(0, "first error") },
      counters: { ...storage.counters, reset: failAfter(0, "second error") },
    };
    const auth = createAuth({ storage: broken, secret, passwords: { ...fastHasher(), needsRehash: () => true } });
    await users(auth).create(newcomer);
    expect(await ending(auth.signIn(newcomer), 1000)).toMatchObject({ error: { cause: { message: "first error" } } });
  });
});
