import { pbkdf2Sync, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, expect, vi } from "vitest";
import { createAuth, type Auth, type AuthOptions, type PasswordHasher, type Storage } from "../src/index.ts";
import { memoryStorage } from "../src/memory.ts";
import { fastHasher, testClock, type TestClock } from "../src/testing.ts";

export const SECRET = "a secret of this project, 32 bytes or more";
export const ALICE = { email: "alice@example.com", password: "correct horse battery staple" };
export const BOB = { email: "bob@example.com", password: "a quite different one" };

export interface Fixture {
  readonly auth: Auth;
  readonly storage: Storage;
  readonly clock: TestClock;
}

/** An auth over an empty memory storage, a clock that stands still and a hasher that takes no time. */
export function openAuth(options: Partial<AuthOptions> = {}): Fixture {
  const { storage = memoryStorage() } = options;
  const clock = testClock();
  return {
    auth: createAuth({ storage, secret: SECRET, passwords: fastHasher(), guards: [], now: clock.now, ...options }),
    storage,
    clock,
  };
}

/** What a thrown AuthError looks like to `toMatchObject`. */
export function refusal(code: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: "AuthError", code, ...fields };
}

/** The error of a promise that has to reject. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.fail("it was not refused"),
    (error: Error) => error,
  );
}

/** Everything a log could make of an error: its JSON, its inspection with hidden fields, its stack. */
export function everyTextOf(error: Error): string {
  return [JSON.stringify(error), String(error), error.stack, inspect(error, { depth: 20, showHidden: true })].join(
    "\n",
  );
}

type Step = (call: { name: string; parameters: unknown[]; proceed: () => Promise<unknown> }) => Promise<unknown>;

/** A storage in front of another, with `step` in between: to watch, to fail, to lose an answer. */
export function intercept(storage: Storage, step: Step): Storage {
  const wrap = <T extends object>(target: T, path: string): T =>
    new Proxy(target, {
      get(_, key: string) {
        const member: unknown = Reflect.get(target, key);
        if (typeof member === "object") return wrap(member as object, `${path}${key}.`);
        if (typeof member !== "function") return member;
        return (...parameters: unknown[]) =>
          step({
            name: path + key,
            parameters,
            proceed: () => Reflect.apply(member, target, parameters) as Promise<unknown>,
          });
      },
    });
  return wrap(storage, "");
}

/** A storage that cannot be reached. */
export function unreachableStorage(): Storage {
  return intercept(memoryStorage(), () => Promise.reject(new Error("connection refused")));
}

/** The storage, and the names of the methods asked of it so far. */
export function recordCalls(storage: Storage): { storage: Storage; calls: string[] } {
  const calls: string[] = [];
  const heard = intercept(storage, ({ name, proceed }) => {
    calls.push(name);
    return proceed();
  });
  return { storage: heard, calls };
}

/** The hasher, and how often it has hashed or verified so far. */
export function countWork(hasher: PasswordHasher): { hasher: PasswordHasher; work: () => number } {
  let count = 0;
  const counted: PasswordHasher = {
    id: hasher.id,
    hash: (password) => (count++, hasher.hash(password)),
    verify: (password, stored) => (count++, hasher.verify(password, stored)),
    needsRehash: (stored) => hasher.needsRehash(stored),
  };
  return { hasher: counted, work: () => count };
}

/** A PHC string as an application with another policy would have stored it, made without our code. */
export function storedPbkdf2(password: string, iterations: number, salt: Buffer = randomBytes(16)): string {
  const hash = pbkdf2Sync(password, salt, iterations, 64, "sha512");
  return `$pbkdf2-sha512$i=${iterations}$${base64WithoutPadding(salt)}$${base64WithoutPadding(hash)}`;
}

/** Base64 as PHC strings have it. */
export function base64WithoutPadding(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

/** Puts a user into storage as an earlier version of the application would have. */
export async function insertLegacyUser(
  storage: Storage,
  passwordHash: string,
  fields: { email?: string; disabled?: boolean } = {},
): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date(Date.UTC(2029, 0, 1));
  const rest = {
    pool: "users",
    username: null,
    emailVerified: false,
    metadata: null,
    appMetadata: null,
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: at,
  };
  const session = {
    id: randomBytes(12).toString("base64url"),
    userId: id,
    version: 1,
    createdAt: at,
    expiresAt: at,
    endsAt: at,
    lastUsedAt: at,
    provedAt: at,
    methods: ["password"],
    address: null,
    agent: null,
  };
  await storage.users.insert({ user: { id, email: ALICE.email, ...rest, ...fields }, passwordHash }, session);
  return id;
}

/** The stored hash of an address. */
export async function storedHash(storage: Storage, email = ALICE.email): Promise<string | undefined> {
  return (await storage.users.findByEmail("users", email))?.passwordHash;
}

/** Iteration counts that WebCrypto is asked for from now on; above `limit` it refuses, as Cloudflare Workers do. */
export function watchPbkdf2(limit = Infinity): number[] {
  const asked: number[] = [];
  const original = crypto.subtle.deriveBits.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, "deriveBits").mockImplementation(async (algorithm, key, length) => {
    const { iterations } = algorithm as Pbkdf2Params;
    asked.push(iterations);
    if (iterations > limit)
      throw new DOMException(`iteration counts above ${limit} are not supported`, "NotSupportedError");
    return original(algorithm as Pbkdf2Params, key, length as number);
  });
  return asked;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

afterEach(() => {
  vi.restoreAllMocks();
});
