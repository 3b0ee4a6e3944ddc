import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pbkdf2, type PasswordHasher } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { isEncodingOf } from "../../src/lib/encoding/base64url.ts";
import { sameBytes } from "../../src/lib/encoding/constant-time.ts";
import { scrypt } from "../../src/scrypt.ts";
import { argon2id } from "../../src/argon2id.ts";
import {
  ALICE,
  counting,
  errorOf,
  listening,
  openAuth,
  plant,
  refusal,
  storedHash,
  storedPbkdf2,
  sum,
  watchPbkdf2,
} from "../support.ts";

const { email } = ALICE;

describe("choosing a password", () => {
  it("P14 PW01 7 characters are refused in these words, 8 are enough", async () => {
    const { auth } = openAuth();
    await expect(auth.signUp({ email, password: "1234567" })).rejects.toMatchObject(
      refusal("password_too_short", { message: "Password must be at least 8 characters", field: "password" }),
    );
    await expect(auth.signUp({ email, password: "12345678" })).resolves.toBeDefined();
  });

  it("PW01 characters are code points: four emoji are four, eight are eight", async () => {
    const { auth } = openAuth();
    await expect(auth.signUp({ email, password: "🦊🦊🦊🦊" })).rejects.toMatchObject(refusal("password_too_short"));
    await expect(auth.signUp({ email, password: "e\u0301".repeat(4) })).rejects.toMatchObject(
      refusal("password_too_short"),
    );
    await expect(auth.signUp({ email, password: "🦊".repeat(8) })).resolves.toBeDefined();
  });

  it("P14 the words follow the policy", async () => {
    const { auth } = openAuth({ passwordPolicy: { minLength: 12 } });
    await expect(auth.signUp({ email, password: "x".repeat(11) })).rejects.toMatchObject({
      message: "Password must be at least 12 characters",
    });
    await expect(auth.signUp({ email, password: "x".repeat(12) })).resolves.toBeDefined();
  });

  it.each([
    ["64 letters", "x".repeat(64)],
    ["256 letters", "x".repeat(256)],
    ["256 emoji", "🦊".repeat(256)],
    ["256 letters of four marks each", "\u1f82".normalize("NFD").repeat(256)],
  ])("PW02 %s are accepted", async (_, password) => {
    const { auth } = openAuth();
    await auth.signUp({ email, password });
    await expect(auth.signIn({ email, password })).resolves.toBeDefined();
  });

  it("PW02 above the maximum it is refused before hashing and before storage, also at 1 MB", async () => {
    const { hasher, work } = counting(fastHasher());
    const { storage, calls } = listening(memoryStorage());
    const { auth } = openAuth({ storage, passwords: hasher });
    for (const password of [
      "x".repeat(257),
      "🦊".repeat(257),
      "x".repeat(1_000_000),
      "e\u0301".repeat(500_000),
      "\ufb2c".repeat(256),
    ]) {
      for (const door of [auth.signUp, auth.signIn]) {
        await expect(door({ email, password })).rejects.toMatchObject(
          refusal("password_too_long", { message: "Password must be at most 256 characters", field: "password" }),
        );
      }
    }
    expect([work(), calls]).toEqual([0, []]);
  });

  it("PW08 ill-formed UTF-16 is refused, and so is what is no text", async () => {
    const { hasher, work } = counting(fastHasher());
    const { auth } = openAuth({ passwords: hasher });
    for (const password of [
      "\ud800 is half",
      "half is \udc00",
      "\udc00\ud800 is two halves",
      undefined,
      null,
      12345678,
      true,
      {},
      ["12345678"],
      Buffer.from("12345678"),
    ]) {
      for (const door of [auth.signUp, auth.signIn]) {
        await expect(door({ email, password: password as string })).rejects.toMatchObject(
          refusal("invalid_password", { field: "password" }),
        );
      }
    }
    expect(work()).toBe(0);
  });

  it("P14 the minimum is no matter of signing in, where it may have been raised since", async () => {
    const { storage } = openAuth();
    await plant(storage, await fastHasher().hash("short"));
    const { auth } = openAuth({ storage });
    await expect(auth.signIn({ email, password: "short" })).resolves.toBeDefined();
    await expect(auth.signIn({ email, password: "" })).rejects.toMatchObject(refusal("invalid_credentials"));
  });
});

