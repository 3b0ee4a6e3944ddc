import { describe, expect, it } from "vitest";
import { pbkdf2 } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { scrypt } from "../../src/scrypt.ts";
import { ALICE, countWork, recordCalls, openAuth, insertLegacyUser, refusal } from "../support.ts";

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
    const { hasher, work } = countWork(fastHasher());
    const { storage, calls } = recordCalls(memoryStorage());
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
    const { hasher, work } = countWork(fastHasher());
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
    await insertLegacyUser(storage, await fastHasher().hash("short"));
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
