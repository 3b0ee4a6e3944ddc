import { argon2Sync, scryptSync } from "node:crypto";
import { compactVerify } from "jose";
import { describe, expect, it } from "vitest";
import { argon2id } from "../../src/argon2id.ts";
import { pbkdf2 } from "../../src/index.ts";
import { createKeyRing } from "../../src/lib/token/key-ring.ts";
import { scrypt } from "../../src/scrypt.ts";
import { base64WithoutPadding } from "../support.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

describe("PW20 PBKDF2-HMAC-SHA512 (the vectors of RFC 6070 and after, for SHA-512)", () => {
  it.each([
    [
      "passwordPASSWORDpassword",
      "saltSALTsaltSALTsaltSALTsaltSALTsalt",
      4096,
      `8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71
       115b59f9e60cd9532fa33e0f75aefe30225c583a186cd82bd4daea9724a3d3b8`,
    ],
    [
      "passDATAb00AB7YxDTT",
      "saltKEYbcTcXHCBxtjD",
      1,
      `cbe6088ad4359af42e603c2a33760ef9d4017a7b2aad10af46f992c660a0b461
       ecb0dc2a79c2570941bea6a08d15d6887e79f32b132e1c134e9525eeddd744fa`,
    ],
    [
      "passDATAb00AB7YxDTT",
      "saltKEYbcTcXHCBxtjD",
      100_000,
      `accdcd8798ae5cd85804739015ef2a11e32591b7b7d16f76819b30b0d49d80e1
       abea6c9822b80a1fdfe421e26f5603eca8a47a64c9a004fb5af8229f762ff41f`,
    ],
  ])("%s, %s, %i", async (password, salt, iterations, expected) => {
    const parts = [Buffer.from(salt), hex(expected)].map(base64WithoutPadding);
    const stored = `$pbkdf2-sha512$i=${iterations}$${parts.join("$")}`;
    expect(await pbkdf2().verify(password, stored)).toBe(true);
    expect(await pbkdf2().verify(`${password}!`, stored)).toBe(false);
  });
});

describe("PW20 HMAC-SHA-256 (RFC 4231 §4), as tokens are signed", () => {
  /** A short key and the same key with zeros behind are one HMAC key (RFC 2104 §2), and we take none under 32 bytes. */
  const atLeast32 = (key: Buffer) => (key.length < 32 ? Buffer.concat([key], 32) : key);

  it.each([
    ["test case 1", "0b".repeat(20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [
      "test case 2",
      "4a656665",
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      "test case 6",
      "aa".repeat(131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
    [
      "test case 7",
      "aa".repeat(131),
      "This is a test using a larger than block-size key and a larger than block-size data. " +
        "The key needs to be hashed before being used by the HMAC algorithm.",
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ],
  ])("%s", (_, key, data, expected) => {
    const { signing } = createKeyRing(atLeast32(hex(key)));
    expect(Buffer.from(signing.sign(data), "base64url").toString("hex")).toBe(expected);
    // A key that keeps its state must give the same answer again.
    expect(Buffer.from(signing.sign(data), "base64url").toString("hex")).toBe(expected);
  });
});

it("PW20 the HS256 example of RFC 7515 appendix A.1, with jose as the witness", async () => {
  const key = Buffer.from(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "base64url",
  );
  const header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
  const payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const signature = createKeyRing(key).signing.sign(`${header}.${payload}`);
  expect(signature).toBe("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  await expect(
    compactVerify(`${header}.${payload}.${signature}`, key, { algorithms: ["HS256"] }),
  ).resolves.toBeDefined();
});

describe("PW20 scrypt (RFC 7914 §12)", () => {
  it("pleaseletmein, SodiumChloride, N = 16384", async () => {
    const expected = hex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
    const parts = [Buffer.from("SodiumChloride"), expected].map(base64WithoutPadding);
    const stored = `$scrypt$ln=14,r=8,p=1$${parts.join("$")}`;
    expect(await scrypt().verify("pleaseletmein", stored)).toBe(true);
    expect(await scrypt({ logN: 14, p: 1 }).verify("pleaseletmeout", stored)).toBe(false);
  });

  it("what we hash, OpenSSL hashes", async () => {
    const stored = await scrypt({ logN: 14, r: 4, p: 2 }).hash("pässword 🦊");
    const [, , , salt, hash] = stored.split("$");
    const oracle = scryptSync("pässword 🦊", Buffer.from(salt!, "base64"), 32, {
      N: 2 ** 14,
      r: 4,
      p: 2,
      maxmem: 2 ** 26,
    });
    expect(hash).toBe(base64WithoutPadding(oracle));
  });
});

describe("PW20 Argon2id (RFC 9106)", () => {
  // The vector of RFC 9106 §5.3 has a secret and associated data, which stored passwords have not. OpenSSL made these.
  it.skipIf(typeof argon2Sync !== "function").each([
    [7168, 1, 1],
    [7168, 2, 2],
  ])("what we hash, OpenSSL hashes: %i KiB, %i passes, %i lanes", async (memory, passes, lanes) => {
    const stored = await argon2id({ memory, passes, lanes }).hash("pässword 🦊");
    const [, , , , salt, hash] = stored.split("$");
    const oracle = argon2Sync("argon2id", {
      message: "pässword 🦊",
      nonce: Buffer.from(salt!, "base64"),
      parallelism: lanes,
      tagLength: 32,
      memory,
      passes,
    });
    expect(hash).toBe(base64WithoutPadding(oracle));
  });
});
