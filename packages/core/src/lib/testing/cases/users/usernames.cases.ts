import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { addUser, moment, newCredentials, newSession, race, randomText, readUser } from "../../fixtures.ts";

/** A user name is unique within its pool. */
export const usernameCases: Cases = {
  async "Y45 a user name is unique within its pool, and null is no name"(storage) {
    const username = randomText();
    const pool = `pool-${randomText()}`;
    const first = await addUser(storage, { username });
    const second = newCredentials({ username });
    const session = newSession(second.user);
    checkSame(await storage.users.insert(second, session), false, "the same name");
    checkSame(await storage.users.find(second.user.id), null, "its user");
    checkSame(await storage.sessions.find(session.id), null, "its session");
    const elsewhere = await addUser(storage, { username, pool });
    const nameless = await race(3, () => addUser(storage));
    for (const { user } of nameless)
      checkSame((await storage.users.find(user.id))?.user.username, null, "a nameless user's name");
    checkSame((await storage.users.findByUsername("users", username))?.user, first.user, "by name");
    checkSame((await storage.users.findByUsername(pool, username))?.user, elsewhere.user, "by name in another pool");
    for (const other of [username.toUpperCase() + "x", `${username} `, "", "%", "null"]) {
      checkSame(await storage.users.findByUsername("users", other), null, `looking for ${JSON.stringify(other)}`);
    }
  },

  async "Y45 of 50 parallel inserts of one user name one wins, and only its session exists"(storage) {
    const username = randomText();
    const rivals = Array.from({ length: 50 }, () => newCredentials({ username }));
    const sessions = rivals.map(({ user }) => newSession(user));
    const answers = await race(50, (index) => storage.users.insert(rivals[index]!, sessions[index]!));
    checkSame(answers.filter(Boolean).length, 1, "winners");
    checkSame(await storage.users.findByUsername("users", username), rivals[answers.indexOf(true)], "the stored user");
    const found = await race(50, (index) => storage.sessions.find(sessions[index]!.id));
    checkSame(found.filter((session) => session !== null).length, 1, "sessions");
  },

  async "Y45 a taken user name is false and changes nothing"(storage) {
    const username = randomText();
    const owner = await addUser(storage, { username });
    const { user } = await addUser(storage, { metadata: { kept: true } });
    checkSame(
      await storage.users.update(user.id, { username, metadata: { kept: false } }, { at: moment(5) }),
      false,
      "the update answers",
    );
    checkSame((await readUser(storage, user)).user, user, "the user");
    checkSame((await readUser(storage, owner.user)).user, owner.user, "the owner");
    const elsewhere = await addUser(storage, { pool: `pool-${randomText()}` });
    checkSame(await storage.users.update(elsewhere.user.id, { username }, { at: moment(5) }), true, "in another pool");
  },

  async "Y45 of users who take one name together, one gets it"(storage) {
    for (let round = 0; round < 5; round++) {
      const username = randomText();
      const people = await race(10, () => addUser(storage));
      const answers = await race(10, (index) =>
        storage.users.update(people[index]!.user.id, { username }, { at: moment(5) }).catch(() => false),
      );
      checkSame(answers.filter(Boolean).length, 1, "who got it");
      checkSame(
        (await storage.users.findByUsername("users", username))?.user.id,
        people[answers.indexOf(true)]!.user.id,
        "the owner",
      );
    }
  },
};
