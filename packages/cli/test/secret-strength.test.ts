import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig, CliError } from "../src/index.ts";
import { developmentSecret } from "../src/lib/secret/secret.ts";
import { estimatedBits, isGuessable } from "../src/lib/secret/strength.ts";
import { newFolder } from "./processes.ts";

const production = (AUTH_SECRET: string) => () => readConfig({ NODE_ENV: "production", AUTH_SECRET });

describe("F18 a production secret that can be guessed is refused with a sentence that says what to write:", () => {
  it.each([
    "change-me-change-me-change-me-change-me",
    "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME",
    "changeme1changeme2changeme3changeme4",
    "ch4ng3m3-ch4ng3m3-ch4ng3m3-ch4ng3m3",
    "your-secret-here-your-secret-here-ok",
    "YOUR_AUTH_SECRET_HERE_AT_LEAST_32_CHARS",
    "<your-32-character-secret-goes-here>",
    "replace_this_with_openssl_rand_base64_32",
    "please-change-this-value-before-deploying",
    "this-is-a-very-secret-key-for-production",
    "my-super-secret-jwt-signing-key-2024",
    "supersecretsupersecretsupersecret123",
    "S3cr3t-P@ssw0rd-S3cr3t-P@ssw0rd-2026!",
    "password1password2password3password4",
    "example-example-test-test-demo-demo-1",
    "keyboard cat keyboard cat keyboard cat",
    "the secret of these tests, more than 32 bytes",
    "an old secret of at least thirty-two bytes",
    "the new secret of at least thirty-two bytes",
    "correct horse battery staple for our server",
    "mountain river sunset purple elephant dance",
    "Lorem ipsum dolor sit amet, consectetur",
    "qwertyuiopasdfghjklzxcvbnm1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
    "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
    "aabbccddeeffgghhiijjkkllmmnnoopp",
    "00112233445566778899aabbccddeeff",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
    "Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1",
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "geheimnis-das-niemand-wissen-darf-123",
    "aaaaaaaabbbbbbbbccccccccdddddddd",
    "000000000000000000000000000000001",
    "                                        ",
    "\u{1f511}".repeat(10),
  ])("%s", (secret) => {
    expect(production(secret)).toThrow(CliError);
    expect(production(secret)).toThrow(/^AUTH_SECRET is easy to guess.*npx latchkey secret"\.$/);
    // Development may, since its secret opens nothing that matters.
    expect(readConfig({ AUTH_SECRET: secret }).secret).toBe(secret);
  });

  it("random bytes pass in every spelling, two hundred of each", () => {
    const base32 = (bytes: Buffer) => [...bytes].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32]).join("");
    const spellings = [
      () => randomBytes(32).toString("hex"),
      () => randomBytes(32).toString("base64"),
      () => randomBytes(32).toString("base64url"),
      () => randomBytes(24).toString("base64"),
      () => base32(randomBytes(52)),
      randomUUID,
    ];
    const refused = spellings.flatMap((spell) => Array.from({ length: 200 }, spell)).filter(isGuessable);
    expect(refused).toEqual([]);
  });

  it("so do phrases that are long enough, of words that dice chose", () => {
    expect(isGuessable("clutter envoy mural tapioca donut wrangle smirk bonsai")).toBe(false);
    expect(isGuessable("clutter envoy mural tapioca donut wrangle")).toBe(true);
  });

  it("F68 the limit is 96 bits: what has them passes, what has one character less does not", () => {
    // 32 different characters, none next to its neighbour on a keyboard, are worth five bits each.
    const characters = "k7Wz!x2Rj#vQ9mTd$b4Yp&h6Ng*c8Fs+";
    expect(new Set(characters).size).toBe(32);
    expect(estimatedBits(characters)).toBe(160);
    // Sixteen are worth four bits each: 24 of them make 96.
    const secret = "k7wzx2rjvq9mtdb4mk7dx9zr";
    expect(estimatedBits(secret)).toBe(96);
    expect([isGuessable(secret), isGuessable(secret.slice(0, -1))]).toEqual([false, true]);
  });

  it("judging takes no longer for a secret of a megabyte", () => {
    expect(isGuessable("a".repeat(1_000_000))).toBe(true);
    expect(isGuessable(randomBytes(500_000).toString("hex"))).toBe(false);
  });
});

describe("F68 the secret that development keeps", () => {
  it("is written aside first, and nothing of that is left", () => {
    const folder = newFolder();
    expect(developmentSecret(folder).isNew).toBe(true);
    expect(readdirSync(folder)).toEqual(["secret"]);
    expect(readFileSync(join(folder, "secret"), "utf8")).toMatch(/^[\w-]{43}\n$/);
    expect(developmentSecret(folder).isNew).toBe(false);
  });

  it("leaves nothing behind either where the name is taken in the meantime", () => {
    const folder = newFolder();
    // A link to nowhere: reading finds no file, linking finds the name taken.
    symlinkSync(join(folder, "nowhere"), join(folder, "secret"));
    expect(() => developmentSecret(folder)).toThrow(/the file is empty/);
    expect(readdirSync(folder)).toEqual(["secret"]);
  });

  it("is not disturbed by what a process that was killed had written aside", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "secret.Ab3_x-9Q"), "half a sec");
    const { secret } = developmentSecret(folder);
    expect(secret).toHaveLength(43);
    expect(developmentSecret(folder)).toMatchObject({ secret, isNew: false });
  });
});
