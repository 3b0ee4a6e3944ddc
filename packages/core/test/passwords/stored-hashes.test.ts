import { describe, expect, it } from "vitest";
import { pbkdf2, type PasswordHasher } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { scrypt } from "../../src/scrypt.ts";
import { argon2id } from "../../src/argon2id.ts";
import {
  ALICE,
  recordCalls,
  openAuth,
  insertLegacyUser,
  refusal,
  storedHash,
  storedPbkdf2,
  sum,
  watchPbkdf2,
} from "../support.ts";

const { email } = ALICE;

describe("what is stored", () => {
  it("PW11 every hash has its own random salt of 128 bits, and says what it is", async () => {
    for (const [hasher, shape] of [
      [pbkdf2(), /^\$pbkdf2-sha512\$i=100000\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{86}$/],
      [scrypt({ logN: 14, p: 1 }), /^\$scrypt\$ln=14,r=8,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/],
      [argon2id({ memory: 7168, passes: 1 }), /^\$argon2id\$v=19\$m=7168,t=1,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/],
    ] as const) {
      const [one, two] = [await hasher.hash("password"), await hasher.hash("password")];
      expect(one).toMatch(shape);
      expect(one.split("$").at(-2)).not.toBe(two.split("$").at(-2));
      expect(await hasher.verify("password", one)).toBe(true);
      expect(await hasher.verify("Password", one)).toBe(false);
    }
  });

  it("P32 PBKDF2-SHA512 with 100 000 iterations is what an auth stores by default", async () => {
    const storage = memoryStorage();
    const { auth } = openAuth({ storage, passwords: pbkdf2() });
    await auth.signUp(ALICE);
    const stored = (await storedHash(storage))!;
    const salt = Buffer.from(stored.split("$")[3]!, "base64");
    expect(salt).toHaveLength(16);
    expect(stored).toBe(storedPbkdf2(ALICE.password, 100_000, salt));
  });

  it("PW13 a raised cost re-hashes at the next good sign-in, and only then", async () => {
    const storage = memoryStorage();
    const old = storedPbkdf2(ALICE.password, 50_000);
    await insertLegacyUser(storage, old);
    const { auth } = openAuth({ storage, passwords: pbkdf2({ iterations: 120_000 }) });

    await expect(auth.signIn({ email, password: "a wrong guess" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    expect(await storedHash(storage)).toBe(old);

    await auth.signIn(ALICE);
    const stronger = await storedHash(storage);
    expect(stronger).toMatch(/^\$pbkdf2-sha512\$i=120000\$/);

    await auth.signIn(ALICE);
    expect(await storedHash(storage)).toBe(stronger);
  });

  it("PW13 a short salt is behind the policy too, and a lowered cost weakens nothing", () => {
    const hasher = pbkdf2();
    expect(hasher.needsRehash(storedPbkdf2("password", 100_000, Buffer.alloc(15)))).toBe(true);
    expect(hasher.needsRehash(storedPbkdf2("password", 100_000, Buffer.alloc(16)))).toBe(false);
    expect(hasher.needsRehash(storedPbkdf2("password", 99_999))).toBe(true);
    expect(hasher.needsRehash(storedPbkdf2("password", 200_000))).toBe(false);
  });

  it("PW13 a re-hash ends no session", async () => {
    const storage = memoryStorage();
    const cheap = openAuth({ storage });
    const { token } = await cheap.auth.signUp(ALICE);
    const dear = openAuth({ storage, passwords: [pbkdf2(), fastHasher()] });
    await dear.auth.signIn(ALICE);
    expect(await storedHash(storage)).toMatch(/^\$pbkdf2-sha512\$/);
    expect(await dear.auth.getUser(token)).toMatchObject({ email });
  });

  it("PW14 a re-hash never overwrites a password that is changed meanwhile, and that sign-in fails", async () => {
    const storage = memoryStorage();
    const fast = fastHasher();
    const id = await insertLegacyUser(storage, storedPbkdf2(ALICE.password, 1000));
    const changed = await fast.hash("the new password");
    const changedMeanwhile: PasswordHasher = {
      ...fast,
      async hash(password) {
        await storage.users.setPassword(
          id,
          {
            from: null,
            to: changed,
            provesEmail: false,
            deletesApiKeys: false,
            deletesWaysIn: false,
            at: new Date(),
          },
          null,
        );
        return fast.hash(password);
      },
    };
    const { auth } = openAuth({ storage, passwords: [changedMeanwhile, pbkdf2()] });
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(await storedHash(storage)).toBe(changed);
    await expect(auth.signIn({ email, password: "the new password" })).resolves.toBeDefined();
  });

  it("PW16 hashes of many hashers live in one table; the first writes, all verify", async () => {
    const storage = memoryStorage();
    const hashers = [fastHasher(), scrypt({ logN: 14, p: 1 }), argon2id({ memory: 7168, passes: 1 }), pbkdf2()];
    for (const hasher of hashers)
      await insertLegacyUser(storage, await hasher.hash(ALICE.password), { email: `${hasher.id}@example.com` });
    const { auth } = openAuth({ storage, passwords: hashers });
    for (const { id } of hashers) {
      const account = { email: `${id}@example.com`, password: ALICE.password };
      await expect(auth.signIn({ ...account, password: "a wrong guess" })).rejects.toMatchObject(
        refusal("invalid_credentials"),
      );
      expect(await storedHash(storage, account.email)).toMatch(`$${id}$`);
      await expect(auth.signIn(account)).resolves.toBeDefined();
      expect(await storedHash(storage, account.email)).toMatch(/^\$insecure-test\$/);
    }
  });

  it("PW16 the hash of a hasher that is not listed opens nothing", async () => {
    const storage = memoryStorage();
    const foreign = await scrypt({ logN: 14, p: 1 }).hash(ALICE.password);
    await insertLegacyUser(storage, foreign);
    await expect(openAuth({ storage }).auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(await storedHash(storage)).toBe(foreign);
  });

  it("PW16 one hasher of each kind", () => {
    for (const passwords of [[], [pbkdf2(), pbkdf2({ iterations: 200_000 })]])
      expect(() => openAuth({ passwords })).toThrow(TypeError);
  });

  it.each<[string, () => PasswordHasher]>([
    ...[0, 1, 99_999, 1_000_001, 100_000.5, NaN, Infinity].map(
      (iterations) => [`pbkdf2 ${iterations}`, () => pbkdf2({ iterations })] as [string, () => PasswordHasher],
    ),
    ...[
      { logN: 13 },
      { logN: 18 },
      { logN: 14.5 },
      { r: 0 },
      { r: 17 },
      { r: 8.5 },
      { p: 0 },
      { p: 9 },
      { p: 1.5 },
      { logN: 17, p: 8 },
    ].map((options) => [`scrypt ${JSON.stringify(options)}`, () => scrypt(options)] as [string, () => PasswordHasher]),
    ...[
      { memory: 7167 },
      { memory: 65_537 },
      { memory: 8000.5 },
      { passes: 0 },
      { passes: 6 },
      { passes: 1.5 },
      { lanes: 0 },
      { lanes: 5 },
      { lanes: 1.5 },
    ].map(
      (options) => [`argon2id ${JSON.stringify(options)}`, () => argon2id(options)] as [string, () => PasswordHasher],
    ),
  ])("a cost that is too low, too high or no whole number refuses to start: %s", (_, open) => {
    expect(open).toThrow(TypeError);
  });
});

/** One bit further in base64. */
function nextLetter(letter: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return alphabet[alphabet.indexOf(letter) + 1]!;
}

describe("PW15 a corrupt or hostile stored hash fails that sign-in: no crash, no success, no boundless work", () => {
  const good = storedPbkdf2(ALICE.password, 100_000);
  const [, , , salt, hash] = good.split("$") as [string, string, string, string, string];
  const hostile: [string, string][] = [
    ["empty", ""],
    ["a single dollar", "$"],
    ["the password itself", ALICE.password],
    ["cut short", good.slice(0, -1)],
    ["cut in half", good.slice(0, good.length / 2)],
    ["without hash", `$pbkdf2-sha512$i=100000$${salt}$`],
    ["without salt", `$pbkdf2-sha512$i=100000$$${hash}`],
    ["without parameters", `$pbkdf2-sha512$$${salt}$${hash}`],
    ["with a space behind", `${good} `],
    ["with a newline behind", `${good}\n`],
    ["zero iterations", `$pbkdf2-sha512$i=0$${salt}$${hash}`],
    ["negative iterations", `$pbkdf2-sha512$i=-1$${salt}$${hash}`],
    ["ten thousand million iterations", `$pbkdf2-sha512$i=9999999999$${salt}$${hash}`],
    ["2^32 + 100 000 iterations", `$pbkdf2-sha512$i=4295067296$${salt}$${hash}`],
    ["a million and one iterations", `$pbkdf2-sha512$i=1000001$${salt}$${hash}`],
    ["iterations as a fraction", `$pbkdf2-sha512$i=1e5$${salt}$${hash}`],
    ["another parameter instead", `$pbkdf2-sha512$c=100000$${salt}$${hash}`],
    ["a one-byte hash", `$pbkdf2-sha512$i=100000$${salt}$AA`],
    ["a shortened hash", `$pbkdf2-sha512$i=100000$${salt}$${hash.slice(0, 43)}`],
    ["a hash of dots", `$pbkdf2-sha512$i=100000$${salt}$${".".repeat(86)}`],
    ["base64url instead of base64", `$pbkdf2-sha512$i=100000$${salt}$${"-_".repeat(43)}`],
    ["a base64 length that cannot be", `$pbkdf2-sha512$i=100000$${salt}$${"A".repeat(85)}`],
    ["F31 unused bits in the hash", good.slice(0, -1) + nextLetter(good.at(-1)!)],
    ["F31 unused bits in the salt", good.replace(salt, salt.slice(0, -1) + nextLetter(salt.at(-1)!))],
    ["F31 a parameter twice", good.replace("i=", "i=1,i=")],
    ["F31 a leading zero", good.replace("i=", "i=0")],
    ["an unknown kind", `$md5$i=1$${salt}$${hash}`],
    ["a kind of prototype", `$constructor$i=1$${salt}$${hash}`],
    ["bcrypt", "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"],
    ["a megabyte", `$pbkdf2-sha512$i=100000$${salt}$${"A".repeat(1_000_000)}`],
    ["a megabyte of parameters", `$pbkdf2-sha512$${"i=1,".repeat(250_000)}i=1$${salt}$${hash}`],
    ["scrypt with 2^40", `$scrypt$ln=40,r=8,p=1$${salt}$${hash.slice(0, 43)}`],
    ["scrypt with 2^17 and more blocks", `$scrypt$ln=17,r=16,p=8$${salt}$${hash.slice(0, 43)}`],
    ["scrypt without cost", `$scrypt$r=8,p=1$${salt}$${hash.slice(0, 43)}`],
    ["argon2id with 4 TiB", `$argon2id$v=19$m=4294967295,t=1,p=1$${salt}$${hash.slice(0, 43)}`],
    ["argon2id with a year of passes", `$argon2id$v=19$m=8192,t=4294967295,p=1$${salt}$${hash.slice(0, 43)}`],
    ["argon2id of another version", `$argon2id$v=16$m=8192,t=1,p=1$${salt}$${hash.slice(0, 43)}`],
    ["argon2id with no memory", `$argon2id$v=19$m=0,t=1,p=1$${salt}$${hash.slice(0, 43)}`],
  ];

  it("with a NUL, which no storage takes", async () => {
    const stored = good.replace("i=", "i=\0");
    for (const hasher of [pbkdf2(), scrypt({ logN: 14, r: 1, p: 1 }), argon2id({ memory: 7168, passes: 1 })]) {
      expect([await hasher.verify(ALICE.password, stored), hasher.needsRehash(stored)]).toEqual([false, true]);
    }
  });

  it.each(hostile)("%s", async (_, stored) => {
    const asked = watchPbkdf2();
    const storage = memoryStorage();
    await insertLegacyUser(storage, stored);
    const passwords = [pbkdf2(), scrypt({ logN: 14, p: 1 }), argon2id({ memory: 7168, passes: 1 })];
    const { auth } = openAuth({ storage, passwords });
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(await storedHash(storage)).toBe(stored);
    expect(sum(asked)).toBeLessThanOrEqual(100_000);
    for (const hasher of passwords) expect(hasher.needsRehash(stored)).toBe(true);
  });
});

it("PW19 the password is in no answer, no token and no stored row", async () => {
  const { storage, calls } = recordCalls(memoryStorage());
  const { auth } = openAuth({ storage, passwords: pbkdf2(), claims: (user) => ({ ...user.metadata }) });
  const answers = [await auth.signUp(ALICE), await auth.signIn(ALICE)];
  const rows = await storage.users.findByEmail("users", email);
  const [, payload] = answers[1]!.token.split(".");
  for (const text of [
    JSON.stringify(answers),
    JSON.stringify(rows),
    Buffer.from(payload!, "base64url").toString(),
    calls.join(),
  ]) {
    expect(text).not.toContain(ALICE.password);
    expect(text).not.toContain(Buffer.from(ALICE.password).toString("base64"));
  }
  expect(JSON.stringify(answers)).not.toMatch(/pbkdf2|passwordHash/);
});
