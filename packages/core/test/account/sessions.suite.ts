import { expect, it } from "vitest";
import { AuthError, type AuthEvent, type Storage } from "../../src/index.ts";

import { intercept, errorOf, everyTextOf, recordCalls, refusal, SECRET } from "../support.ts";
import { duringMethod, everyCall, openSessions } from "./open-sessions.ts";

const DAY = 86_400;
const at = (now: () => number, seconds = 0) =>
  new Date(now() + seconds * 1000).toISOString(); /** What owners can do with their sessions, on any storage. */
export function sessionsSuite(open: () => Promise<Storage>): void {
  it("Y02 SE10 SE07 a token of no session gets nothing: ended, expired, forged, of another pool or user", async () => {
    const storage = await open();
    const { auth, own, clock, first, signIn } = await openSessions(storage);
    const ended = await signIn();
    await auth.signOut(ended.token);
    const admins = await openSessions(storage, { pool: "admins" });
    const forgers = await openSessions(storage, { secret: `${SECRET}, but another` });
    const short = await openSessions(storage, { session: { lifetime: 60 }, now: clock.now });
    clock.advance(61);
    const bad = [
      ended.token,
      admins.first.token,
      forgers.first.token,
      short.first.token,
      `${first.token}x`,
      first.token.slice(1),
      "",
      "a.b.c",
      null,
      undefined,
      1,
      {},
      [first.token],
    ];
    for (const token of bad as string[]) {
      for (const call of everyCall(own, token, first.session.id)) {
        expect(await errorOf(call()), String(token)).toMatchObject(
          refusal("unauthenticated", { message: "Not signed in" }),
        );
      }
    }
    expect(await own.list(first.token)).toHaveLength(1);
  });

  it("Y33 the list tells when, until when, from where, and which one asks; newest first", async () => {
    const { auth, own, clock, credentials, first } = await openSessions(await open());
    clock.advance(60);
    const second = await auth.signIn(credentials, { address: "2001:db8::1", agent: "second" });
    clock.advance(60);
    await own.refresh(first.token);
    const [begin, later] = [at(clock.now, -120), at(clock.now, -60)];
    expect(await own.list(first.token)).toStrictEqual([
      {
        id: second.session.id,
        current: false,
        createdAt: later,
        lastUsedAt: later,
        expiresAt: at(clock.now, 7 * DAY - 60),
        address: "2001:db8::1",
        agent: "second",
      },
      {
        id: first.session.id,
        current: true,
        createdAt: begin,
        lastUsedAt: at(clock.now),
        expiresAt: at(clock.now, 7 * DAY),
        address: "192.0.2.7",
        agent: "first",
      },
    ]);
    expect((await own.list(second.token)).map(({ current }) => current)).toEqual([true, false]);
  });

  it("SE07 the list has nobody else's sessions, and none that is over", async () => {
    const storage = await open();
    const { auth, own, clock, first, signIn } = await openSessions(storage);
    await openSessions(storage);
    await auth.signOut((await signIn()).token);
    clock.advance(6 * DAY);
    const [last] = [await signIn()];
    expect((await own.list(first.token)).map(({ id }) => id)).toEqual([last.session.id, first.session.id]);
    clock.advance(DAY);
    expect((await own.list(last.token)).map(({ id }) => id)).toEqual([last.session.id]);
  });

  it("Y33 ending one of one's own ends it alone, the one that asks included", async () => {
    const { own, first, signIn, isAlive, events } = await openSessions(await open());
    const [second, third] = [await signIn(), await signIn()];
    events.length = 0;
    await own.end(first.token, second.session.id, { address: "192.0.2.9", agent: null });
    expect(await Promise.all([first, second, third].map(({ token }) => isAlive(token)))).toEqual([true, false, true]);
    expect(events).toMatchObject([
      { type: "session.ended", userId: first.user.id, sessionId: second.session.id, client: { address: "192.0.2.9" } },
    ]);
    await own.end(first.token, first.session.id);
    expect(await Promise.all([first, third].map(({ token }) => isAlive(token)))).toEqual([false, true]);
  });

  it("SE07 another's session cannot be ended, and the refusal does not tell whether there is one", async () => {
    const { storage, calls } = recordCalls(await open());
    const { auth, own, first, signIn, events } = await openSessions(storage);
    const stranger = await openSessions(storage);
    const elsewhere = await openSessions(storage, { pool: "admins" });
    const gone = await signIn();
    await auth.signOut(gone.token);
    events.length = 0;
    const refusals = [];
    for (const id of [stranger.first.session.id, elsewhere.first.session.id, gone.session.id, "0123456789abcdef"]) {
      calls.length = 0;
      const error = await errorOf(own.end(first.token, id));
      refusals.push({ ...error, message: error.message, calls: [...calls] });
    }
    expect(refusals).toEqual(Array(4).fill(refusals[0]));
    expect(refusals[0]).toMatchObject(refusal("not_found", { calls: ["sessions.find", "sessions.delete"] }));
    expect([
      await stranger.isAlive(stranger.first.token),
      await elsewhere.isAlive(elsewhere.first.token),
      events,
    ]).toEqual([true, true, []]);
  });

  it("SE07 what is no session id never reaches the database", async () => {
    const { storage, calls } = recordCalls(await open());
    const { own, first } = await openSessions(storage);
    for (const id of [
      "",
      "%",
      "\0".repeat(16),
      "' or '1'='1",
      `${first.session.id} `,
      first.session.id.slice(1),
      "a".repeat(100_000),
      null,
      undefined,
      {},
      first.user.id,
    ]) {
      await expect(own.end(first.token, id as string)).rejects.toMatchObject(refusal("not_found"));
    }
    expect(calls).not.toContain("sessions.delete");
  });

  it("Y32 ending the others counts them, keeps the one that asks, and touches nobody else's", async () => {
    const storage = await open();
    const { own, first, signIn, isAlive, events } = await openSessions(storage);
    const stranger = await openSessions(storage);
    const others = [await signIn(), await signIn(), await signIn()];
    events.length = 0;
    expect(await own.endOthers(first.token)).toBe(3);
    expect(await Promise.all([first, ...others].map(({ token }) => isAlive(token)))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(await stranger.isAlive(stranger.first.token)).toBe(true);
    expect(await own.endOthers(first.token)).toBe(0);
    expect(events).toMatchObject([{ type: "sessions.ended", userId: first.user.id, sessionId: null }]);
  });

  it("Y32 SE10 ending all ends every session, also those refreshed or opened at the same time", async () => {
    const { own, first, signIn, isAlive, events } = await openSessions(await open());
    const others = await Promise.all(Array.from({ length: 10 }, signIn));
    const racing = others.flatMap(({ token }) =>
      Array.from({ length: 5 }, () =>
        own.refresh(token).then(
          ({ token: fresh }) => fresh,
          () => token,
        ),
      ),
    );
    await own.endAll(first.token);
    const tokens = [first.token, ...others.map(({ token }) => token), ...(await Promise.all(racing))];
    expect(await Promise.all(tokens.map(isAlive))).toEqual(tokens.map(() => false));
    expect(events.filter(({ type }) => type === "sessions.ended")).toHaveLength(1);
    expect(await isAlive((await signIn()).token)).toBe(true);
  });

  it("Y32 a sign-in that has checked the password before, and opens after, holds no session", async () => {
    const { storage, during } = duringMethod(await open(), "sessions.insert");
    const { own, first, signIn } = await openSessions(storage);
    during(() => own.endAll(first.token));
    await expect(signIn()).rejects.toMatchObject(refusal("invalid_credentials"));
  });

  it("HT09 storage trouble is storage_unavailable everywhere, never nobody, and tells nothing", async () => {
    let down = "";
    const storage = intercept(await open(), ({ name, proceed }) =>
      name === down ? Promise.reject(new Error("driver says alice@example.com")) : proceed(),
    );
    const { own, first, isAlive } = await openSessions(storage);
    const trouble: [string, () => Promise<unknown>][] = [
      ["sessions.extend", () => own.refresh(first.token)],
      ["sessions.find", () => own.list(first.token)],
      ["sessions.list", () => own.list(first.token)],
      ["sessions.delete", () => own.end(first.token, first.session.id)],
      ["sessions.deleteOthers", () => own.endOthers(first.token)],
      ["users.endSessions", () => own.endAll(first.token)],
    ];
    for (const [method, call] of trouble) {
      down = method;
      const error = await errorOf(call());
      expect(error).toMatchObject(refusal("storage_unavailable", { message: "Storage cannot be reached" }));
    }
    down = "";
    expect(await isAlive(first.token)).toBe(true);
  });

  it("Y44 a hook can refuse before anything happens, and hears afterwards without a secret", async () => {
    const refused: string[] = [];
    const events: AuthEvent[] = [];
    let refuses = false;
    const hooks = {
      before({ type, userId }: { type: string; userId: string | null }) {
        if (!refuses) return;
        refused.push(`${type} ${userId}`);
        throw new AuthError("refused", "Not on Sundays");
      },
      after: (event: AuthEvent) => void events.push(event),
    };
    const { storage, calls } = recordCalls(await open());
    const { own, first, signIn } = await openSessions(storage, { hooks });
    const second = await signIn();
    [refuses, calls.length, events.length] = [true, 0, 0];
    const { id } = first.user;
    for (const call of everyCall(own, first.token, second.session.id)) {
      const error = await call().then(
        () => null,
        (reason: Error) => reason,
      );
      if (error) expect(everyTextOf(error)).toContain("Not on Sundays");
    }
    expect(refused.sort()).toEqual([`refresh ${id}`, `sign_out ${id}`, `sign_out ${id}`, `sign_out ${id}`]);
    expect([new Set(calls), events]).toEqual([new Set(["sessions.find", "sessions.list"]), []]);

    refuses = false;
    const { token } = await own.refresh(first.token, { address: "192.0.2.1", agent: "app" });
    expect(events).toStrictEqual([
      {
        type: "session.refreshed",
        pool: "users",
        userId: id,
        sessionId: first.session.id,
        at: first.session.createdAt,
        client: { address: "192.0.2.1", agent: "app" },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(token.split(".")[2]);
  });

  it("asks storage for as little as it can", async () => {
    const { storage, calls } = recordCalls(await open());
    const { own, first, signIn } = await openSessions(storage);
    const second = await signIn();
    const heard = async (call: () => Promise<unknown>) => {
      calls.length = 0;
      await call();
      return calls.join(" ");
    };
    expect(await heard(() => own.refresh(first.token))).toBe("sessions.extend");
    expect(await heard(() => own.list(first.token))).toBe("sessions.find sessions.list");
    expect(await heard(() => own.listFor(first.session))).toBe("sessions.list");
    expect(await own.listFor(first.session)).toEqual(await own.list(first.token));
    expect(await heard(() => own.end(first.token, second.session.id))).toBe("sessions.find sessions.delete");
    expect(await heard(() => own.endOthers(first.token))).toBe("sessions.find sessions.deleteOthers");
    expect(await heard(() => own.endAll(first.token))).toBe("sessions.find users.endSessions");
    expect(await heard(() => own.refresh("x").catch(() => {}))).toBe("");
  });
}
