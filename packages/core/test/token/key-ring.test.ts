import { CompactSign, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { createAuth, type AuthOptions } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, openAuth } from "../support.ts";
import { utf8, openAlice } from "./open-alice.ts";

let alice: Awaited<ReturnType<typeof openAlice>>;

beforeEach(async () => {
  alice = await openAlice();
});

describe("secrets", () => {
  const bytes = (length: number) => new Uint8Array(length).fill(7);
  const open = (secret: unknown) => createAuth({ storage: memoryStorage(), secret: secret as string });

  it("TK07 under 32 bytes refuse to start, with a sentence that helps", () => {
    for (const secret of [
      0,
      {},
      [],
      true,
      " ",
      "x".repeat(31),
      bytes(31),
      bytes(0),
      Buffer.alloc(31),
      bytes(64).buffer,
    ]) {
      expect(() => open(secret), String(secret)).toThrow(TypeError);
    }
    expect(() => open({})).toThrow(/secret must be text, bytes or a ring.*npx latchkey secret/);
    expect(() => open("x".repeat(31))).toThrow(/31 bytes.*at least 32/);
    for (const secret of ["x".repeat(32), bytes(32), Buffer.alloc(32, 1)]) expect(() => open(secret)).not.toThrow();
  });

  it("TK07 count bytes, not characters", () => {
    expect(() => open("é".repeat(16))).not.toThrow();
    expect(() => open("é".repeat(15))).toThrow(/30 bytes/);
    expect(() => open("🦊".repeat(8))).not.toThrow();
    expect(() => open("🦊".repeat(7))).toThrow(/28 bytes/);
  });

  it("TK07 also within a ring, at any place", () => {
    const good = { id: "good", secret: "x".repeat(32) };
    for (const secret of ["x".repeat(31), bytes(31), 0, true, {}]) {
      expect(() => open([{ id: "new", secret }])).toThrow(TypeError);
      expect(() => open([good, { id: "old", secret }])).toThrow(TypeError);
    }
  });

  it("TK08 of a ring have one id each, and a plain one", () => {
    const secret = "x".repeat(32);
    for (const id of [undefined, null, "", 1, " ", "a b", "é", "a/b", "x".repeat(65), "a\n"])
      expect(() => open([{ id, secret }]), String(id)).toThrow(/needs an id/);
    for (const entry of [secret, null, undefined, []]) expect(() => open([entry])).toThrow(TypeError);
    expect(() =>
      open([
        { id: "a", secret },
        { id: "a", secret: `${secret}2` },
      ]),
    ).toThrow(/two secrets of the ring have the id "a"/);
    for (const id of ["a", "2030-01", "v1.2_x", "x".repeat(64)]) expect(() => open([{ id, secret }])).not.toThrow();
  });

  it("are copied: whoever changes the bytes afterwards changes nothing", async () => {
    const secret = Buffer.alloc(32, 9);
    const { auth, clock } = openAuth({ secret });
    secret.fill(0);
    const { token } = await auth.signUp(ALICE);
    await expect(jwtVerify(token, Buffer.alloc(32, 9), { currentDate: new Date(clock.now()) })).resolves.toBeDefined();
  });
});

describe("rotation", () => {
  const OLD = "the old secret of this project, 32 bytes or more";
  const NEW = "the new secret of this project, 32 bytes or more";

  /** The same accounts under other secrets, as after a restart. */
  const restart = (secret: AuthOptions["secret"]) =>
    createAuth({ storage: alice.storage, secret, passwords: fastHasher(), now: alice.clock.now });

  it("TK08 a lone secret moves into a ring behind a new one, and nobody is signed out", async () => {
    const before = await restart(OLD).signIn(ALICE);
    const during = restart([
      { id: "2030", secret: NEW },
      { id: "2029", secret: OLD },
    ]);
    expect(await during.getUser(before.token)).toMatchObject({ email: ALICE.email });

    const { token } = await during.signIn(ALICE);
    expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "JWT", kid: "2030" });
    await expect(
      jwtVerify(token, utf8.encode(NEW), { currentDate: new Date(alice.clock.now()) }),
    ).resolves.toBeDefined();
    await expect(jwtVerify(token, utf8.encode(OLD), { currentDate: new Date(alice.clock.now()) })).rejects.toThrow();

    const after = restart([{ id: "2030", secret: NEW }]);
    expect(await after.getUser(token)).toMatchObject({ email: ALICE.email });
    expect([await after.verifyToken(before.token), await after.getUser(before.token)]).toEqual([false, null]);
  });

  it("TK08 a new secret is handed to every process before it signs", async () => {
    const first = restart([
      { id: "a", secret: OLD },
      { id: "b", secret: NEW },
    ]);
    const second = restart([
      { id: "b", secret: NEW },
      { id: "a", secret: OLD },
    ]);
    const [one, two] = [await first.signIn(ALICE), await second.signIn(ALICE)];
    expect([one, two].map(({ token }) => decodeProtectedHeader(token).kid)).toEqual(["a", "b"]);
    for (const auth of [first, second])
      for (const { token } of [one, two]) expect(await auth.verifyToken(token)).toBe(true);
  });

  it("TK02 a key verifies only under its own id", async () => {
    const ring = restart([
      { id: "a", secret: NEW },
      { id: "b", secret: OLD },
    ]);
    const { token } = await ring.signIn(ALICE);
    const claims = utf8.encode(JSON.stringify(decodeJwt(token)));
    const crossed = await new CompactSign(claims)
      .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: "a" })
      .sign(utf8.encode(OLD));
    expect(await ring.verifyToken(crossed)).toBe(false);
    const straight = await new CompactSign(claims)
      .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: "b" })
      .sign(utf8.encode(OLD));
    expect(await ring.verifyToken(straight)).toBe(true);
  });
});
