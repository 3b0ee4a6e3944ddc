import { expect, it } from "vitest";
import { createAuth, type Storage } from "../../src/index.ts";
import { sessions } from "../../src/sessions.ts";
import { fastHasher } from "../../src/testing.ts";
import { refusal, SECRET } from "../support.ts";
import { duringMethod, openSessions } from "./open-sessions.ts";

const DAY = 86_400;
const claimsOf = (token: string) =>
  JSON.parse(atob(token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, number | string>;
const at = (now: () => number, seconds = 0) =>
  new Date(now() + seconds * 1000).toISOString(); /** What a refresh does, on any storage. */
export function sessionRefreshSuite(open: () => Promise<Storage>): void {
  it("Y31 a refresh extends the same session, with a new token; the old token keeps its own end", async () => {
    const { auth, own, clock, first, isAlive } = await openSessions(await open());
    clock.advance(3 * DAY);
    const { user, session, token } = await own.refresh(first.token);
    expect(user).toEqual(first.user);
    expect(session).toStrictEqual({ ...first.session, expiresAt: at(clock.now, 7 * DAY), lastUsedAt: at(clock.now) });
    expect(claimsOf(token)).toStrictEqual({
      ...claimsOf(first.token),
      iat: clock.now() / 1000,
      exp: clock.now() / 1000 + 7 * DAY,
    });
    expect(await auth.getSession(token)).toMatchObject({ user, session });
    expect(await isAlive(first.token)).toBe(true);
    clock.advance(4 * DAY);
    expect([await isAlive(first.token), await isAlive(token)]).toEqual([false, true]);
    await expect(own.refresh(first.token)).rejects.toMatchObject(refusal("unauthenticated"));
    clock.advance(3 * DAY);
    expect(await isAlive(token)).toBe(false);
  });

  it("Y31 SE10 no number of refreshes goes past the absolute maximum, by token or by row", async () => {
    const { own, clock, first, isAlive, storage } = await openSessions(await open());
    const end = at(clock.now, 30 * DAY);
    let { token, session } = first;
    for (let day = 1; day < 30; day++) {
      clock.advance(DAY);
      ({ token, session } = await own.refresh(token));
      expect(
        session.expiresAt <= end && claimsOf(token).exp === Date.parse(session.expiresAt) / 1000,
        `day ${day}`,
      ).toBe(true);
    }
    expect(session.expiresAt).toBe(end);
    expect((await storage.sessions.find(session.id))?.session.expiresAt.toISOString()).toBe(end);
    clock.advance(DAY - 0.001);
    ({ token } = await own.refresh(token));
    expect(await isAlive(token)).toBe(true);
    clock.advance(0.001);
    expect(await isAlive(token)).toBe(false);
    await expect(own.refresh(token)).rejects.toMatchObject(refusal("unauthenticated"));
  });

  it("Y31 SE10 the maximum counts from sign-in, and stays when the configuration changes", async () => {
    const storage = await open();
    const { clock, first } = await openSessions(storage, { session: { lifetime: 3600, maxLifetime: 5400 } });
    clock.advance(3000);
    const generous = createAuth({ storage, secret: SECRET, passwords: fastHasher(), now: clock.now });
    expect((await sessions(generous).refresh(first.token)).session.expiresAt).toBe(at(clock.now, 2400));
  });

  it("Y31 50 refreshes at once are all answered, and there is one session", async () => {
    const { own, clock, first, isAlive, events } = await openSessions(await open());
    clock.advance(60);
    const answers = await Promise.all(Array.from({ length: 50 }, () => own.refresh(first.token)));
    expect(new Set(answers.map(({ session }) => session.id))).toEqual(new Set([first.session.id]));
    expect(await Promise.all(answers.map(({ token }) => isAlive(token)))).toEqual(Array(50).fill(true));
    expect(await own.list(answers[49]!.token)).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(Array(50).fill("session.refreshed"));
  });

  it("Y31 SE10 50 refreshes that race with signing out leave it dead, whatever they were told", async () => {
    const { auth, own, first, isAlive } = await openSessions(await open());
    const calls = Array.from({ length: 50 }, () => () => own.refresh(first.token).then(({ token }) => token));
    calls.splice(25, 0, () => auth.signOut(first.token).then(() => first.token));
    const answers = await Promise.allSettled(calls.map((call) => call()));
    const tokens = answers.filter((answer) => answer.status === "fulfilled").map(({ value }) => value);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject(refusal("unauthenticated"));
    expect(await Promise.all(tokens.map(isAlive))).toEqual(tokens.map(() => false));
    await expect(own.refresh(first.token)).rejects.toMatchObject(refusal("unauthenticated"));
  });

  it.each(["signOut", "endAll", "endOthers", "disable", "delete"] as const)(
    "SE10 a refresh between whose read and write %s comes extends nothing",
    async (what) => {
      const { storage, during } = duringMethod(await open(), "sessions.extend");
      const { auth, own, first, signIn, isAlive, events } = await openSessions(storage);
      const other = await signIn();
      const acts = {
        signOut: () => auth.signOut(first.token),
        endAll: () => own.endAll(other.token),
        endOthers: () => own.endOthers(other.token),
        disable: () => storage.users.setDisabled(first.user.id, true, new Date()),
        delete: () => storage.users.delete(first.user.id),
      };
      during(acts[what]);
      await expect(own.refresh(first.token)).rejects.toMatchObject(refusal("unauthenticated"));
      expect(await isAlive(first.token)).toBe(false);
      expect(events.map(({ type }) => type)).not.toContain("session.refreshed");
    },
  );

  it("leaves the session to its old token when the claims fail", async () => {
    const storage = await open();
    let isBroken = false;
    const claims = () => {
      if (isBroken) throw new RangeError("a mistake");
      return {};
    };
    const { own, first, isAlive } = await openSessions(storage, { claims });
    isBroken = true;
    await expect(own.refresh(first.token)).rejects.toThrow("a mistake");
    isBroken = false;
    expect(await isAlive(first.token)).toBe(true);
    expect(await own.refresh(first.token)).toMatchObject({ session: { id: first.session.id } });
  });
}
