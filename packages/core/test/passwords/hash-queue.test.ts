import { expect, it } from "vitest";
import type { AuthError, AuthEvent, Guard, PasswordHasher } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { users } from "../../src/users.ts";
import { ALICE, errorOf, recordCalls, openAuth, refusal } from "../support.ts";
import { settled } from "./queued-work.ts";

const client = (address: string) => ({ address, agent: null });

const places = Math.ceil(navigator.hardwareConcurrency * 1.5);

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
  const { storage, calls } = recordCalls(memoryStorage());
  const { auth } = openAuth({ storage, passwords: gated, ...options });
  await auth.signUp(ALICE);
  Object.assign(seen, { most: 0, hashed: 0 });
  calls.length = 0;
  isOpen = false;
  return { auth, calls, seen, open: () => ((isOpen = true), gate.resolve()) };
}

it("SI11 of 1000 sign-ins at once the surplus is overloaded; SI10 those hash and read nothing", async () => {
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

it("F06 F19 while 400 wait, only those with a place asked storage; reading a session does not wait", async () => {
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