describe("every character counts", () => {
  const base = "Ünïcode ".repeat(12);

  it.each([
    ["PW03 the 73rd byte", base, `${base.slice(0, -1)}!`],
    ["PW03 the last of 256 letters", "x".repeat(256), `${"x".repeat(255)}y`],
    ["PW05 a space at the end", "correct horse", "correct horse "],
    ["PW05 a space at the start", "correct horse", " correct horse"],
    ["PW05 a tab instead of a space", "correct horse", "correct\thorse"],
    ["PW05 a line's end", "correct horse", "correct horse\n"],
    ["PW05 upper and lower case", "correct horse", "Correct horse"],
    ["PW05 what a case fold makes equal", "straße and strasse", "strasse and strasse"],
    ["PW06 what comes after NUL", "correct\0horse", "correct\0mouse"],
    ["PW07 what only NFKC makes equal", "ﬁve fives", "five fives"],
  ])("%s", async (_, chosen, other) => {
    const { auth } = openAuth({ passwords: pbkdf2() });
    await auth.signUp({ email, password: chosen });
    await expect(auth.signIn({ email, password: other })).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(auth.signIn({ email, password: chosen })).resolves.toBeDefined();
  });

  it("PW06 NUL at the end, which HMAC by itself would not see (RFC 2104 pads keys with zeros)", async () => {
    for (const passwords of [pbkdf2(), scrypt({ logN: 14, p: 1 })]) {
      const { auth } = openAuth({ passwords });
      await auth.signUp({ email, password: "correct horse" });
      await expect(auth.signIn({ email, password: "correct horse\0" })).rejects.toMatchObject({ name: "AuthError" });
    }
  });

  it("PW07 composed and decomposed spellings of one password are one", async () => {
    const { auth } = openAuth();
    const password = "crème brûlée Ω 각";
    await auth.signUp({ email, password: password.normalize("NFC") });
    await expect(auth.signIn({ email, password: password.normalize("NFD") })).resolves.toBeDefined();
    expect(password.normalize("NFD")).not.toBe(password.normalize("NFC"));
  });
});

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
    await plant(storage, old);
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
    const id = await plant(storage, storedPbkdf2(ALICE.password, 1000));
    const changed = await fast.hash("the new password");
    const changedMeanwhile: PasswordHasher = {
      ...fast,
      async hash(password) {
        await storage.users.setPassword(
          id,
          { from: null, to: changed, provesEmail: false, deletesApiKeys: false, at: new Date() },
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
      await plant(storage, await hasher.hash(ALICE.password), { email: `${hasher.id}@example.com` });
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
    await plant(storage, foreign);
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
    await plant(storage, stored);
    const passwords = [pbkdf2(), scrypt({ logN: 14, p: 1 }), argon2id({ memory: 7168, passes: 1 })];
    const { auth } = openAuth({ storage, passwords });
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(await storedHash(storage)).toBe(stored);
    expect(sum(asked)).toBeLessThanOrEqual(100_000);
    for (const hasher of passwords) expect(hasher.needsRehash(stored)).toBe(true);
  });
});

