import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { AuthError, type AuthEvent, type Guard, type PasswordHasher } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { users } from "../../src/users.ts";
import { createFairQueue, type QueueKey } from "../../src/lib/passwords/fair-queue.ts";
import { createConcurrencyLimit } from "../../src/lib/passwords/concurrency-limit.ts";
import { createHashQueue, hashConcurrency } from "../../src/lib/passwords/hash-queue.ts";
import { createPasswords } from "../../src/lib/passwords/passwords.ts";
import { ALICE, errorOf, listening, openAuth, refusal } from "../support.ts";

/** Work that ends when it is told to, and what has begun so far. */
function workshop() {
  const started: string[] = [];
  const running = new Map<string, PromiseWithResolvers<string>>();
  return {
    started,
    running,
    work: (name: string) => () => {
      const job = Promise.withResolvers<string>();
      started.push(name);
      running.set(name, job);
      return job.promise.finally(() => running.delete(name));
    },
    async finish(name = [...running.keys()][0]!) {
      running.get(name)!.resolve(name);
      await settled();
    },
  };
}

/** Until everything that can go on without us has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const by = (client: string, account: string | null = null): QueueKey => ({ client, account });

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

  it("when nobody else fits in, the newest of the longest line makes room, and is refused before any work", async () => {
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

it("a gate lets so many through, in order, and a failure closes nothing", async () => {
  const { started, running, work, finish } = workshop();
  const gate = createConcurrencyLimit(2);
  const answers = ["1", "2", "3", "4"].map((name) => gate(work(name)));
  await settled();
  expect(started).toEqual(["1", "2"]);
  running.get("1")!.reject(new Error("no memory"));
  await expect(answers[0]).rejects.toThrow("no memory");
  await settled();
  expect(started).toEqual(["1", "2", "3"]);
  while (running.size > 0) await finish();
  expect(await Promise.all(answers.slice(1))).toEqual(["2", "3", "4"]);
});

describe("F17 how wide hashing is", () => {
  it.each([
    { cores: 2, isNode: true, pool: undefined, width: 2 },
    { cores: 16, isNode: true, pool: undefined, width: 3 },
    { cores: 16, isNode: true, pool: "12", width: 11 },
    { cores: 4, isNode: true, pool: "64", width: 4 },
    { cores: 16, isNode: true, pool: "1", width: 1 },
    { cores: 16, isNode: true, pool: "2", width: 1 },
    { cores: 16, isNode: true, pool: "many", width: 1 },
    { cores: 16, isNode: false, pool: undefined, width: 16 },
    { cores: undefined, isNode: false, pool: undefined, width: 2 },
  ])("$cores cores, on Node $isNode, a thread pool of $pool: $width", ({ cores, isNode, pool, width }) => {
    expect(hashConcurrency({ cores, isNode, threadPoolSize: pool })).toBe(width);
  });

  it.each([
    { native: undefined, most: 3 },
    { native: true, most: 3 },
    { native: false, most: 1 },
  ])("a hasher whose isNative is $native runs $most at once", async ({ native, most }) => {
    const { running, work, finish } = workshop();
    const hasher: PasswordHasher = {
      ...fastHasher(),
      ...(native === undefined ? {} : { isNative: () => native }),
      hash: (password) => work(password)(),
    };
    const passwords = createPasswords([hasher], createHashQueue(3, 100));
    const answers = ["1", "2", "3", "4", "5", "6"].map((password) =>
      passwords.enqueue(by(password), ({ hash }) => hash(password)),
    );
    await settled();
    expect(running.size).toBe(most);
    while (running.size > 0) {
      await finish();
      expect(running.size).toBeLessThanOrEqual(most);
    }
    expect(await Promise.all(answers)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});

/** An auth whose hasher waits, and what its storage was asked. */
async function gatedAuth(options: Parameters<typeof openAuth>[0] = {}) {
  const fast = fastHasher();
  const gate = Promise.withResolvers<void>();
  const seen = { running: 0, most: 0, hashed: 0 };
  let isOpen = true;
  async function held<T>(work: () => Promise<T>): Promise<T> {
    seen.most = Math.max(seen.most, ++seen.running);
    if (!isOpen) await gate.promise;
    seen.running--;
    seen.hashed++;
    return work();
  }
  const gated: PasswordHasher = {
    ...fast,
    hash: (password) => held(() => fast.hash(password)),
    verify: (password, stored) => held(() => fast.verify(password, stored)),
  };
  const { storage, calls } = listening(memoryStorage());
  const { auth } = openAuth({ storage, passwords: gated, ...options });
  await auth.signUp(ALICE);
  Object.assign(seen, { most: 0, hashed: 0 });
  calls.length = 0;
  isOpen = false;
  return { auth, calls, seen, open: () => ((isOpen = true), gate.resolve()) };
}

it("SI11 of 1000 sign-ins at once the surplus is overloaded, and SI10 a refused one hashes and reads nothing", async () => {
  const { auth, calls, seen, open } = await gatedAuth();
  const flood = Array.from({ length: 1000 }, () =>
    auth.signIn(ALICE).then(
      () => "in",
      (error: AuthError) => error.code,
    ),
  );
  await settled();
  calls.length = 0;
  await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("overloaded", { retryAfter: expect.any(Number) }));
  expect(calls).toEqual([]);
  expect(seen.hashed).toBe(0);
  expect(seen.most).toBeLessThanOrEqual(navigator.hardwareConcurrency);

  open();
  const answers = await Promise.all(flood);
  const served = answers.filter((answer) => answer === "in").length;
  expect(seen.hashed).toBe(served);
  expect(served).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer === "overloaded").length).toBe(1000 - served);
  expect(seen.most).toBeLessThanOrEqual(navigator.hardwareConcurrency);
  await expect(auth.signIn(ALICE)).resolves.toMatchObject({ user: { email: ALICE.email } });
});

