import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import { addUser, moment, newCredentials, newSession, race, randomText } from "../../fixtures.ts";

export const sessionCases: Cases = {
  async "SE01 a second session stands beside the first"(storage) {
    const { user, session } = await addUser(storage, { metadata: { theme: "dark" } });
    const second = newSession(user, { createdAt: moment(60), expiresAt: moment(7260) });
    checkSame(await storage.sessions.insert(second, []), true, "the insert answers");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the first session");
    checkSame(await storage.sessions.find(second.id), { session: second, user }, "the second session");
  },

  async "SI04 a sign-in opens its session and resets its counters in one step, and no others"(storage) {
    const { user } = await addUser(storage);
    const keys = [randomText(), randomText(), randomText()];
    const add = (key: string) => storage.counters.add(key, moment(1), moment(600));
    for (const key of keys) await add(key);
    checkSame(await storage.sessions.insert(newSession(user), keys.slice(0, 2)), true, "the insert answers");
    checkSame(await Promise.all(keys.map(async (key) => (await add(key)).count)), [1, 1, 2], "the counts");
    checkSame(
      await storage.sessions.insert(newSession(user, { version: user.sessionVersion + 1 }), keys),
      false,
      "a dead session's insert answers",
    );
    checkSame(
      await Promise.all(keys.map(async (key) => (await add(key)).count)),
      [1, 1, 1],
      "the counts after the right password",
    );

    const taken = newSession(user);
    await storage.sessions.insert(taken, []);
    const answer = await storage.sessions.insert(taken, keys).catch(() => "an error");
    checkSame(answer === "an error" || answer === false, true, "a taken id is refused");
    if (answer === "an error") checkSame((await add(keys[0]!)).count, 2, "a count after an error");
  },

  async "ID14 a session id in use is never given to another session"(storage) {
    const owner = await addUser(storage);
    const other = await addUser(storage);
    const answer = await storage.sessions
      .insert(newSession(other.user, { id: owner.session.id }), [])
      .catch(() => false);
    checkSame(answer, false, "the insert answers");
    checkSame(
      await storage.sessions.find(owner.session.id),
      { session: owner.session, user: owner.user },
      "the first session",
    );
  },

  async "SE05 no session opens for a user who is gone or of another version"(storage) {
    const { user } = await addUser(storage);
    const strangers = [
      newSession(newCredentials().user),
      newSession(user, { version: user.sessionVersion - 1 }),
      newSession(user, { version: user.sessionVersion + 1 }),
    ];
    for (const session of strangers) {
      checkSame(await storage.sessions.insert(session, []), false, "the insert answers");
      checkSame(await storage.sessions.find(session.id), null, "its row");
    }
  },

  async "SE05 a sign-in that races with a deletion leaves no session behind"(storage) {
    const { user } = await addUser(storage);
    const sessions = Array.from({ length: 20 }, () => newSession(user));
    const calls = sessions.map((session) => () => storage.sessions.insert(session, []));
    calls.splice(10, 0, () => storage.users.delete(user.id));
    // A database may refuse the row of a deleted user with an error. What counts is what is stored afterwards.
    await Promise.allSettled(calls.map((call) => call()));
    for (const { id } of sessions) checkSame(await storage.sessions.find(id), null, "a session of nobody");
    checkSame(await storage.users.findByEmail(user.pool, user.email), null, "the user");
  },

  async "SE04 an expired session is found too, for the caller's clock to decide"(storage) {
    const { user } = await addUser(storage);
    const expired = newSession(user, { createdAt: moment(-7200), expiresAt: moment(-3600) });
    checkSame(await storage.sessions.insert(expired, []), true, "the insert answers");
    checkSame(await storage.sessions.find(expired.id), { session: expired, user }, "the expired session");
  },

  async "SE04 moments keep their milliseconds"(storage) {
    const { user } = await addUser(storage);
    for (const milliseconds of [0, 1, 499, 500, 999]) {
      const createdAt = new Date(Date.UTC(2026, 9, 25, 0, 59, 59, milliseconds));
      const session = newSession(user, { createdAt, expiresAt: new Date(createdAt.getTime() + 34_560_000_001) });
      await storage.sessions.insert(session, []);
      checkSame((await storage.sessions.find(session.id))?.session, session, `with ${milliseconds} ms`);
    }
  },

  async "P19 a session is ended once, and its neighbour stays"(storage) {
    const { user, session } = await addUser(storage);
    const neighbour = newSession(user);
    await storage.sessions.insert(neighbour, []);
    const answers = await race(20, () => storage.sessions.delete(session.id, user.id));
    checkSame(answers.filter(Boolean).length, 1, "deletions that found it");
    checkSame(await storage.sessions.find(session.id), null, "the session");
    check((await storage.sessions.find(neighbour.id)) !== null, "the neighbour is gone");
  },

  async "SE07 a session is ended only in its own user's name"(storage) {
    const { session, user } = await addUser(storage);
    const stranger = await addUser(storage);
    checkSame(await storage.sessions.delete(session.id, stranger.user.id), false, "the stranger's attempt");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
  },

  async "a session that never was is null, whatever its id looks like"(storage) {
    const { session } = await addUser(storage);
    for (const id of [randomText(), "", "%", "' or '1'='1", session.id.slice(0, -1), `${session.id} `]) {
      checkSame(await storage.sessions.find(id), null, `looking for ${JSON.stringify(id)}`);
    }
  },
};