describe("PW17 where deriveBits refuses more than 100 000 iterations", () => {
  it("new hashes stay within, whatever is configured", async () => {
    const asked = watchPbkdf2(100_000);
    const hasher = pbkdf2({ iterations: 210_000 });
    const [first, second] = [await hasher.hash("password"), await hasher.hash("password")];
    for (const stored of [first, second]) {
      expect(stored).toBe(storedPbkdf2("password", 100_000, Buffer.from(stored.split("$")[3]!, "base64")));
      expect(await hasher.verify("password", stored)).toBe(true);
      expect(hasher.needsRehash(stored)).toBe(false);
    }
    expect(asked.filter((count) => count > 100_000)).toEqual([210_000]);
  });

  it("also when the first hashes come together", async () => {
    watchPbkdf2(100_000);
    const hasher = pbkdf2({ iterations: 210_000 });
    for (const stored of await Promise.all([1, 2, 3].map(() => hasher.hash("password")))) {
      expect(stored).toMatch(/i=100000\$/);
      expect(await hasher.verify("password", stored)).toBe(true);
    }
  });

  it("stronger hashes from elsewhere still verify, and are not weakened", async () => {
    watchPbkdf2(100_000);
    const storage = memoryStorage();
    const strong = storedPbkdf2(ALICE.password, 110_000);
    await plant(storage, strong);
    const { auth } = openAuth({ storage, passwords: pbkdf2({ iterations: 110_000 }) });
    await expect(auth.signIn({ email, password: "a wrong guess" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
    expect(await storedHash(storage)).toBe(strong);
  });

  it("a hash that is as strong as can be is never written again, not even by a process that has just started", async () => {
    watchPbkdf2(100_000);
    const storage = memoryStorage();
    const stored = storedPbkdf2(ALICE.password, 100_000);
    await plant(storage, stored);
    for (let start = 0; start < 2; start++) {
      const { auth } = openAuth({ storage, passwords: pbkdf2({ iterations: 210_000 }) });
      for (let time = 0; time < 2; time++) await auth.signIn(ALICE);
    }
    expect(await storedHash(storage)).toBe(stored);
  });

  it("without any native PBKDF2 the hashes are the same", async () => {
    watchPbkdf2(0);
    const stored = await pbkdf2().hash("password");
    expect(stored).toBe(storedPbkdf2("password", 100_000, Buffer.from(stored.split("$")[3]!, "base64")));
  });
});

describe("SI02 the same work for every state of an account", () => {
  const wrongPassword = { email, password: "a wrong guess" };
  const corrupt = storedPbkdf2(ALICE.password, 100_000).slice(0, -3);

  it.each([
    ["an unknown e-mail", null, {}, ALICE],
    ["a wrong password", storedPbkdf2(ALICE.password, 100_000), {}, wrongPassword],
    ["a wrong password on an older, cheaper hash", storedPbkdf2(ALICE.password, 12_345), {}, wrongPassword],
    ["a corrupt hash", corrupt, {}, ALICE],
    ["an empty hash", "", {}, ALICE],
    ["a hash of an unknown kind", "$md5$i=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", {}, ALICE],
    ["a disabled account and its password", storedPbkdf2(ALICE.password, 100_000), { disabled: true }, ALICE],
    [
      "a disabled account and a wrong password",
      storedPbkdf2(ALICE.password, 100_000),
      { disabled: true },
      wrongPassword,
    ],
    [
      "a disabled account, a cheaper hash and a wrong password",
      storedPbkdf2(ALICE.password, 12_345),
      { disabled: true },
      wrongPassword,
    ],
    [
      "a disabled account, a cheaper hash and its password",
      storedPbkdf2(ALICE.password, 12_345),
      { disabled: true },
      ALICE,
    ],
  ])("%s costs 100 000 iterations and one read", async (_, stored, fields, input) => {
    const memory = memoryStorage();
    if (stored !== null) await plant(memory, stored, fields);
    const { storage, calls } = listening(memory);
    const { auth } = openAuth({ storage, passwords: pbkdf2() });
    const asked = watchPbkdf2();
    const error = await errorOf(auth.signIn(input));
    expect(error).toMatchObject(
      refusal("invalid_credentials", { message: "Invalid credentials", field: undefined, retryAfter: undefined }),
    );
    expect(sum(asked)).toBe(100_000);
    expect(calls).toEqual(["users.findByEmail"]);
  });
});

describe("PW18 comparing reads every character, wherever the difference is", () => {
  const bytes = (letters: string) => Buffer.from(letters.padEnd(43, "x"));

  /** How many bytes a comparison with `right` looks at. */
  function byteReads(right: Buffer): number {
    let count = 0;
    const watched = new Proxy(new Array<number>(43).fill(120), {
      get(target, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) count++;
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(sameBytes(watched as unknown as Uint8Array, right)).toBe(right.equals(bytes("")));
    return count;
  }

  /** How many characters of the encoding of 43 times "x" are looked at, next to the bytes of `right`. */
  function characterReads(right: Buffer): number {
    let count = 0;
    const encoded = bytes("").toString("base64url");
    const watched = new Proxy(new String(encoded), {
      get(target, key) {
        if (key === "charCodeAt") return (at: number) => (count++, target.charCodeAt(at));
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(isEncodingOf(watched as unknown as string, right)).toBe(right.equals(bytes("")));
    return count;
  }

  it.each([
    ["nowhere", bytes("")],
    ["at the start", bytes("y")],
    ["at the end", bytes(`${"x".repeat(42)}y`)],
    ["everywhere", bytes("y".repeat(43))],
  ])("%s", (_, right) => {
    expect([byteReads(right), characterReads(right)]).toEqual([43, 58]);
  });

  it("lengths are no secret", () => {
    expect([sameBytes(Buffer.from("abc"), Buffer.from("ab")), sameBytes(Buffer.alloc(0), Buffer.alloc(0))]).toEqual([
      false,
      true,
    ]);
    expect([
      isEncodingOf("YWJ", Buffer.from("abc")),
      isEncodingOf("YWJj", Buffer.from("ab")),
      isEncodingOf("", Buffer.alloc(0)),
    ]).toEqual([false, false, true]);
  });

  it("the encoding of bytes is one text, and no other", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 0xffff }),
        (right, wrong, at, change) => {
          const text = Buffer.from(right).toString("base64url");
          expect(isEncodingOf(text, right)).toBe(true);
          expect(isEncodingOf(text, wrong)).toBe(Buffer.from(right).equals(Buffer.from(wrong)));
          if (text === "") return;
          const place = at % text.length;
          const other =
            text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ change) + text.slice(place + 1);
          expect(isEncodingOf(other, right)).toBe(false);
        },
      ),
    );
  });
});

it("PW19 the password is in no answer, no token and no stored row", async () => {
  const { storage, calls } = listening(memoryStorage());
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