const client = (address: string) => ({ address, agent: null });
const places = Math.ceil(navigator.hardwareConcurrency * 1.5);

it("F06 F19 while 400 wait, those with a place alone have asked storage, and a session read does not wait", async () => {
  const { auth, calls, seen, open } = await gatedAuth({ guards: [throttle()] });
  open();
  const { token } = await auth.signUp({ ...ALICE, email: "bob@example.com" });
  const { auth: busy, calls: asked, open: go } = await gatedAuth({ guards: [throttle()] });
  const burst = Array.from({ length: 400 }, (_, at) =>
    errorOf(busy.signIn({ ...ALICE, email: `${at}@example.com` }, client(`192.0.2.${at % 250}`))),
  );
  await settled();
  calls.length = 0;
  expect(new Set(asked)).toEqual(new Set(["users.findByEmail", "counters.add"]));
  expect(asked.length).toBeLessThanOrEqual(2 * places);
  expect(await auth.getUser(token)).toMatchObject({ email: "bob@example.com" });
  expect(calls).toEqual(["sessions.find"]);
  expect(seen.running).toBe(0);
  go();
  const codes = (await Promise.all(burst)).map((error) => (error as AuthError).code);
  const refused = codes.filter((code) => code === "overloaded").length;
  expect(asked.filter((name) => name === "counters.add")).toHaveLength(400 - refused);
});

it("F06 an owner whom a full queue has refused many times has made no guess", async () => {
  const { auth, open } = await gatedAuth({ guards: [throttle()] });
  const flood = Array.from({ length: 400 }, (_, at) =>
    auth.signIn({ ...ALICE, email: `${at}@example.com` }).catch((error: AuthError) => error.code),
  );
  await settled();
  const refused = Array.from({ length: 12 }, () => auth.signIn(ALICE).catch((error: AuthError) => error.code));
  await settled();
  open();
  expect((await Promise.all(refused)).filter((code) => code === "overloaded").length).toBeGreaterThanOrEqual(11);
  await Promise.all(flood);
  await expect(auth.signIn(ALICE)).resolves.toBeDefined();
});

it("F05 while one client floods with 200 connections, the right sign-ins of 20 others all succeed", async () => {
  const { auth, seen, open } = await gatedAuth({ guards: [throttle()] });
  open();
  const others = Array.from({ length: 20 }, (_, at) => ({ ...ALICE, email: `other${at}@example.com` }));
  for (const other of others) await auth.signUp(other);
  seen.hashed = 0;
  const flood = Array.from({ length: 200 }, (_, at) =>
    auth
      .signIn({ ...ALICE, email: `unknown${at}@example.com` }, client(`2001:db8::${at.toString(16)}`))
      .catch((error: AuthError) => error.code),
  );
  const answers = await Promise.all(
    others.map((other, at) => auth.signIn(other, client(`192.0.2.${at}`)).then(() => seen.hashed)),
  );
  expect(Math.max(...answers)).toBeLessThanOrEqual(2 * 21 + places);
  await Promise.all(flood);
});

it.each([5, 1])(
  "F28 of twelve right sign-ins at once to one account all succeed, with a limit of %i",
  async (limit) => {
    const { auth, open } = await gatedAuth({ guards: [throttle({ limit })] });
    const answers = Array.from({ length: 12 }, () => auth.signIn(ALICE));
    await settled();
    open();
    expect(await Promise.all(answers)).toHaveLength(12);
  },
);

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

it("F05 a guard that tells of a sign-up holds up no hook that signs people up", async () => {
  const told: string[] = [];
  const isHook = (email: string) => email.startsWith("hook");
  const guard: Guard = {
    onAttempt: async ({ purpose, account, emit }) =>
      void (purpose === "sign_up" && !isHook(account) && (await emit("account.locked"))),
    onCorrectPassword: async () => {},
  };
  const after = async ({ type }: AuthEvent) => {
    if (type !== "account.locked") return;
    const { user } = await auth.signUp({ ...ALICE, email: `hook${told.length}.${crypto.randomUUID()}@example.com` });
    told.push(user.id);
  };
  const { auth } = openAuth({ hooks: { after }, guards: [guard] });
  await Promise.all(
    Array.from({ length: 2 * places }, (_, at) => auth.signUp({ ...ALICE, email: `${at}@example.com` })),
  );
  expect(told).toHaveLength(2 * places);
});

it("a hook may sign people up while as many as can hash are waiting for it", async () => {
  const made: Promise<unknown>[] = [];
  const newcomer = (word: string) => ({ email: `${word}${made.length}@example.com`, password: "another password" });
  const after = async ({ type }: AuthEvent) => {
    if (type === "session.opened" && made.length < 10)
      await (made[made.length] = users(auth).create(newcomer("opened")));
    if (type === "account.locked") await (made[made.length] = users(auth).create(newcomer("locked")));
  };
  const { auth } = openAuth({ hooks: { after }, guards: [throttle({ limit: 1 })] });
  await auth.signUp(ALICE);
  await Promise.all(Array.from({ length: 10 }, () => auth.signIn(ALICE)));
  expect(made).toHaveLength(10);
  for (let time = 0; time < 2; time++) {
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => errorOf(auth.signIn({ ...ALICE, email: `nobody${at}@example.com` }))),
    );
  }
  expect(await Promise.all(made)).toHaveLength(20);
});
