import { describe, expect, it } from "vitest";
import type { JsonObject, Storage } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, BOB, SECRET, intercept, openAuth, refusal } from "../support.ts";

describe("a session", () => {
  it("P25 P21 gives the user while it lives, and null when signed out, expired or invalid", async () => {
    const { auth, clock } = openAuth();
    const { user, token } = await auth.signUp(ALICE);
    const second = await auth.signIn(ALICE);
    expect(await auth.getUser(token)).toEqual(user);
    expect(await auth.getSession(second.token)).toStrictEqual({
      user,
      session: second.session,
      claims: expect.objectContaining({ sub: user.id, sid: second.session.id }),
    });

    await auth.signOut(token);
    expect([await auth.getUser(token), await auth.getSession(token)]).toEqual([null, null]);
    expect(await auth.getUser(second.token)).toEqual(user);
    clock.advance(604_800);
    expect([await auth.getUser(second.token), await auth.getSession(second.token)]).toEqual([null, null]);
    for (const invalid of ["", "x", null, undefined, `${token}x`]) expect(await auth.getUser(invalid)).toBeNull();
  });

  it("P19 SE02 that is signed out is so in every process", async () => {
    const { auth, storage, clock } = openAuth();
    const { token } = await auth.signUp(ALICE);
    const elsewhere = openAuth({ storage, now: clock.now }).auth;
    expect(await elsewhere.getUser(token)).not.toBeNull();
    await auth.signOut(token);
    expect(await elsewhere.getUser(token)).toBeNull();
  });

  it("SE12 can be signed out twice, 20 times at once, and by nobody's token", async () => {
    const { auth } = openAuth();
    const { token } = await auth.signUp(ALICE);
    const other = await auth.signIn(ALICE);
    await Promise.all(Array.from({ length: 20 }, () => auth.signOut(token)));
    for (const again of [token, "", "x", `${other.token}x`]) await expect(auth.signOut(again)).resolves.toBeUndefined();
    expect(await auth.getUser(other.token)).not.toBeNull();
  });

  /** The auth, over a storage that has other things to say about the session. */
  const rewriting = (rewrite: (found: Awaited<ReturnType<Storage["sessions"]["find"]>>) => unknown) => {
    const storage = intercept(memoryStorage(), async ({ name, proceed }) =>
      name === "sessions.find" ? rewrite((await proceed()) as never) : proceed(),
    );
    return openAuth({ storage });
  };

  it("SE04 ends by the row, also when the token would last longer", async () => {
    const { auth, clock } = rewriting(
      (found) => found && { ...found, session: { ...found.session, expiresAt: new Date(Date.UTC(2030, 0, 1, 13)) } },
    );
    const { token } = await auth.signUp(ALICE);
    clock.advance(3600 - 0.001);
    expect(await auth.getUser(token)).not.toBeNull();
    clock.advance(0.001);
    expect(await auth.getUser(token)).toBeNull();
  });

  it("SE04 ends by the token, also when the row would last longer", async () => {
    const { auth, clock } = rewriting(
      (found) => found && { ...found, session: { ...found.session, expiresAt: new Date(Date.UTC(2040, 0, 1)) } },
    );
    const { token } = await auth.signUp(ALICE);
    clock.advance(604_800);
    expect(await auth.getUser(token)).toBeNull();
  });

  it.each<[string, (found: never) => unknown]>([
    [
      "of another user",
      (found: { session: object }) => ({ ...found, session: { ...found.session, userId: crypto.randomUUID() } }),
    ],
    ["of an older version", (found: { session: object }) => ({ ...found, session: { ...found.session, version: 0 } })],
    ["of a later version", (found: { session: object }) => ({ ...found, session: { ...found.session, version: 2 } })],
    ["of another pool's user", (found: { user: object }) => ({ ...found, user: { ...found.user, pool: "admins" } })],
    ["of a disabled user", (found: { user: object }) => ({ ...found, user: { ...found.user, disabled: true } })],
    [
      "with an expiry that is no moment",
      (found: { session: object }) => ({ ...found, session: { ...found.session, expiresAt: new Date(NaN) } }),
    ],
  ])("SE05 is nobody's when the row is %s", async (_, rewrite) => {
    const { auth } = rewriting(rewrite as never);
    const { token } = await auth.signUp(ALICE);
    expect([await auth.getUser(token), await auth.getSession(token)]).toEqual([null, null]);
  });

  it("SE05 is dead with its deleted user, for good", async () => {
    const { auth, storage } = openAuth();
    const [first, second] = [await auth.signUp(ALICE), await auth.signIn(ALICE)];
    await storage.users.delete(first.user.id);
    await auth.signUp(ALICE);
    for (const { token } of [first, second]) expect(await auth.getUser(token)).toBeNull();
  });

  it("SE05 Y47 is dead with its disabled user, also after enabling; new ones open again", async () => {
    const { auth, storage } = openAuth();
    const { user, token } = await auth.signUp(ALICE);
    const other = await auth.signUp(BOB);
    await storage.users.setDisabled(user.id, true, new Date());
    expect(await auth.getUser(token)).toBeNull();
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    await storage.users.setDisabled(user.id, false, new Date());
    expect(await auth.getUser(token)).toBeNull();
    expect(await auth.getUser((await auth.signIn(ALICE)).token)).not.toBeNull();
    expect(await auth.getUser(other.token)).not.toBeNull();
  });

  it("SE06 SE08 is ended by a new password, and by ending all of one user", async () => {
    const { auth, storage } = openAuth();
    const { user, token } = await auth.signUp(ALICE);
    await storage.users.setPassword(
      user.id,
      {
        from: null,
        to: await fastHasher().hash(BOB.password),
        provesEmail: false,
        deletesApiKeys: false,
        deletesWaysIn: false,
        at: new Date(),
      },
      null,
    );
    expect(await auth.getUser(token)).toBeNull();
    const second = await auth.signIn({ ...ALICE, password: BOB.password });
    expect(await auth.getUser(second.token)).not.toBeNull();
    await storage.users.endSessions(user.id);
    expect(await auth.getUser(second.token)).toBeNull();
  });
});

it("SE11 whoever has a copy of every row has no credential", async () => {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string") texts.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  const storage = intercept(memoryStorage(), ({ parameters, proceed }) => {
    collect(parameters);
    return proceed();
  });
  const { auth } = openAuth({ storage });
  const { token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
  const second = await auth.signIn(ALICE);
  expect(texts.size).toBeGreaterThan(5);
  expect([token, second.token, SECRET].filter((secret) => [...texts].some((text) => text.includes(secret)))).toEqual(
    [],
  );

  const [head, , signature] = token.split(".");
  for (const text of texts) {
    const candidates = [
      text,
      `${head}.${text}.${signature}`,
      `${head}.${Buffer.from(JSON.stringify({ sub: text, sid: text })).toString("base64url")}.${text}`,
    ];
    for (const candidate of candidates)
      expect([await auth.verifyToken(candidate), await auth.getUser(candidate)]).toEqual([false, null]);
    await expect(auth.signIn({ email: ALICE.email, password: text })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
  }
});

it("P12 P25 the claims callback is shown what everybody is shown, and no hash", async () => {
  const shown: unknown[] = [];
  const claims = (user: object) => {
    shown.push(user);
    return {};
  };
  const { auth } = openAuth({ claims });
  const { user } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } as JsonObject });
  await auth.signIn(ALICE);
  expect(shown).toStrictEqual([user, user]);
});
