import type { Cases } from "./cases.ts";
import { checkSame } from "./check.ts";
import { addUser, moment, newCredentials, newPassword, newSession, race, randomText } from "./fixtures.ts";

export const sessionLifeCases: Cases = {
  async "Y33 a session remembers where it was opened, and when it ends for good"(storage) {
    const { user } = await addUser(storage);
    const fields = {
      address: "2001:db8::1",
      agent: "Mozilla/5.0 'Zoë'; --",
      endsAt: moment(9999.001),
      lastUsedAt: moment(0.5),
    };
    const session = newSession(user, fields);
    await storage.sessions.insert(session, []);
    checkSame(await storage.sessions.find(session.id), { session, user }, "found");
    checkSame(
      await storage.sessions.extend(session.id, user.id, {
        expiresAt: moment(7000),
        at: moment(1),
        idleSince: null,
        pool: "users",
      }),
      { session: { ...session, expiresAt: moment(7000), lastUsedAt: moment(1) }, user },
      "extended",
    );
  },

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

  async "Y33 the living sessions are listed newest first, at most 100, and nobody else's"(storage) {
    const { user, session } = await addUser(storage);
    await addUser(storage);
    const expired = newSession(user, { expiresAt: moment(60), createdAt: moment(-1) });
    const others = Array.from({ length: 104 }, (_, index) => newSession(user, { createdAt: moment(1 + index) }));
    await storage.sessions.insert(expired, []);
    checkSame(
      await storage.sessions.list(user.id, moment(59.999)),
      [session, expired],
      "a millisecond before one expires",
    );
    checkSame(await storage.sessions.list(user.id, moment(60)), [session], "when it has");
    for (const other of others) await storage.sessions.insert(other, []);
    checkSame(await storage.sessions.list(user.id, moment(60)), others.reverse().slice(0, 100), "the newest 100");
    checkSame(await storage.sessions.list(crypto.randomUUID(), moment()), [], "nobody's");
    await storage.users.setDisabled(user.id, true, moment(61));
    checkSame(await storage.sessions.list(user.id, moment(62)), [], "a disabled user's");
  },

  async "Y33 a use is noted, and nothing else changes"(storage) {
    const { user, session } = await addUser(storage);
    await storage.sessions.touch(session.id, moment(42.042));
    checkSame(
      await storage.sessions.find(session.id),
      { session: { ...session, lastUsedAt: moment(42.042) }, user },
      "the session",
    );
    await storage.sessions.touch(randomText(), moment(43));
    await race(20, (index) => storage.sessions.touch(session.id, moment(index)));
  },

  async "Y32 the other sessions are ended, counted once, and the kept one and strangers' stay"(storage) {
    const { user, session } = await addUser(storage);
    const stranger = await addUser(storage);
    for (let count = 0; count < 5; count++) await storage.sessions.insert(newSession(user), []);
    const counts = await race(10, () => storage.sessions.deleteOthers(user.id, session.id));
    checkSame(
      counts.reduce((sum, count) => sum + count, 0),
      5,
      "ended in all",
    );
    checkSame(await storage.sessions.list(user.id, moment()), [session], "what is left");
    checkSame(
      await storage.sessions.find(stranger.session.id),
      { session: stranger.session, user: stranger.user },
      "a stranger's",
    );
    checkSame(
      await storage.sessions.deleteOthers(user.id, stranger.session.id),
      1,
      "with a stranger's to keep, all of one's own",
    );
    checkSame(await storage.sessions.deleteOthers(newCredentials().user.id, session.id), 0, "nobody's");
  },
};
