import { describe, expect, it, vi } from "vitest";
import { apiKeys } from "../../src/api-keys.ts";
import { argon2id } from "../../src/argon2id.ts";
import { emailChange } from "../../src/email-change.ts";
import { emailVerification } from "../../src/email-verification.ts";
import { pbkdf2, type PasswordHasher } from "../../src/index.ts";
import { canonicalEmail } from "../../src/lib/input/email.ts";
import { canonicalUsername } from "../../src/lib/input/username.ts";
import { memoryStorage } from "../../src/memory.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { rateLimit } from "../../src/rate-limit.ts";
import { scrypt } from "../../src/scrypt.ts";
import { sessionUse } from "../../src/session-use.ts";
import { throttle } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { users } from "../../src/users.ts";
import { ALICE, recordCalls, openAuth, refusal, SECRET, base64WithoutPadding } from "../support.ts";

type Open = (value: number) => unknown;

const DAY = 86_400;
const LONGEST = 34_560_000;
const send = () => {};
const text = (length: number) => "a".repeat(length);

/** What is taken up to its ends, and refused one further on. */
const bounds: readonly (readonly [name: string, least: number, most: number, open: Open])[] = [
  ["session.lifetime", 60, LONGEST, (lifetime) => openAuth({ session: { lifetime } })],
  ["session.maxLifetime", 3600, LONGEST, (maxLifetime) => openAuth({ session: { lifetime: 3600, maxLifetime } })],
  [
    "sessionUse idleTimeout",
    60,
    3599,
    (idleTimeout) => openAuth({ session: { lifetime: 3600, use: sessionUse({ idleTimeout }) } }),
  ],
  [
    "sessionUse renewAfter",
    60,
    3599,
    (renewAfter) => openAuth({ session: { lifetime: 3600, use: sessionUse({ renewAfter }) } }),
  ],
  ["the length of pool", 1, 32, (length) => openAuth({ pool: text(length) })],
  ["the length of an id in a ring", 1, 64, (length) => openAuth({ secret: [{ id: text(length), secret: SECRET }] })],
  ["passwordPolicy.minLength", 1, 256, (minLength) => openAuth({ passwordPolicy: { minLength } })],
  ["passwordPolicy.maxLength", 64, 4096, (maxLength) => openAuth({ passwordPolicy: { maxLength } })],
  [
    "passwordPolicy.maxLength above minLength",
    100,
    4096,
    (maxLength) => openAuth({ passwordPolicy: { minLength: 100, maxLength } }),
  ],
  ["throttle window", 1, DAY, (window) => throttle({ window })],
  ["rateLimit window", 1, DAY, (window) => rateLimit({ window })],
  ["passwordReset lifetime", 60, DAY, (lifetime) => passwordReset(openAuth().auth, { send, lifetime })],
  ["passwordReset interval", 1, DAY, (interval) => passwordReset(openAuth().auth, { send, interval })],
  ["emailChange lifetime", 60, DAY, (lifetime) => emailChange(openAuth().auth, { send, notify: send, lifetime })],
  ["emailVerification lifetime", 60, 30 * DAY, (lifetime) => emailVerification(openAuth().auth, { send, lifetime })],
  ["pbkdf2 iterations", 100_000, 1_000_000, (iterations) => pbkdf2({ iterations })],
  ["scrypt logN", 14, 17, (logN) => scrypt({ logN, r: 1, p: 1 })],
  ["scrypt r", 1, 16, (r) => scrypt({ logN: 14, r, p: 1 })],
  ["scrypt p", 1, 8, (p) => scrypt({ logN: 14, r: 1, p })],
  ["scrypt r, by the product", 1, 8, (r) => scrypt({ logN: 17, r, p: 1 })],
  ["argon2id memory", 7168, 65_536, (memory) => argon2id({ memory })],
  ["argon2id passes", 1, 5, (passes) => argon2id({ passes })],
  ["argon2id lanes", 1, 4, (lanes) => argon2id({ lanes })],
  ["the length of a user name", 3, 32, (length) => canonicalUsername(text(length))],
  [
    "the length of a typed address, by its spaces",
    6,
    512,
    (length) => canonicalEmail(`${length < 6 ? "" : "a"}@b.com`.padEnd(length)),
  ],
];

