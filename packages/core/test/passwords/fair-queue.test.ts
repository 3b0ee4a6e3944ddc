import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { AuthError } from "../../src/index.ts";
import { createFairQueue, type QueueKey } from "../../src/lib/passwords/fair-queue.ts";
import { refusal } from "../support.ts";
import { workshop, settled, by } from "./queued-work.ts";

describe("SI11 a queue of two places and three who wait", () => {
  it("never serves more than two at once, and one client in order", async () => {
    const { started, running, work, finish } = workshop();
    const queue = createFairQueue(2, 3);
    const answers = ["1", "2", "3", "4", "5"].map((name) => queue.enqueue(by("a"), work(name)));
    await settled();
    expect(started).toEqual(["1", "2"]);
    await finish("2");
    expect(started).toEqual(["1", "2", "3"]);
    while (running.size > 0) {
      expect(running.size).toBeLessThanOrEqual(2);
      await finish();
    }
    expect(await Promise.all(answers)).toEqual(["1", "2", "3", "4", "5"]);
    expect(started).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("refuses the surplus of one client before any work, and says when to come back", async () => {
    const { started, running, work, finish } = workshop();
    const queue = createFairQueue(2, 3);
    const answers = ["1", "2", "3", "4", "5"].map((name) => queue.enqueue(by("a"), work(name)));
    await expect(queue.enqueue(by("a"), work("6"))).rejects.toMatchObject(refusal("overloaded", { retryAfter: 1 }));
    await finish("1");
    const late = queue.enqueue(by("a"), work("7"));
    while (running.size > 0) await finish();
    await Promise.all([...answers, late]);
    expect(started).toEqual(["1", "2", "3", "4", "5", "7"]);
  });

  it("the more wait, the later a client is sent back", async () => {
    const { work } = workshop();
    const queue = createFairQueue(2, 100);
    for (let at = 0; at < 102; at++) void queue.enqueue(by("a"), work(`${at}`));
    await expect(queue.enqueue(by("a"), work("x"))).rejects.toMatchObject(refusal("overloaded", { retryAfter: 5 }));
  });

  it("a failure frees its place and is told to its own caller alone", async () => {
    const { running, work, finish } = workshop();
    const queue = createFairQueue(1, 3);
    const [first, second] = [queue.enqueue(by("a", "x"), work("1")), queue.enqueue(by("a", "x"), work("2"))];
    running.get("1")!.reject(new Error("no memory"));
    await expect(first).rejects.toThrow("no memory");
    await settled();
    await finish("2");
    expect(await second).toBe("2");
    const broken = queue.enqueue(by("a", "x"), () => {
      throw new Error("not even a promise");
    });
    await expect(broken).rejects.toThrow("not even a promise");
    expect(await queue.enqueue(by("a", "x"), async () => 3)).toBe(3);
  });
});

describe("F05 one client takes no more than its share", () => {
  it("clients are served in rotation, however many each has waiting", async () => {
    const { started, running, work, finish } = workshop();
    const queue = createFairQueue(1, 100);
    for (let at = 0; at < 20; at++) void queue.enqueue(by("flood"), work(`flood ${at}`));
    for (const client of ["a", "b"]) for (const at of [1, 2]) void queue.enqueue(by(client), work(`${client} ${at}`));
    while (running.size > 0 && started.length < 8) await finish();
    expect(started).toEqual(["flood 0", "flood 1", "a 1", "b 1", "flood 2", "a 2", "b 2", "flood 3"]);
  });

  it("when the queue is full, the newest of the longest line makes room, and is refused before any work", async () => {
    const { started, running, work, finish } = workshop();
    const queue = createFairQueue(1, 4);
    const flood = ["0", "1", "2", "3", "4"].map((name) => queue.enqueue(by("flood"), work(name)));
    const newcomer = queue.enqueue(by("owner"), work("owner"));
    await expect(flood[4]).rejects.toMatchObject(refusal("overloaded", { retryAfter: expect.any(Number) }));
    await expect(queue.enqueue(by("flood"), work("5"))).rejects.toMatchObject(refusal("overloaded"));
    while (running.size > 0) await finish();
    expect(await newcomer).toBe("owner");
    expect(started).toEqual(["0", "1", "owner", "2", "3"]);
  });

  it("nobody is put out by a client that has as many waiting", async () => {
    const { work } = workshop();
    const queue = createFairQueue(1, 2);
    void queue.enqueue(by("x"), work("0"));
    for (const client of ["a", "b"]) void queue.enqueue(by(client), work(client));
    for (const client of ["a", "c"])
      await expect(queue.enqueue(by(client), work(client))).rejects.toMatchObject(refusal("overloaded"));
  });

  it("of 200 connections of one client and 20 of others, the others all get in, soon", async () => {
    const { started, running, work, finish } = workshop();
    const queue = createFairQueue(3, 128);
    const flood = Array.from({ length: 200 }, (_, at) =>
      queue.enqueue(by("flood"), work(`flood ${at}`)).catch((error: AuthError) => error.code),
    );
    const others = Array.from({ length: 20 }, (_, at) => queue.enqueue(by(`other ${at}`), work(`other ${at}`)));
    while (running.size > 0) await finish();
    await Promise.all(others);
    expect(started.findLastIndex((name) => name.startsWith("other"))).toBeLessThan(3 + 21);
    expect((await Promise.all(flood)).filter((answer) => answer === "overloaded")).toHaveLength(200 - 3 - 128 + 20);
  });
});

describe("F28 turns at one account come one after the other", () => {
  it("and keep nobody from another account, not even behind them in the same line", async () => {
    const { started, running, work, finish } = workshop();
    const queue = createFairQueue(3, 100);
    for (const at of [1, 2, 3]) void queue.enqueue(by("a", "alice"), work(`alice ${at}`));
    void queue.enqueue(by("a", "bob"), work("bob 1"));
    void queue.enqueue(by("b", "alice"), work("alice of b"));
    await settled();
    expect(started).toEqual(["alice 1", "bob 1"]);
    await finish("alice 1");
    expect([...running.keys()]).toEqual(["bob 1", "alice 2"]);
    while (running.size > 0) await finish();
    expect(started).toEqual(["alice 1", "bob 1", "alice 2", "alice of b", "alice 3"]);
  });
});

describe("whatever comes, whoever comes, and whatever fails", () => {
  const name = fc.constantFrom("a", "b", "c", "d");
  const account = fc.option(fc.constantFrom("x", "y"), { nil: null });
  const arrival = fc.record({ client: name, account, fails: fc.boolean() });
  /** Somebody comes, or the first of those at work is done. */
  const program = fc.array(fc.option(arrival, { nil: null }), { maxLength: 60 });

  it("F05 places and room hold, each is served or refused exactly once, and no place is lost", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 8 }),
        program,
        async (places, capacity, steps) => {
          const queue = createFairQueue(places, capacity);
          const running: { turn: QueueKey; end: () => void }[] = [];
          const answers = new Map<number, string[]>();
          let waiting = 0;
          for (const [at, step] of steps.entries()) {
            if (step === null) running.shift()?.end();
            else {
              const told: string[] = [];
              answers.set(at, told);
              waiting++;
              const job = Promise.withResolvers<void>();
              const work = () => {
                waiting--;
                told.push("begun");
                running.push({ turn: step, end: () => (step.fails ? job.reject(new Error("failed")) : job.resolve()) });
                return job.promise;
              };
              void queue.enqueue(step, work).then(
                () => told.push("served"),
                (error: Error) => {
                  if (error instanceof AuthError) waiting--;
                  told.push(error instanceof AuthError ? "overloaded" : error.message);
                },
              );
            }
            await settled();
            expect(running.length).toBeLessThanOrEqual(places);
            expect(waiting).toBeLessThanOrEqual(capacity);
            const accounts = running.flatMap(({ turn }) => turn.account ?? []);
            expect(new Set(accounts).size).toBe(accounts.length);
          }
          while (running.length > 0) {
            running.shift()!.end();
            await settled();
          }
          for (const told of answers.values())
            expect(["begun,served", "begun,failed", "overloaded"]).toContain(told.join());
          const free = Array.from({ length: places }, () => queue.enqueue(by("late"), async () => "room again"));
          expect(await Promise.all(free)).toEqual(Array(places).fill("room again"));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("F05 with k clients waiting, the first of each is served within k turns", async () => {
    const lines = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), lines, async (places, lengths) => {
        const { started, running, work, finish } = workshop();
        const queue = createFairQueue(places, 1000);
        for (let at = 0; at < places; at++) void queue.enqueue(by("busy"), work(`busy ${at}`));
        for (const [client, length] of lengths.entries())
          for (let at = 0; at < length; at++) void queue.enqueue(by(`${client}`), work(`${client} ${at}`));
        while (running.size > 0) await finish();
        const firsts = lengths.map((_, client) => started.indexOf(`${client} 0`));
        expect(Math.max(...firsts)).toBeLessThan(places + lengths.length);
        expect(started).toHaveLength(places + lengths.reduce((sum, length) => sum + length, 0));
      }),
      { numRuns: 50 },
    );
  });

  it("F05 a newcomer with nobody waiting gets in, unless every client has just one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(name, { minLength: 1, maxLength: 30 }),
        async (capacity, clients) => {
          const { work } = workshop();
          const queue = createFairQueue(1, capacity);
          void queue.enqueue(by("busy"), work("busy"));
          const refused: string[] = [];
          for (const [at, client] of clients.entries())
            queue.enqueue(by(client), work(`${at}`)).catch(() => refused.push(client));
          await settled();
          const waiting = clients.length - refused.length;
          const isCrowded = waiting === capacity && new Set(clients).size >= capacity;
          const newcomer = queue.enqueue(by("newcomer"), work("newcomer")).catch((error: AuthError) => error.code);
          expect(await Promise.race([newcomer, settled().then(() => "waits")])).toBe(
            isCrowded ? "overloaded" : "waits",
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

it("F05 a turn that never ends gives its place on, once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { started, work, finish } = workshop();
    const queue = createFairQueue(1, 3);
    const answers = ["hangs", "next", "last"].map((name) => queue.enqueue(by(name, "one account"), work(name)));
    await settled();
    vi.advanceTimersByTime(29_999);
    await settled();
    expect(started).toEqual(["hangs"]);
    vi.advanceTimersByTime(1);
    await settled();
    expect(started).toEqual(["hangs", "next"]);
    await finish("hangs");
    expect(started).toEqual(["hangs", "next"]);
    await finish("next");
    expect(started).toEqual(["hangs", "next", "last"]);
    await finish("last");
    expect(await Promise.all(answers)).toEqual(["hangs", "next", "last"]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
