import { describe, expect, it } from "vitest";
import { apiKeys } from "../../src/api-keys.ts";
import { createAuth } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { intercept, countWork, SECRET } from "../support.ts";
import { openApp, codeOf, freshEmail, NEW_PASSWORD, PASSWORD, type TestApp } from "../test-app.ts";

interface Person {
  readonly email: string;
  readonly username: string;
  readonly token: string;
}

type Attempt = (password: string) => Promise<unknown>;

/** Every door that checks a password: what it takes to stand before it, and a try with a password. */
const doors: Readonly<Record<string, (app: TestApp, person: Person) => Attempt | Promise<Attempt>>> = {
  "sign-in":
    (app, { email }) =>
    (password) =>
      app.auth.signIn({ email, password }),
  "sign-in by user name":
    (app, { username }) =>
    (password) =>
      usernames(app.auth).signIn({ username, password }),
  "password change":
    (app, { token }) =>
    (currentPassword) =>
      app.changer.change(token, { currentPassword, newPassword: NEW_PASSWORD }),
  "change of address":
    (app, { token }) =>
    (currentPassword) =>
      app.change.request(token, { email: freshEmail(), currentPassword }),
  async "confirming the new address with the password"(app, person) {
    const email = freshEmail();
    await app.change.request(person.token, { email, currentPassword: PASSWORD });
    const token = await app.lastToken(email);
    return (password) => app.change.confirm({ token, password });
  },
  async "confirming the address with the password"(app, person) {
    await app.verification.request(person.token);
    const token = await app.lastToken(person.email);
    return (password) => app.verification.verify({ token, password });
  },
  "deleting the account":
    (app, { token }) =>
    (currentPassword) =>
      ownAccount(app.auth).delete(token, { currentPassword }),
  "making an API key":
    (app, { token }) =>
    (currentPassword) =>
      apiKeys(app.auth).create(token, { name: "CI", currentPassword }),
};

const LIMIT = 3;

async function before(name: string) {
  const calls: string[] = [];
  const counted: string[] = [];
  const reset: string[] = [];
  const trouble = new Set<string>();
  const storage = intercept(memoryStorage(), ({ name, parameters, proceed }) => {
    calls.push(name);
    if (name === "counters.add") counted.push(parameters[0] as string);
    if (trouble.has(name)) return Promise.reject(new Error("down"));
    if (name === "counters.reset") reset.push(parameters[0] as string);
    if (name === "sessions.insert") reset.push(...(parameters[1] as string[]));
    return proceed();
  });
  const { hasher, work } = countWork(fastHasher());
  const app = openApp(storage, { guards: [throttle({ limit: LIMIT })], passwords: hasher });
  const [email, username] = [freshEmail(), `u${crypto.randomUUID().slice(0, 8)}`];
  const { token } = await usernames(app.auth).signUp({ email, username, password: PASSWORD });
  const attempt = await doors[name]!(app, { email, username, token });
  await app.settle();
  counted.length = 0;
  return { ...app, calls, counted, reset, trouble, work, attempt };
}

/** Takes every place in front of the hasher of this process, until the function that comes back is called. */
async function fillTheQueue(): Promise<() => Promise<void>> {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const hasher = fastHasher();
  const slow = { ...hasher, hash: async (password: string) => (await finished, hasher.hash(password)) };
  const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: slow, guards: [] });
  const waiting: Promise<unknown>[] = [];
  let isFull = false;
  for (let at = 0; !isFull; at++) {
    const client = { address: `198.51.${at >> 8}.${at & 255}`, agent: null };
    const signUp = auth.signUp({ email: freshEmail(), password: PASSWORD }, client);
    waiting.push(signUp.catch(({ code }: { code: string }) => (isFull ||= code === "overloaded")));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return async () => {
    finish();
    await Promise.all(waiting);
  };
}

describe.each(Object.keys(doors))("F60 %s", (name) => {
  it("a wrong password is refused and counted; beyond the limit none is checked, not even the right one", async () => {
    const { attempt, work } = await before(name);
    for (let guess = 0; guess < LIMIT; guess++)
      expect(await codeOf(attempt("a wrong password"))).toBe("invalid_credentials");
    const hashed = work();
    expect(await codeOf(attempt(PASSWORD))).toBe("rate_limited");
    expect(work()).toBe(hashed);
  });

  it("the right password is no guess: the counter of the wrong ones is reset", async () => {
    const { attempt, counted, reset } = await before(name);
    for (let guess = 1; guess < LIMIT; guess++)
      expect(await codeOf(attempt("a wrong password"))).toBe("invalid_credentials");
    // One counter, and where a name was tried, that of the account (F15).
    const locks = [...new Set(counted)];
    expect(counted).toEqual(Array.from({ length: LIMIT - 1 }, () => locks).flat());
    reset.length = 0;
    expect(await codeOf(attempt(PASSWORD))).toBe("fulfilled");
    expect(reset).toEqual(expect.arrayContaining(locks));
  });

  it("the right password is no guess either when nothing comes of it", async () => {
    const { attempt, counted, reset, trouble } = await before(name);
    expect(await codeOf(attempt("a wrong password"))).toBe("invalid_credentials");
    const locks = [...new Set(counted)];
    reset.length = 0;
    for (const write of [
      "sessions.insert",
      "users.setPassword",
      "users.changeEmail",
      "users.delete",
      "apiKeys.insert",
      "tokens.put",
    ])
      trouble.add(write);
    expect(await codeOf(attempt(PASSWORD))).toBe("storage_unavailable");
    expect(reset).toEqual(expect.arrayContaining(locks));
  });

  it("F06 without a place in front of the hasher it is overloaded, before anything is counted", async () => {
    const { attempt, calls, work } = await before(name);
    const empty = await fillTheQueue();
    try {
      calls.length = 0;
      const hashed = work();
      for (let time = 0; time < LIMIT + 2; time++) expect(await codeOf(attempt(PASSWORD))).toBe("overloaded");
      expect(calls.filter((call) => call.startsWith("counters."))).toEqual([]);
      expect(work()).toBe(hashed);
    } finally {
      await empty();
    }
    expect(await codeOf(attempt(PASSWORD))).toBe("fulfilled");
  });
});
