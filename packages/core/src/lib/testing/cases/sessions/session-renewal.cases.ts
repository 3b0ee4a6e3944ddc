import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { addUser, moment, newPassword, newSession, race, randomText } from "../../fixtures.ts";

/** A session is extended only while it is alive. */
export const sessionRenewalCases: Cases = {
  async "Y31 50 parallel refreshes are all answered, and it is one session"(storage) {
    const { user, session } = await addUser(storage, {
      metadata: { a: [1] },
      appMetadata: { role: "admin" },
      username: randomText(),
    });
    const answers = await race(50, () =>
      storage.sessions.extend(session.id, user.id, {
        expiresAt: moment(5400),
        at: moment(60),
        idleSince: null,
        pool: "users",
      }),
    );
    const extended = { session: { ...session, expiresAt: moment(5400), lastUsedAt: moment(60) }, user };
    for (const answer of answers) checkSame(answer, extended, "an answer");
    checkSame(await storage.sessions.list(user.id, moment(60)), [extended.session], "the sessions");
    checkSame(await storage.sessions.find(session.id), extended, "the session");
  },

  async "SE10 no refresh goes past the absolute end, or brings an expired session back"(storage) {
    const { user, session } = await addUser(storage);
    const extended = await storage.sessions.extend(session.id, user.id, {
      expiresAt: moment(99_999),
      at: moment(3599.999),
      idleSince: null,
      pool: "users",
    });
    checkSame(extended?.session.expiresAt, session.endsAt, "a millisecond before it expires");
    checkSame(
      await storage.sessions.extend(session.id, user.id, {
        expiresAt: moment(99_999),
        at: session.endsAt,
        idleSince: null,
        pool: "users",
      }),
      null,
      "at the end",
    );
    checkSame((await storage.sessions.find(session.id))?.session.expiresAt, session.endsAt, "the stored end");
    const expired = newSession(user);
    await storage.sessions.insert(expired, []);
    for (const at of [expired.expiresAt, moment(3600.001)]) {
      checkSame(
        await storage.sessions.extend(expired.id, user.id, {
          expiresAt: moment(7200),
          at: at,
          idleSince: null,
          pool: "users",
        }),
        null,
        "an expired one",
      );
    }
    checkSame((await storage.sessions.find(expired.id))?.session, expired, "it stays as it was");
  },

  async "SE14 no refresh of a session that lay idle"(storage) {
    const { user } = await addUser(storage);
    const session = newSession(user, { lastUsedAt: moment(10.001) });
    await storage.sessions.insert(session, []);
    const extend = (idleSince: Date) =>
      storage.sessions.extend(session.id, user.id, {
        expiresAt: moment(5400),
        at: moment(60),
        idleSince,
        pool: "users",
      });
    for (const idleSince of [moment(10.001), moment(10.002), moment(60)])
      checkSame(await extend(idleSince), null, "one that was not used since");
    checkSame((await storage.sessions.find(session.id))?.session, session, "it stays as it was");
    checkSame((await extend(moment(10)))?.session.expiresAt, moment(5400), "one that was used a millisecond after");
  },

  async "SE10 no refresh of a session that was ended, in any way, or is somebody else's"(storage) {
    const endings = {
      deleted: (id: string, userId: string) => storage.sessions.delete(id, userId),
      ended: (_: string, userId: string) => storage.users.endSessions(userId),
      disabled: (_: string, userId: string) => storage.users.setDisabled(userId, true, moment(1)),
      "given a new password": (_: string, userId: string) =>
        storage.users.setPassword(userId, newPassword("$new"), null),
      "without a user": (_: string, userId: string) => storage.users.delete(userId),
    };
    for (const [how, end] of Object.entries(endings)) {
      const { user, session } = await addUser(storage);
      await end(session.id, user.id);
      checkSame(
        await storage.sessions.extend(session.id, user.id, {
          expiresAt: moment(5400),
          at: moment(60),
          idleSince: null,
          pool: "users",
        }),
        null,
        `a session that is ${how}`,
      );
      checkSame(await storage.sessions.list(user.id, moment(60)), [], `the list of one that is ${how}`);
    }
    const [owner, stranger] = [await addUser(storage), await addUser(storage)];
    checkSame(
      await storage.sessions.extend(owner.session.id, stranger.user.id, {
        expiresAt: moment(5400),
        at: moment(60),
        idleSince: null,
        pool: "users",
      }),
      null,
      "a stranger's refresh",
    );
    checkSame((await storage.sessions.find(owner.session.id))?.session, owner.session, "the owner's session");
  },

  async "F64 a session of a user of another pool is not extended"(storage) {
    for (const [pool, other] of [
      ["users", "admins"],
      ["admins", "users"],
    ] as const) {
      const { user, session } = await addUser(storage, { pool });
      const extend = (asked: string) =>
        storage.sessions.extend(session.id, user.id, {
          expiresAt: moment(5400),
          at: moment(60),
          idleSince: null,
          pool: asked,
        });
      for (const wrong of [other, "", pool.toUpperCase(), `${pool} `])
        checkSame(await extend(wrong), null, `a refresh in the pool "${wrong}"`);
      checkSame((await storage.sessions.find(session.id))?.session, session, "the session");
      checkSame((await extend(pool))?.session.expiresAt, moment(5400), "the end after a refresh in its own pool");
    }
  },

  async "SE10 refreshes that race with the end of the session leave it ended"(storage) {
    const { user, session } = await addUser(storage);
    const calls: (() => Promise<unknown>)[] = Array.from(
      { length: 20 },
      () => () =>
        storage.sessions.extend(session.id, user.id, {
          expiresAt: moment(5400),
          at: moment(60),
          idleSince: null,
          pool: "users",
        }),
    );
    calls.splice(10, 0, () => storage.sessions.delete(session.id, user.id));
    await Promise.all(calls.map((call) => call()));
    checkSame(await storage.sessions.find(session.id), null, "the session");
  },
};
