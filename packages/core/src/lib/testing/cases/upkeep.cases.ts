import type { SessionRecord, Storage } from "../../storage/storage.ts";
import type { Cases } from "../cases.ts";
import { check, checkSame } from "../check.ts";
import { addUser, moment, newSession, newToken, race, randomText, readUser } from "../fixtures.ts";

/** Long before the moments of all other cases, so that a sweep up to here deletes only these rows. */
const longAgo = (seconds: number) => new Date(Date.UTC(1975, 0, 1) + seconds * 1000);

/** An expired session, an expired token and a counter whose window is over. */
async function leaveExpired(storage: Storage): Promise<SessionRecord> {
  const { user } = await addUser(storage);
  const session = newSession(user, { createdAt: longAgo(-60), expiresAt: longAgo(0) });
  await storage.sessions.insert(session, []);
  await storage.tokens.put(newToken(user, { expiresAt: longAgo(0) }));
  await storage.counters.add(randomText(), longAgo(-60), longAgo(0));
  return session;
}

async function sweepAll(storage: Storage): Promise<void> {
  while ((await storage.sweep(longAgo(1), 1000)) > 0);
}

export const upkeepCases: Cases = {
  async "migrating again, eight at once, keeps every row"(storage) {
    const { user, passwordHash, session } = await addUser(storage, { metadata: { kept: true } });
    const token = newToken(user);
    const key = randomText();
    await storage.tokens.put(token);
    await storage.counters.add(key, moment(), moment(600));
    await race(8, () => storage.migrate());
    checkSame(await readUser(storage, user), { user, passwordHash }, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
      token,
      "the token",
    );
    checkSame((await storage.counters.add(key, moment(), moment(600))).count, 2, "the counter");
  },

  async "D21 sweeping takes at most the limit of each kind, and says how many"(storage) {
    await sweepAll(storage);
    const expired: SessionRecord[] = [];
    for (let count = 0; count < 5; count++) expired.push(await leaveExpired(storage));
    checkSame(await storage.sweep(longAgo(1), 2), 6, "swept of three kinds with a limit of 2");
    const left = await race(5, (index) => storage.sessions.find(expired[index]!.id));
    checkSame(left.filter((found) => found !== null).length, 3, "expired sessions left");
    checkSame(await storage.sweep(longAgo(1), 100), 9, "swept of the rest");
    for (const { id } of expired) checkSame(await storage.sessions.find(id), null, "an expired session");
    checkSame(await storage.sweep(longAgo(1), 100), 0, "swept of nothing");
  },

  async "D21 sweeping takes nothing that is still good"(storage) {
    await sweepAll(storage);
    const { user } = await addUser(storage);
    const session = newSession(user, { createdAt: longAgo(-60), expiresAt: longAgo(1.001) });
    const token = newToken(user, { expiresAt: longAgo(1.001) });
    const key = randomText();
    await storage.sessions.insert(session, []);
    await storage.tokens.put(token);
    await storage.counters.add(key, longAgo(0), longAgo(1.001));
    checkSame(await storage.sweep(longAgo(1), 1000), 0, "swept a millisecond too early");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: longAgo(1) }),
      token,
      "the token",
    );
    checkSame((await storage.counters.add(key, longAgo(1), longAgo(600))).count, 2, "the counter");
    check((await storage.users.findByEmail("users", user.email)) !== null, "the user is gone");
    await storage.counters.reset(key);
  },

  async "D21 parallel sweeps beside sign-ins take every expired row once and no live session"(storage) {
    await sweepAll(storage);
    for (let count = 0; count < 10; count++) await leaveExpired(storage);
    const { user } = await addUser(storage);
    const live = Array.from({ length: 10 }, () => newSession(user));
    const sweeps = race(4, () => storage.sweep(longAgo(1), 10));
    await race(10, (index) => storage.sessions.insert(live[index]!, []));
    const swept = (await sweeps).reduce((sum, count) => sum + count, 0);
    checkSame(swept + (await storage.sweep(longAgo(1), 1000)), 30, "swept in all");
    for (const session of live)
      checkSame((await storage.sessions.find(session.id))?.session, session, "a live session");
  },
};
