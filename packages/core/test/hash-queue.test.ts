import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AuthError, type PasswordHasher } from "../src/index.ts";
import { memoryStorage } from "../src/memory.ts";
import { fastHasher } from "../src/testing.ts";
import { createHashQueue } from "../src/lib/hash-queue.ts";
import { ALICE, listening, openAuth, refusal } from "./support.ts";

/** Work that ends when it is told to, and who is at it. */
function workshop() {
  const started: number[] = [];
  const running = new Map<number, PromiseWithResolvers<number>>();
  return {
    started,
    running,
    work: (id: number) => () => {
      const job = Promise.withResolvers<number>();
      started.push(id);
      running.set(id, job);
      return job.promise.finally(() => running.delete(id));
    },
  };
}

/** Until everything that can go on without us has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a queue of two places and a line of three", () => {
  it("SI11 never does more than two at once, and takes the line in order", async () => {
    const { started, running, work } = workshop();
    const queue = createHashQueue(2, 3);
    const answers = [1, 2, 3, 4, 5].map((id) => queue.run(work(id)));
    await settled();
    expect(started).toEqual([1, 2]);

    running.get(2)!.resolve(20);
    await settled();
    expect(started).toEqual([1, 2, 3]);

    for (const id of [1, 3, 4, 5]) {
      running.get(id)!.resolve(id * 10);
      await settled();
      expect(running.size).toBeLessThanOrEqual(2);
    }
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50]);
  });

  it("SI11 refuses the surplus before any work, and says when to come back", async () => {
    const { started, running, work } = workshop();
    const queue = createHashQueue(2, 3);
    const answers = [1, 2, 3, 4, 5].map((id) => queue.run(work(id)));
    await expect(queue.run(work(6))).rejects.toMatchObject(refusal("overloaded", { retryAfter: 1 }));
    expect(() => queue.requireRoom()).toThrow(AuthError);

    running.get(1)!.resolve(0);
    await settled();
    expect(() => queue.requireRoom()).not.toThrow();
    const late = queue.run(work(7));
    for (const id of [2, 3, 4, 5, 7]) {
      running.get(id)!.resolve(0);
      await settled();
    }
    await Promise.all([...answers, late]);
    expect(started).toEqual([1, 2, 3, 4, 5, 7]);
  });

  it("SI11 the longer the line, the later the client is sent back", async () => {
    const { work } = workshop();
    const queue = createHashQueue(2, 100);
    for (let id = 0; id < 102; id++) void queue.run(work(id));
    await expect(queue.run(work(103))).rejects.toMatchObject(refusal("overloaded", { retryAfter: 5 }));
  });

  it("SI11 a failure frees its place and is told to its own caller alone", async () => {
    const { running, work } = workshop();
    const queue = createHashQueue(1, 3);
    const [first, second] = [queue.run(work(1)), queue.run(work(2))];
    running.get(1)!.reject(new Error("no memory"));
    await expect(first).rejects.toThrow("no memory");
    await settled();
    running.get(2)!.resolve(2);
    expect(await second).toBe(2);

    const broken = queue.run(() => {
      throw new Error("not even a promise");
    });
    await expect(broken).rejects.toThrow("not even a promise");
    expect(await queue.run(async () => 3)).toBe(3);
  });
});

it("SI11 whatever comes and fails in whatever order, the places hold and nobody is forgotten", async () => {
  const jobs = fc.array(fc.record({ fails: fc.boolean(), turns: fc.integer({ min: 1, max: 3 }) }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }), jobs, async (concurrency, capacity, list) => {
      const queue = createHashQueue(concurrency, capacity);
      let running = 0;
      let most = 0;
      const answers = await Promise.allSettled(
        list.map(({ fails, turns }) =>
          queue.run(async () => {
            most = Math.max(most, ++running);
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            running--;
            if (fails) throw new Error("failed");
          }),
        ),
      );
      const refused = answers.filter(({ status, ...rest }) => status === "rejected" && "reason" in rest && rest.reason instanceof AuthError);
      expect(most).toBe(Math.min(concurrency, list.length));
      expect(refused.length).toBe(Math.max(0, list.length - concurrency - capacity));
      expect(await queue.run(async () => "room again")).toBe("room again");
    }),
    { numRuns: 100 },
  );
});

it("SI11 of 1000 sign-ins at once the surplus is overloaded, and SI10 a refused one hashes and reads nothing", async () => {
  const fast = fastHasher();
  const gate = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  let verified = 0;
  const gated: PasswordHasher = {
    ...fast,
    async verify(password, stored) {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
      verified++;
      return fast.verify(password, stored);
    },
  };
  const { storage, calls } = listening(memoryStorage());
  const { auth } = openAuth({ storage, passwords: gated });
  await auth.signUp(ALICE);

  const flood = Array.from({ length: 1000 }, () => auth.signIn(ALICE).then(() => "in", (error: AuthError) => error.code));
  await settled();
  calls.length = 0;
  await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("overloaded", { retryAfter: expect.any(Number) }));
  expect(calls).toEqual([]);
  expect(verified).toBe(0);
  expect(most).toBeLessThanOrEqual(navigator.hardwareConcurrency);

  gate.resolve();
  const answers = await Promise.all(flood);
  const served = answers.filter((answer) => answer === "in").length;
  expect(verified).toBe(served);
  expect(served).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer === "overloaded").length).toBe(1000 - served);
  expect(most).toBeLessThanOrEqual(navigator.hardwareConcurrency);
  await expect(auth.signIn(ALICE)).resolves.toMatchObject({ user: { email: ALICE.email } });
});
