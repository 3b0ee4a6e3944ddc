import { expect, it } from "vitest";
import { AuthError, createAuth, type Storage } from "../../src/index.ts";
import { sessionUse } from "../../src/session-use.ts";
import { sessions } from "../../src/sessions.ts";
import { fastHasher } from "../../src/testing.ts";
import { everyCall, duringMethod, openSessions } from "../account/open-sessions.ts";
import { intercept, recordCalls, refusal, SECRET } from "../support.ts";

const HOUR = 3600;
const RENEW = { renew: true };

/** A storage of which some methods can be switched off, and everything that it was asked. */
function failing(storage: Storage, methods: readonly string[]) {
  const state = { isDown: false };
  const fragile = intercept(storage, ({ name, proceed }) =>
    state.isDown && methods.includes(name) ? Promise.reject(new Error("disk full")) : proceed(),
  );
  return { ...recordCalls(fragile), state };
}

/** What using a session does, on any storage. */
export function sessionUseSuite(open: () => Promise<Storage>): void {
  it("SE14 an unused session is over after the timeout, to the millisecond, and for every operation", async () => {
    const { auth, own, clock, first, isAlive, storage } = await openSessions(await open(), {
      session: { use: sessionUse({ idleTimeout: HOUR }) },
    });
    clock.advance(HOUR - 0.001);
    const [read] = [await storage.sessions.find(first.session.id)];
    expect(read?.session.lastUsedAt.toISOString()).toBe(first.session.createdAt);
    expect(await isAlive(first.token)).toBe(true);
    clock.advance(HOUR);
    expect([
      await isAlive(first.token),
      await auth.getSession(first.token),
      await auth.getSession(first.token, RENEW),
    ]).toEqual([false, null, null]);
    for (const call of everyCall(own, first.token, first.session.id)) {
      await expect(call()).rejects.toMatchObject(refusal("unauthenticated"));
    }
    clock.advance(-0.001);
    expect(await isAlive(first.token)).toBe(true);
  });

  it("SE14 use keeps it alive, and so does a refresh; the row decides, also in another process", async () => {
    const storage = await open();
    const session = { use: sessionUse({ idleTimeout: HOUR }) };
    const { own, clock, first, isAlive } = await openSessions(storage, { session });
    const elsewhere = createAuth({
      storage,
      secret: SECRET,
      passwords: fastHasher(),
      now: clock.now,
      session: { use: sessionUse({ idleTimeout: HOUR }) },
    });
    for (let time = 0; time < 10; time++) {
      clock.advance(HOUR - 1);
      expect(
        await (time % 2 === 0 ? isAlive(first.token) : elsewhere.getUser(first.token)),
        `time ${time}`,
      ).toBeTruthy();
    }
    clock.advance(HOUR - 1);
    const { token } = await own.refresh(first.token);
    clock.advance(HOUR - 1);
    expect(await elsewhere.getUser(token)).not.toBeNull();
    clock.advance(HOUR);
    expect([await isAlive(token), await elsewhere.getUser(token)]).toEqual([false, null]);
  });

  it("SE14 the list leaves out what has lain idle", async () => {
    const { own, clock, first, signIn } = await openSessions(await open(), {
      session: { use: sessionUse({ idleTimeout: HOUR }) },
    });
    clock.advance(HOUR / 2);
    const second = await signIn();
    clock.advance(HOUR / 2);
    expect((await own.list(second.token)).map(({ id }) => id)).toEqual([second.session.id]);
    expect(first.session.id).not.toBe(second.session.id);
  });

  it.each([
    [HOUR, 60],
    [300, 30],
    [60, 6],
  ])(
    "SE14 with a timeout of %d s use is written at most once in %d s, however many ask at once",
    async (idleTimeout, interval) => {
      const { storage, calls } = recordCalls(await open());
      const { auth, clock, first, isAlive } = await openSessions(storage, {
        session: { use: sessionUse({ idleTimeout }) },
      });
      const ask = () => Promise.all(Array.from({ length: 50 }, () => isAlive(first.token)));
      const written = () => calls.splice(0).filter((name) => name !== "sessions.find");
      written();
      clock.advance(interval - 0.001);
      await ask();
      expect(written()).toEqual([]);
      clock.advance(0.001);
      expect(await ask()).toEqual(Array(50).fill(true));
      expect(written()).toEqual(["sessions.touch"]);
      expect((await auth.getSession(first.token))?.session.lastUsedAt).toBe(new Date(clock.now()).toISOString());
      clock.advance(interval - 0.001);
      await ask();
      expect(written()).toEqual([]);
    },
  );

  it("SE14 HT09 a use that cannot be written ends no session, does not count, and is rarely retried", async () => {
    const { storage, calls, state } = failing(await open(), ["sessions.touch"]);
    const { clock, first, isAlive } = await openSessions(storage, {
      session: { use: sessionUse({ idleTimeout: HOUR }) },
    });
    state.isDown = true;
    clock.advance(HOUR / 2);
    calls.length = 0;
    expect(await Promise.all(Array.from({ length: 50 }, () => isAlive(first.token)))).toEqual(Array(50).fill(true));
    expect(calls.filter((name) => name === "sessions.touch")).toHaveLength(1);
    clock.advance(HOUR / 2 - 1);
    expect(await isAlive(first.token)).toBe(true);
    clock.advance(1);
    expect(await isAlive(first.token)).toBe(false);
    state.isDown = false;
    expect(await isAlive(first.token)).toBe(false);
  });

  it("SE14 a server whose clock is behind takes back no use that another has noted", async () => {
    const { storage, calls } = recordCalls(await open());
    const { auth, clock, first } = await openSessions(storage, { session: { use: sessionUse({ idleTimeout: HOUR }) } });
    const used = first.session.lastUsedAt;
    clock.advance(-50);
    expect((await auth.getSession(first.token))?.session.lastUsedAt).toBe(used);
    expect(calls).not.toContain("sessions.touch");
  });

  it("a token of nobody, and verifyToken, note nothing", async () => {
    const { storage, calls } = recordCalls(await open());
    const { auth, clock, first } = await openSessions(storage, { session: { use: sessionUse({ idleTimeout: HOUR }) } });
    await auth.signOut(first.token);
    clock.advance(120);
    calls.length = 0;
    await auth.getUser(first.token);
    await auth.getUser("x");
    await auth.verifyToken(first.token);
    expect(calls).toEqual(["sessions.find"]);
  });

  it("Y31 a token old enough is renewed on use, on the same session, for a caller that can hand it on", async () => {
    const { auth, clock, first, events } = await openSessions(await open(), {
      session: { use: sessionUse({ renewAfter: HOUR }) },
    });
    clock.advance(HOUR - 1);
    expect(await auth.getSession(first.token, RENEW)).not.toHaveProperty("renewed");
    clock.advance(1);
    expect(await auth.getSession(first.token)).not.toHaveProperty("renewed");
    expect(events).toEqual([]);
    const found = await auth.getSession(first.token, RENEW);
    const expiresAt = new Date(clock.now() + 604_800_000).toISOString();
    expect(found).toMatchObject({
      user: first.user,
      session: { id: first.session.id, expiresAt },
      renewed: expect.any(String),
    });
    expect(await auth.getSession(found!.renewed, RENEW)).toStrictEqual({
      user: first.user,
      session: found!.session,
      claims: expect.objectContaining({ iat: clock.now() / 1000, sid: first.session.id }),
    });
    expect(events.map(({ type, sessionId }) => [type, sessionId])).toEqual([["session.refreshed", first.session.id]]);
    // An answer may be lost: as long as the client holds the old token, it is offered a new one.
    expect(await auth.getSession(first.token, RENEW)).toHaveProperty("renewed");
  });

  it("Y31 SE10 renewal ends with the absolute maximum, and stops asking for writes before it", async () => {
    const { storage, calls } = recordCalls(await open());
    const { auth, clock, first } = await openSessions(storage, {
      session: { lifetime: 2 * HOUR, maxLifetime: 5 * HOUR, use: sessionUse({ renewAfter: HOUR }) },
    });
    let { token } = first;
    for (let time = 0; time < 4; time++) {
      clock.advance(HOUR);
      token = (await auth.getSession(token, RENEW))?.renewed ?? token;
    }
    expect(calls.filter((name) => name === "sessions.extend")).toHaveLength(3);
    clock.advance(HOUR - 0.001);
    expect(await auth.getUser(token)).not.toBeNull();
    clock.advance(0.001);
    expect(await auth.getSession(token, RENEW)).toBeNull();
  });

  it("Y31 50 uses at once renew one session, and each gets a token that works", async () => {
    const { auth, own, clock, first, isAlive } = await openSessions(await open(), {
      session: { use: sessionUse({ renewAfter: HOUR }) },
    });
    clock.advance(HOUR);
    const answers = await Promise.all(Array.from({ length: 50 }, () => auth.getSession(first.token, RENEW)));
    expect(await Promise.all(answers.map((found) => isAlive(found!.renewed!)))).toEqual(Array(50).fill(true));
    expect(await own.list(first.token)).toHaveLength(1);
  });

  it("SE10 a session that is ended while it is renewed is nobody's", async () => {
    const { storage, during } = duringMethod(await open(), "sessions.extend");
    const { auth, clock, first } = await openSessions(storage, { session: { use: sessionUse({ renewAfter: HOUR }) } });
    clock.advance(HOUR);
    during(() => auth.signOut(first.token));
    expect(await auth.getSession(first.token, RENEW)).toBeNull();
    expect(await auth.getSession(first.token, RENEW)).toBeNull();
  });

  it("HT09 reading does not fail because a renewal does: storage, the claims or a hook", async () => {
    const { storage, state } = failing(await open(), ["sessions.extend", "sessions.touch"]);
    let broken = "";
    const claims = () => {
      if (broken === "claims") throw new RangeError("a mistake");
      return {};
    };
    const hooks = {
      before() {
        if (broken === "hook") throw new AuthError("refused", "Not now");
      },
    };
    const { auth, clock, first } = await openSessions(storage, {
      claims,
      hooks,
      session: { use: sessionUse({ renewAfter: HOUR }) },
    });
    clock.advance(HOUR);
    for (const cause of ["claims", "hook", "storage"]) {
      broken = cause;
      state.isDown = cause === "storage";
      expect(await auth.getSession(first.token, RENEW), cause).toMatchObject({
        user: first.user,
        session: { expiresAt: first.session.expiresAt },
      });
    }
    [broken, state.isDown] = ["", false];
    expect(await auth.getSession(first.token, RENEW)).toHaveProperty("renewed");
  });

  it("Y33 without a timeout the list still knows the last use, to ten minutes", async () => {
    const { storage, calls } = recordCalls(await open());
    const { auth, clock, first } = await openSessions(storage, { session: { use: sessionUse() } });
    clock.advance(599);
    await auth.getUser(first.token);
    expect(calls).not.toContain("sessions.touch");
    clock.advance(1);
    await auth.getUser(first.token);
    expect((await sessions(auth).list(first.token))[0]?.lastUsedAt).toBe(new Date(clock.now()).toISOString());
  });

  it("is not there unless it is asked for: reading is one read, and a session lasts its lifetime", async () => {
    const { storage, calls } = recordCalls(await open());
    const { auth, clock, first } = await openSessions(storage);
    clock.advance(604_799);
    calls.length = 0;
    expect(await auth.getSession(first.token, RENEW)).not.toHaveProperty("renewed");
    expect(calls).toEqual(["sessions.find"]);
  });
}
