import type { UserRecord } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { newCredentials, newSession, race, randomText } from "../../fixtures.ts";

/** A pool that never had a user. */
const emptyPool = () => `pool-${randomText()}`;

function newRival(fields: Partial<UserRecord>) {
  const credentials = newCredentials(fields);
  return { credentials, session: newSession(credentials.user) };
}

export const firstUserCases: Cases = {
  async "Y42 the first user of an empty pool is there as handed in, with a session or without"(storage) {
    const { credentials, session } = newRival({
      pool: emptyPool(),
      username: randomText(),
      appMetadata: { role: "owner" },
      emailVerified: true,
    });
    checkSame(await storage.users.insertFirst(credentials, session), true, "the insert answers");
    checkSame(await storage.users.find(credentials.user.id), credentials, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user: credentials.user }, "the session");
    const other = newCredentials({ pool: emptyPool() });
    checkSame(await storage.users.insertFirst(other, null), true, "without a session");
    checkSame(await storage.users.find(other.user.id), other, "the user without a session");
  },

  async "Y42 of 20 first users of one empty pool, each with another address, one gets in"(storage) {
    for (let round = 0; round < 3; round++) {
      const pool = emptyPool();
      const rivals = Array.from({ length: 20 }, () => newRival({ pool }));
      const answers = await race(20, (index) =>
        storage.users.insertFirst(rivals[index]!.credentials, rivals[index]!.session),
      );
      checkSame(answers.filter(Boolean).length, 1, "winners");
      const winner = rivals[answers.indexOf(true)]!;
      checkSame(await storage.users.list(pool, null, 100), [winner.credentials.user], "the users of the pool");
      for (const { session, credentials } of rivals) {
        const expected = session === winner.session ? { session, user: credentials.user } : null;
        checkSame(await storage.sessions.find(session.id), expected, "a rival's session");
      }
    }
  },

  async "Y42 of first users and ordinary ones that come together, at most one is the first"(storage) {
    const pool = emptyPool();
    const rivals = Array.from({ length: 20 }, () => newRival({ pool }));
    const answers = await race(20, async (index) => {
      const { credentials, session } = rivals[index]!;
      const isFirst = index % 2 === 0;
      return {
        isFirst,
        isIn: isFirst
          ? await storage.users.insertFirst(credentials, session)
          : await storage.users.insert(credentials, session),
      };
    });
    checkSame(answers.filter(({ isFirst, isIn }) => !isFirst && !isIn).length, 0, "ordinary users who were refused");
    const firsts = answers.filter(({ isFirst, isIn }) => isFirst && isIn).length;
    checkSame(firsts <= 1, true, "at most one first user");
    checkSame((await storage.users.list(pool, null, 100)).length, 10 + firsts, "users in all");
  },

  async "Y42 a pool that has a user gets no first one, however that user came"(storage) {
    for (const how of ["insert", "insertFirst"] as const) {
      const pool = emptyPool();
      await storage.users[how](newCredentials({ pool }), null);
      const late = newRival({ pool });
      checkSame(await storage.users.insertFirst(late.credentials, late.session), false, `after ${how}`);
      checkSame(await storage.users.find(late.credentials.user.id), null, "the late user");
      checkSame(await storage.sessions.find(late.session.id), null, "the late session");
    }
  },

  async "Y42 a pool whose users are gone gets no first one again, not even the same"(storage) {
    for (const how of ["insert", "insertFirst"] as const) {
      const pool = emptyPool();
      const first = newCredentials({ pool });
      await storage.users[how](first, null);
      await storage.users.delete(first.user.id);
      checkSame(await storage.users.insertFirst(newCredentials({ pool }), null), false, `another, after ${how}`);
      checkSame(await storage.users.insertFirst(first, null), false, `the same, after ${how}`);
      checkSame(await storage.users.list(pool, null, 100), [], "the users of the pool");
      checkSame(await storage.users.insert(newCredentials({ pool }), null), true, "an ordinary user");
    }
  },

  async "ID15 a first user whose session cannot be stored leaves the pool empty"(storage) {
    const pool = emptyPool();
    const owner = newRival({});
    await storage.users.insert(owner.credentials, owner.session);
    const first = newCredentials({ pool });
    const answer = await storage.users
      .insertFirst(first, newSession(first.user, { id: owner.session.id }))
      .catch(() => false);
    checkSame(answer, false, "the insert answers");
    checkSame(await storage.users.find(first.user.id), null, "the half user");
    checkSame(await storage.users.insertFirst(first, null), true, "the next try");
  },
};
