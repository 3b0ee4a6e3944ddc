import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import {
  addUser,
  addUserByPasskey,
  moment,
  newCredentials,
  newPassword,
  newPasskey,
  newSession,
  passwordChanged,
  race,
  randomText,
} from "../../fixtures.ts";

/** Passkeys: whose they are, and what happens when two ask at once. */
export const passkeyCases: Cases = {
  async "PK01 a passkey comes back as it was handed in, with its user and the first session"(storage) {
    const credentials = newCredentials({ metadata: { a: 1 }, username: randomText() }, `!${randomText()}`);
    const { user } = credentials;
    const session = newSession(user, { methods: ["passkey"] });
    const passkey = newPasskey(user, {
      id: `${randomText()}${"aZ_-".repeat(337)}`,
      publicKey: "k".repeat(3000),
      counter: 2 ** 32 - 1,
      transports: ["usb", "", "smart card", "🦊"],
      backupEligible: true,
      backedUp: true,
      aaguid: crypto.randomUUID(),
      name: "Zoë's +'; -- key",
      createdAt: moment(1.001),
      lastUsedAt: moment(2.002),
    });
    checkSame(await storage.passkeys.insertUser(passkey, credentials, session), true, "the insert answers");
    checkSame(await storage.users.find(user.id), credentials, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(await storage.passkeys.find(passkey.id), { passkey, user }, "the passkey");
    const plain = newPasskey(user, { transports: [], backupEligible: false, createdAt: moment(3) });
    checkSame(await storage.passkeys.insert(plain, 1), true, "another answers");
    checkSame(await storage.passkeys.list(user.id), [passkey, plain], "the list, the oldest first");
    for (const id of ["", passkey.id.toLowerCase(), passkey.id.slice(1), `${passkey.id} `])
      checkSame(await storage.passkeys.find(id), null, "another id");
  },

  async "PK07 the id of a passkey is unique over all users and pools, also at the same moment"(storage) {
    const { passkey } = await addUserByPasskey(storage);
    const other = await addUser(storage);
    checkSame(await storage.passkeys.insert({ ...passkey, userId: other.user.id }, 1), false, "the id of another user");
    const stranger = newCredentials({ pool: "admins" });
    const theirs = newPasskey(stranger.user, { id: passkey.id });
    const session = newSession(stranger.user);
    checkSame(await storage.passkeys.insertUser(theirs, stranger, session), false, "the id in another pool");
    const left = [await storage.users.find(stranger.user.id), await storage.sessions.find(session.id)];
    checkSame(left, [null, null], "what is left of the stranger");
    checkSame((await storage.passkeys.find(passkey.id))?.passkey, passkey, "the passkey");

    const { id } = newPasskey(other.user);
    const inserted = await race(10, () => storage.passkeys.insert(newPasskey(other.user, { id }), 1));
    checkSame(inserted.filter(Boolean).length, 1, "inserts of one id");
    const people = Array.from({ length: 10 }, () => newCredentials());
    const shared = newPasskey(other.user).id;
    const answers = await race(people.length, (index) => {
      const credentials = people[index]!;
      return storage.passkeys.insertUser(newPasskey(credentials.user, { id: shared }), credentials, null);
    });
    checkSame(answers.filter(Boolean).length, 1, "users that were made");
    checkSame((await storage.passkeys.find(shared))?.user, people[answers.indexOf(true)]!.user, "the user");
    const there = await Promise.all(people.map(async ({ user }) => (await storage.users.find(user.id)) !== null));
    checkSame(there, answers, "who is there");
  },

  async "PK01 a taken address makes no user and keeps no passkey, also at the same moment"(storage) {
    const { user } = await addUser(storage);
    const late = newCredentials({ email: user.email });
    const passkey = newPasskey(late.user);
    checkSame(await storage.passkeys.insertUser(passkey, late, newSession(late.user)), false, "the second user");
    checkSame(await storage.passkeys.find(passkey.id), null, "the passkey");

    const { email } = newCredentials().user;
    const people = Array.from({ length: 10 }, () => newCredentials({ email }));
    const passkeys = people.map((one) => newPasskey(one.user));
    const answers = await race(10, (index) => storage.passkeys.insertUser(passkeys[index]!, people[index]!, null));
    checkSame(answers.filter(Boolean).length, 1, "users that were made");
    const found = await Promise.all(passkeys.map(async ({ id }) => (await storage.passkeys.find(id)) !== null));
    checkSame(found, answers, "passkeys that are there");
  },

  async "SE06 who was signed out meanwhile adds no passkey"(storage) {
    const { user } = await addUser(storage);
    await storage.users.endSessions(user.id);
    const passkey = newPasskey(user);
    checkSame(await storage.passkeys.insert(passkey, 1), false, "a passkey asked for before");
    checkSame(await storage.passkeys.find(passkey.id), null, "its row");
    checkSame(await storage.passkeys.insert(passkey, 2), true, "a passkey asked for after");
    checkSame(await storage.passkeys.insert(newPasskey(newCredentials().user), 1), false, "a passkey of nobody");
  },

  async "PK07 a passkey is renamed and deleted by its own user alone"(storage) {
    const owner = await addUserByPasskey(storage);
    const other = await addUserByPasskey(storage);
    const { passkey, user } = owner;
    checkSame(await storage.passkeys.rename(passkey.id, other.user.id, "mine"), false, "a stranger's name for it");
    checkSame(await storage.passkeys.delete(passkey.id, other.user.id), "none", "a stranger's deletion");
    checkSame(await storage.passkeys.find(passkey.id), { passkey, user }, "the passkey");
    checkSame(await storage.passkeys.rename(passkey.id, user.id, "phone"), true, "the owner's name for it");
    checkSame((await storage.passkeys.find(passkey.id))?.passkey, { ...passkey, name: "phone" }, "with the name");
    checkSame(await storage.passkeys.rename(randomText(), user.id, "phone"), false, "a name for none");
    await storage.passkeys.insert(newPasskey(user), 1);
    checkSame(await storage.passkeys.delete(passkey.id, user.id), "deleted", "the owner's deletion");
    checkSame(await storage.passkeys.delete(passkey.id, user.id), "none", "once more");
    checkSame(await storage.passkeys.find(passkey.id), null, "the row");
  },

  async "OA10 a take-over deletes the passkeys that were added before, and those that race with it"(storage) {
    const { user } = await addUser(storage);
    const bystander = await addUserByPasskey(storage);
    const added = [newPasskey(user), newPasskey(user)];
    for (const one of added) await storage.passkeys.insert(one, 1);
    const kept = await storage.users.setPassword(user.id, newPassword(`$test$n=1$${randomText()}`), null);
    checkSame(kept, passwordChanged(), "a change that deletes none");
    const stale = newPassword("$next", { from: "$another", deletesWaysIn: true });
    checkSame(await storage.users.setPassword(user.id, stale, null), null, "a change that comes too late");
    checkSame(await storage.passkeys.list(user.id), added, "what is there");
    const change = newPassword(`$test$n=1$${randomText()}`, { deletesWaysIn: true });
    const changed = await storage.users.setPassword(user.id, change, null);
    checkSame(changed, passwordChanged({ deletedPasskeys: 2 }), "a change that deletes them");
    checkSame(await storage.passkeys.list(user.id), [], "what is left after that");

    const late = Array.from({ length: 20 }, () => newPasskey(user));
    const calls: (() => Promise<unknown>)[] = late.map((one) => () => storage.passkeys.insert(one, 3));
    const takeOver = newPassword(`$test$n=1$${randomText()}`, { deletesWaysIn: true });
    calls.splice(10, 0, () => storage.users.setPassword(user.id, takeOver, null));
    await race(calls.length, (index) => calls[index]!());
    checkSame(await storage.passkeys.list(user.id), [], "what is left");
    check((await storage.passkeys.find(bystander.passkey.id)) !== null, "another user's passkey is gone");
  },

  async "SE05 a deleted user takes the passkeys along, and those that race with the deletion"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    const calls: (() => Promise<unknown>)[] = Array.from(
      { length: 10 },
      () => () => storage.passkeys.insert(newPasskey(user), 1),
    );
    calls.splice(5, 0, () => storage.users.delete(user.id));
    await race(calls.length, (index) => calls[index]!());
    checkSame(await storage.passkeys.find(passkey.id), null, "the passkey");
    checkSame(await storage.passkeys.list(user.id), [], "the list");
    const next = newCredentials();
    checkSame(
      await storage.passkeys.insertUser({ ...passkey, userId: next.user.id }, next, null),
      true,
      "its id again",
    );
  },
};