describe("F69 an option is taken up to its bounds, and refused one further on", () => {
  it.each(bounds)("%s: from %i to %i", (_, least, most, open) => {
    for (const value of [least, least + 1, most - 1, most]) expect(() => open(value), String(value)).not.toThrow();
    for (const value of [least - 1, most + 1]) expect(() => open(value), String(value)).toThrow();
  });

  it.each([
    ["throttle", throttle],
    ["rateLimit", rateLimit],
  ])("%s limit: from 1", (_, open) => {
    expect(() => open({ limit: 0 })).toThrow(TypeError);
    for (const limit of [1, 1_000_000]) expect(() => open({ limit })).not.toThrow();
  });

  it("session.maxLifetime is never below session.lifetime, also by default", async () => {
    const { auth } = openAuth({ session: { lifetime: LONGEST } });
    expect(auth.session).toEqual({ lifetime: LONGEST, maxLifetime: LONGEST });
    expect(openAuth({ session: { lifetime: 60 } }).auth.session).toEqual({ lifetime: 60, maxLifetime: 2_592_000 });
    for (const maxLifetime of [59, 0, -1, 60.5, NaN, Infinity])
      expect(() => openAuth({ session: { lifetime: 60, maxLifetime } })).toThrow(/session\.maxLifetime/);
  });
});

describe("F69 what a client sends is taken up to its bounds, and refused one further on", () => {
  async function withKeys() {
    const { auth } = openAuth();
    const { user } = await auth.signUp(ALICE);
    return (input: object) => apiKeys(auth).admin.create(user.id, { name: "CI", ...input });
  }
  const scopes = (count: number) => Array.from({ length: count }, (_, at) => `scope:${at}`);

  it.each<[string, number, number, (value: number) => object, string]>([
    ["letters of an API key's name", 1, 64, (length) => ({ name: text(length) }), "name"],
    ["characters of an API key's name", 1, 64, (length) => ({ name: "🦊".repeat(length) }), "name"],
    ["scopes of an API key", 0, 32, (count) => ({ scopes: scopes(count) }), "scopes"],
    ["letters of a scope", 1, 64, (length) => ({ scopes: [text(length)] }), "scopes"],
    ["seconds that an API key lasts", 60, 315_360_000, (expiresIn) => ({ expiresIn }), "expiresIn"],
  ])("%s: from %i to %i", async (_, least, most, input, field) => {
    const create = await withKeys();
    for (const value of [least, most]) await expect(create(input(value)), String(value)).resolves.toBeDefined();
    const beyond = [...(least > 0 ? [least - 1] : []), most + 1];
    for (const value of beyond)
      await expect(create(input(value)), String(value)).rejects.toMatchObject(refusal("invalid_input", { field }));
  });

  it("users of a page: from 1 to 1000", async () => {
    const own = users(openAuth().auth);
    for (const limit of [1, 1000]) await expect(own.list({ limit })).resolves.toBeDefined();
    for (const limit of [0, 1001])
      await expect(own.list({ limit })).rejects.toMatchObject(refusal("invalid_input", { field: "limit" }));
  });

  it("code points of a password: to the maximum of the policy, and not one more", async () => {
    for (const maxLength of [64, 100, 4096]) {
      const { auth } = openAuth({ passwordPolicy: { maxLength } });
      for (const letter of ["x", "🦊"]) {
        await expect(
          auth.signUp({ email: `${letter.length}@example.com`, password: letter.repeat(maxLength) }),
        ).resolves.toBeDefined();
        await expect(auth.signUp({ ...ALICE, password: letter.repeat(maxLength + 1) })).rejects.toMatchObject(
          refusal("password_too_long"),
        );
      }
    }
  });

  it("PW02 a password that no spelling could bring under the maximum is not even normalised", async () => {
    const { auth } = openAuth();
    const normalize = vi.spyOn(String.prototype, "normalize");
    for (const password of ["e\u0301".repeat(500_000), "x".repeat(256 * 8 + 1)]) {
      for (const door of [auth.signUp, auth.signIn])
        await expect(door({ ...ALICE, password })).rejects.toMatchObject(refusal("password_too_long"));
    }
    expect(normalize.mock.contexts.filter((text) => String(text).length > 2048)).toEqual([]);
  });
});

