import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { addUser, moment, newCredentials, newSession, race, randomText } from "../../fixtures.ts";

/** What a session remembers, and which sessions a user has. */
export const sessionListCases: Cases = {
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
