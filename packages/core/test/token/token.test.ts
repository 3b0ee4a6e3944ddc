import { decodeJwt, jwtVerify } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { createAuth } from "../../src/index.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, SECRET, recordCalls, openAuth, refusal, unreachableStorage } from "../support.ts";
import { utf8, key, openAlice, expectNobody } from "./open-alice.ts";

let alice: Awaited<ReturnType<typeof openAlice>>;

beforeEach(async () => {
  alice = await openAlice();
});

describe("a session token", () => {
  it("P33 is an HS256 JWT that any JWT tool verifies from the raw secret", async () => {
    const { payload, protectedHeader } = await jwtVerify(alice.token, key, {
      algorithms: ["HS256"],
      audience: "users",
      typ: "JWT",
      currentDate: new Date(alice.clock.now()),
      requiredClaims: ["sub", "sid", "aud", "iat", "exp"],
    });
    expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT", kid: expect.any(String) });
    expect(payload.sub).toBe(alice.session.userId);
    expect(payload.sid).toBe(alice.session.id);
  });

  it("P33 is taken back when jose has made it, so the refusals below are for what they name", async () => {
    const minted = await alice.mint(alice.claims);
    expect(minted).toBe(alice.token);
    expect(alice.forge(JSON.stringify(alice.header), JSON.stringify(alice.claims))).toBe(alice.token);
    expect(await alice.auth.getUser(minted)).toMatchObject({ email: ALICE.email });
    expect(await alice.auth.getUser(await alice.mint({ ...alice.claims, role: "reader" }))).toMatchObject({
      email: ALICE.email,
    });
  });

  it("TK11 holds no e-mail and no metadata, only ids and moments", async () => {
    const { auth } = openAuth();
    const { token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(["aud", "exp", "iat", "sid", "sub"]);
    expect(Buffer.from(token.split(".")[1]!, "base64url").toString()).not.toMatch(/alice|example|pro/);
  });

  it("TK11 holds what the application chose besides, in signing up, in and looking", async () => {
    const { auth } = openAuth({
      claims: ({ email, metadata }) => ({ email, tenant: { plan: metadata?.plan }, name: "Zoë 🦊" }),
    });
    const { token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    const chosen = { email: ALICE.email, tenant: { plan: "pro" }, name: "Zoë 🦊" };
    expect(decodeJwt(token)).toMatchObject(chosen);
    expect((await auth.getSession(token))?.claims).toMatchObject(chosen);
    expect(decodeJwt((await auth.signIn(ALICE)).token)).toMatchObject(chosen);
  });

  it.each(["sub", "sid", "aud", "iat", "exp", "iss", "nbf", "jti"])(
    "Y09 the reserved claim %s cannot be overridden",
    async (name) => {
      for (const value of ["admin", undefined, null]) {
        const { auth } = openAuth({ claims: () => ({ [name]: value }) });
        await expect(auth.signUp(ALICE)).rejects.toThrow(
          new TypeError(`claims must not set the reserved name "${name}"`),
        );
      }
    },
  );

  it("Y09 nor by a toJSON of the chosen claims", async () => {
    const { auth } = openAuth({ claims: () => ({ toJSON: () => ({ sub: "admin" }) }) });
    const token = await auth.signUp(ALICE).then(
      (answer) => answer.token,
      () => null,
    );
    if (token !== null)
      expect(decodeJwt(token)).toMatchObject({ sub: expect.stringMatching(/^[\da-f-]{36}$/), aud: "users" });
  });

  it("TK10 is never issued above 4096 characters", async () => {
    const { auth, storage } = openAuth({ claims: () => ({ filler: "x".repeat(4096) }) });
    await expect(auth.signUp(ALICE)).rejects.toThrow(TypeError);
    expect(await storage.users.findByEmail("users", ALICE.email)).toBeNull();
  });

  it("P26 TK15 is checked without any storage read, and only as the text itself", async () => {
    const deaf = createAuth({ storage: unreachableStorage(), secret: SECRET, now: alice.clock.now });
    expect(await deaf.verifyToken(alice.token)).toBe(true);
    expect(await deaf.verifyToken(alice.head)).toBe(false);
    const { token } = alice;
    for (const carrier of [
      `https://app.example/?token=${token}`,
      `token=${token}`,
      `Bearer ${token}`,
      { token },
      [token],
      new String(token),
      utf8.encode(token),
    ]) {
      await expectNobody(alice, carrier);
    }
  });

  it("P26 stays true after signing out, which only storage knows", async () => {
    await alice.auth.signOut(alice.token);
    expect(await alice.auth.verifyToken(alice.token)).toBe(true);
    expect(await alice.auth.getUser(alice.token)).toBeNull();
  });

  it("P29 lasts 7 days, and exp, session and row agree on the moment", async () => {
    const { exp, iat, sid } = alice.claims as { exp: number; iat: number; sid: string };
    expect(iat).toBe(Math.floor(alice.clock.now() / 1000));
    expect(exp - iat).toBe(604_800);
    const row = await alice.storage.sessions.find(sid);
    expect(row?.session.expiresAt.getTime()).toBe(exp * 1000);
    expect(alice.session.expiresAt).toBe(new Date(exp * 1000).toISOString());
    expect(alice.auth.session.lifetime).toBe(604_800);

    alice.clock.advance(604_800 - 0.001);
    expect([await alice.auth.verifyToken(alice.token), (await alice.auth.getUser(alice.token))?.email]).toEqual([
      true,
      ALICE.email,
    ]);
    alice.clock.advance(0.001);
    await expectNobody(alice, alice.token, "at its last moment");
  });

  it("P29 lasts as long as it is told to, also from the middle of a second", async () => {
    const { auth, clock } = openAuth({ session: { lifetime: 60 } });
    clock.advance(0.75);
    const { token, session } = await auth.signUp(ALICE);
    const { exp, iat } = decodeJwt(token) as { exp: number; iat: number };
    expect(exp - iat).toBe(60);
    expect(Date.parse(session.expiresAt)).toBe(exp * 1000);
    clock.advance(59.25 - 0.001);
    expect(await auth.getUser(token)).not.toBeNull();
    clock.advance(0.001);
    expect(await auth.getUser(token)).toBeNull();
  });
});

it("P26 of all operations verifyToken alone asks nothing of storage, and getUser asks once", async () => {
  const { storage, calls } = recordCalls(alice.storage);
  const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher(), guards: [], now: alice.clock.now });
  const asked = async (work: () => Promise<unknown>) => {
    calls.length = 0;
    await work();
    return [...calls];
  };
  expect(await asked(() => auth.verifyToken(alice.token))).toEqual([]);
  expect(await asked(() => auth.getUser(`${alice.token}x`))).toEqual([]);
  expect(await asked(() => auth.getUser(alice.token))).toEqual(["sessions.find"]);
  expect(await asked(() => auth.getSession(alice.token))).toEqual(["sessions.find"]);
  expect(await asked(() => auth.signOut(`${alice.token}x`))).toEqual([]);
  expect(await asked(() => auth.signOut(alice.token))).toEqual(["sessions.delete"]);
  expect(await asked(() => auth.signIn(ALICE))).toEqual(["users.findByEmail", "sessions.insert"]);
  expect(await asked(() => auth.signUp({ ...ALICE, email: "bob@example.com" }))).toEqual(["users.insert"]);
  await expect(auth.signUp(ALICE)).rejects.toMatchObject(refusal("user_exists"));
});
