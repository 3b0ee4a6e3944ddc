import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { addUser, moment, newCredentials, race, randomEmail, randomText, readUser } from "../../fixtures.ts";

/** A new e-mail address in the place of another. */
export const emailChangeCases: Cases = {
  async "Y38 a changed address is confirmed, and the old one free again"(storage) {
    const { user, passwordHash, session } = await addUser(storage);
    const email = randomEmail();
    checkSame(
      await storage.users.changeEmail(user.id, { from: randomEmail(), to: email, at: moment(5) }),
      false,
      "from an address that is not the user's",
    );
    checkSame(
      await storage.users.changeEmail(user.id, { from: user.email, to: email, at: moment(5) }),
      true,
      "the change answers",
    );
    const changed = { ...user, email, emailVerified: true, updatedAt: moment(5) };
    checkSame(await storage.users.findByEmail("users", email), { user: changed, passwordHash }, "by the new address");
    checkSame(await storage.users.findByEmail("users", user.email), null, "by the old one");
    checkSame((await storage.sessions.find(session.id))?.user, changed, "the session lives on");
    checkSame(
      await storage.users.insert(newCredentials({ email: user.email }), null),
      true,
      "a newcomer with the old address",
    );
    checkSame(
      await storage.users.changeEmail(crypto.randomUUID(), { from: user.email, to: randomEmail(), at: moment(5) }),
      false,
      "nobody's",
    );
  },

  async "Y38 a taken address is false and changes nothing; in another pool it is free"(storage) {
    const [taken, elsewhere, { user }] = [
      await addUser(storage),
      await addUser(storage, { pool: `pool-${randomText()}` }),
      await addUser(storage),
    ];
    checkSame(
      await storage.users.changeEmail(user.id, { from: user.email, to: taken.user.email, at: moment(5) }),
      false,
      "the taken address",
    );
    checkSame((await readUser(storage, user)).user, user, "the user");
    checkSame((await readUser(storage, taken.user)).user, taken.user, "the owner");
    checkSame(
      await storage.users.changeEmail(user.id, { from: user.email, to: elsewhere.user.email, at: moment(5) }),
      true,
      "taken in another pool",
    );
  },

  async "Y38 of users who change to one address together, one gets it"(storage) {
    for (let round = 0; round < 5; round++) {
      const email = randomEmail();
      const people = await race(10, () => addUser(storage));
      // A database may find out late and refuse with an error. What counts is that one user has the address.
      const answers = await race(10, (index) =>
        storage.users
          .changeEmail(people[index]!.user.id, { from: people[index]!.user.email, to: email, at: moment(5) })
          .catch(() => false),
      );
      checkSame(answers.filter(Boolean).length, 1, "who got it");
      checkSame(
        (await storage.users.findByEmail("users", email))?.user.id,
        people[answers.indexOf(true)]!.user.id,
        "the owner",
      );
    }
  },
};