describe("F69 PW15 a stored hash is computed up to its bounds, and refused one further on", () => {
  const salt = base64WithoutPadding(Buffer.alloc(16, 1));
  const [short, long] = [32, 64].map((length) => base64WithoutPadding(Buffer.alloc(length, 1)));
  const cheap = {
    scrypt: scrypt({ logN: 14, r: 1, p: 1 }),
    argon2id: argon2id({ memory: 7168, passes: 1 }),
    pbkdf2: pbkdf2(),
  };

  // What a hasher cannot read is behind its policy; what it can, and costs as much as its own, is not.
  it.each<[PasswordHasher, (value: number) => string, number]>([
    [cheap.pbkdf2, (i) => `$pbkdf2-sha512$i=${i}$${salt}$${long}`, 1_000_000],
    [cheap.scrypt, (ln) => `$scrypt$ln=${ln},r=1,p=1$${salt}$${short}`, 17],
    [cheap.scrypt, (r) => `$scrypt$ln=16,r=${r},p=1$${salt}$${short}`, 16],
    [cheap.scrypt, (p) => `$scrypt$ln=14,r=1,p=${p}$${salt}$${short}`, 8],
    [cheap.scrypt, (p) => `$scrypt$ln=17,r=4,p=${p}$${salt}$${short}`, 2],
    [cheap.argon2id, (m) => `$argon2id$v=19$m=${m},t=1,p=1$${salt}$${short}`, 65_536],
    [cheap.argon2id, (t) => `$argon2id$v=19$m=7168,t=${t},p=1$${salt}$${short}`, 5],
    [cheap.argon2id, (p) => `$argon2id$v=19$m=7168,t=1,p=${p}$${salt}$${short}`, 4],
    [cheap.argon2id, (v) => `$argon2id$v=${v}$m=7168,t=1,p=1$${salt}$${short}`, 19],
  ])("%# %o", (hasher, stored, most) => {
    expect([hasher.needsRehash(stored(most)), hasher.needsRehash(stored(most + 1))]).toEqual([false, true]);
  });

  it("a salt of 16 bytes is enough, and one of 15 is behind", () => {
    for (const [hasher, start, hash] of [
      [cheap.scrypt, "$scrypt$ln=14,r=1,p=1$", short],
      [cheap.argon2id, "$argon2id$v=19$m=7168,t=1,p=1$", short],
      [cheap.pbkdf2, "$pbkdf2-sha512$i=100000$", long],
    ] as const) {
      const stored = (bytes: number) => `${start}${base64WithoutPadding(Buffer.alloc(bytes, 1))}$${hash}`;
      expect([hasher.needsRehash(stored(16)), hasher.needsRehash(stored(15))]).toEqual([false, true]);
    }
  });
});

describe("F69 the policy is asked before storage", () => {
  const bad = ["short", "x".repeat(257), "a\ud800bcdefgh", ALICE.email];

  it.each<[string, (auth: ReturnType<typeof openAuth>["auth"], password: string) => Promise<unknown>]>([
    ["sign-up", (auth, password) => auth.signUp({ ...ALICE, password })],
    ["sign-up by user name", (auth, password) => usernames(auth).signUp({ ...ALICE, username: "alice", password })],
    ["making a user", (auth, password) => users(auth).create({ ...ALICE, password })],
    ["making the first user", (auth, password) => users(auth).createFirst({ ...ALICE, password })],
    [
      "a reset, but for the address",
      (auth, password) =>
        passwordReset(auth, { send }).reset({
          token: "x".repeat(43),
          password: password === ALICE.email ? "short" : password,
        }),
    ],
  ])("%s", async (_, choose) => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openAuth({ storage });
    for (const password of bad)
      await expect(choose(auth, password), password).rejects.toMatchObject({ code: expect.stringMatching(/password/) });
    expect(calls).toEqual([]);
  });
});
