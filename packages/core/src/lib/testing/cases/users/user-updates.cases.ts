import type { UserChanges } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import {
  addUser,
  moment,
  newCredentials,
  newPassword,
  newSession,
  race,
  randomEmail,
  randomText,
  readUser,
} from "../../fixtures.ts";
import { jsonSamples } from "../../json-samples.ts";

/** Changes of user name and metadata. */
export const userUpdateCases: Cases = {
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

  async "Y39 an update sets an address, verified or not, that nobody else of the pool has"(storage) {
    const { user } = await addUser(storage);
    const other = await addUser(storage);
    const email = randomEmail();
    const update = (changes: UserChanges, seconds: number) =>
      storage.users.update(user.id, changes, { at: moment(seconds) });
    checkSame(await update({ email, emailVerified: true }, 1), true, "both");
    const changed = { ...user, email, emailVerified: true, updatedAt: moment(1) };
    checkSame((await storage.users.find(user.id))?.user, changed, "the user");
    checkSame((await storage.users.findByEmail(user.pool, email))?.user.id, user.id, "by the address");
    checkSame(await storage.users.findByEmail(user.pool, user.email), null, "by the old address");
    checkSame(await update({ email }, 2), true, "the address that it has");
    checkSame(await update({ email: other.user.email, username: randomText() }, 3), false, "another user's address");
    checkSame((await storage.users.find(user.id))?.user, { ...changed, updatedAt: moment(2) }, "the user, untouched");
    checkSame(await update({ emailVerified: false }, 4), true, "the mark alone");
    checkSame((await storage.users.find(user.id))?.user.emailVerified, false, "the mark");
    await addUser(storage, { pool: `pool-${randomText()}`, email: user.email });
    checkSame(await update({ email: user.email }, 5), true, "an address of another pool");
  },

  async "Y39 of twenty users who get one address at the same moment, one has it"(storage) {
    const people = await race(20, () => addUser(storage));
    const email = randomEmail();
    const answers = await race(20, (index) =>
      storage.users.update(people[index]!.user.id, { email }, { at: moment(1) }).catch(() => false),
    );
    checkSame(answers.filter(Boolean).length, 1, "updates that went through");
    checkSame(
      (await storage.users.findByEmail("users", email))?.user.id,
      people[answers.indexOf(true)]!.user.id,
      "who has it",
    );
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

  async "a change to nobody is false"(storage) {
    const nobody = crypto.randomUUID();
    const answers = [
      await storage.users.rehashPassword(nobody, "$from", "$to"),
      await storage.users.setPassword(nobody, newPassword("$hash"), null),
      await storage.users.setDisabled(nobody, true, moment()),
      await storage.users.endSessions(nobody),
      await storage.users.setPassword(nobody, newPassword("$hash"), newSession(newCredentials().user)),
      await storage.users.delete(nobody),
    ];
    checkSame(answers, [false, null, false, false, null, false], "the answers");
  },
};
