import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { addUser, moment, newCredentials, newSession, race, randomEmail, randomText, readUser } from "./fixtures.ts";
import { jsonSamples } from "./json-samples.ts";

export const identityCases: Cases = {
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
      // A database may notice that late, and refuse with an error; what counts is that one has it.
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

  async "Y39 an update changes what is given and leaves the rest"(storage) {
    const username = randomText();
    const { user, session } = await addUser(storage, {
      username,
      metadata: { theme: "dark" },
      appMetadata: { role: "admin" },
    });
    const read = async () => (await storage.sessions.find(session.id))?.user;
    checkSame(
      await storage.users.update(user.id, { metadata: { theme: "light" } }, { at: moment(1) }),
      true,
      "metadata",
    );
    checkSame(await read(), { ...user, metadata: { theme: "light" }, updatedAt: moment(1) }, "after metadata");
    const given = JSON.parse('{"appMetadata":{"role":null}}') as { appMetadata: { role: null } };
    checkSame(
      await storage.users.update(
        user.id,
        { ...given, metadata: undefined as never, username: undefined as never },
        { at: moment(2) },
      ),
      true,
      "appMetadata",
    );
    checkSame(
      await read(),
      { ...user, metadata: { theme: "light" }, appMetadata: { role: null }, updatedAt: moment(2) },
      "after appMetadata",
    );
    checkSame(
      await storage.users.update(user.id, { username: null, metadata: null, appMetadata: null }, { at: moment(3) }),
      true,
      "nothing left",
    );
    checkSame(
      await read(),
      { ...user, username: null, metadata: null, appMetadata: null, updatedAt: moment(3) },
      "after nothing left",
    );
    checkSame(await storage.users.findByUsername("users", username), null, "by the old name");
    checkSame(await storage.users.update(user.id, { username }, { at: moment(4) }), true, "the name again");
    checkSame(await storage.users.update(user.id, { username }, { at: moment(5) }), true, "the name that it has");
    checkSame((await storage.users.findByUsername("users", username))?.user.id, user.id, "by the name");
    checkSame(await storage.users.update(crypto.randomUUID(), { metadata: {} }, { at: moment(6) }), false, "nobody's");
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

  async "Y39 updates of different fields at once are all there"(storage) {
    const { user } = await addUser(storage);
    const username = randomText();
    const changes = [{ username }, { metadata: { a: 1 } }, { appMetadata: { b: 2 } }];
    checkSame(
      await race(3, (index) => storage.users.update(user.id, changes[index]!, { at: moment(5) })),
      [true, true, true],
      "the answers",
    );
    checkSame(
      (await readUser(storage, user)).user,
      { ...user, username, metadata: { a: 1 }, appMetadata: { b: 2 }, updatedAt: moment(5) },
      "the user",
    );
  },

  async "ID11 both metadata come back exactly, inserted or updated"(storage) {
    for (const json of jsonSamples) {
      const { user, session } = await addUser(storage, { appMetadata: json });
      checkSame((await storage.sessions.find(session.id))?.user.appMetadata, json, "inserted");
      await storage.users.update(user.id, { metadata: json, appMetadata: { json } }, { at: moment(5) });
      const found = await storage.users.find(user.id);
      check(found !== null, "the user is gone");
      checkSame([found.user.metadata, found.user.appMetadata], [json, { json }], "updated");
    }
  },
};
