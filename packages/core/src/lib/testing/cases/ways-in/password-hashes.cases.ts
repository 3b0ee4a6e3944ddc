import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import { addUser, moment, newPassword, newSession, race, readUser, passwordChanged } from "../../fixtures.ts";

/** A new password hash, and a stronger one of the same password. */
export const passwordHashCases: Cases = {
  async "SE06 a new password ends every session in the same step"(storage) {
    const { user, session } = await addUser(storage);
    const bystander = await addUser(storage);
    checkSame(
      await storage.users.setPassword(user.id, newPassword("$new"), null),
      passwordChanged(),
      "the change answers",
    );
    const changed = { ...user, sessionVersion: 2, updatedAt: moment(5) };
    checkSame(await readUser(storage, user), { user: changed, passwordHash: "$new" }, "the user");
    const found = await storage.sessions.find(session.id);
    check(found === null || found.session.version !== found.user.sessionVersion, "the session is still alive");
    checkSame((await readUser(storage, bystander.user)).user, bystander.user, "another user");
  },

  async "SE06 a sign-in that races with a new password holds a dead session"(storage) {
    const { user } = await addUser(storage);
    const sessions = Array.from({ length: 20 }, () => newSession(user));
    const calls: (() => Promise<unknown>)[] = sessions.map((session) => () => storage.sessions.insert(session, []));
    calls.splice(10, 0, () => storage.users.setPassword(user.id, newPassword("$new"), null));
    await Promise.all(calls.map((call) => call()));
    checkSame((await readUser(storage, user)).user.sessionVersion, 2, "the session version");
    for (const { id } of sessions) {
      const found = await storage.sessions.find(id);
      check(
        found === null || found.session.version !== found.user.sessionVersion,
        "a session of the old password is alive",
      );
    }
    const late = newSession(user);
    checkSame(await storage.sessions.insert(late, []), false, "a late session of the old password");
    checkSame(await storage.sessions.find(late.id), null, "its row");
  },

  async "SE06 20 parallel new passwords count 20 versions"(storage) {
    const { user } = await addUser(storage);
    const answers = await race(20, (index) =>
      storage.users.setPassword(user.id, newPassword(`$${index}`, { at: moment(index) }), null),
    );
    checkSame(answers.filter(Boolean).length, 20, "changes");
    checkSame((await readUser(storage, user)).user.sessionVersion, 21, "the session version");
  },

  async "PW14 a re-hash swaps only the hash it was made from, and sessions live on"(storage) {
    const { user, passwordHash, session } = await addUser(storage);
    checkSame(await storage.users.rehashPassword(user.id, "$another", "$late"), false, "a re-hash of another hash");
    const answers = await race(20, (index) => storage.users.rehashPassword(user.id, passwordHash, `$stronger${index}`));
    checkSame(answers.filter(Boolean).length, 1, "re-hashes that won");
    const stored = await readUser(storage, user);
    checkSame(stored.passwordHash, `$stronger${answers.indexOf(true)}`, "the hash");
    checkSame(stored.user.sessionVersion, 1, "the session version");
    check((await storage.sessions.find(session.id)) !== null, "the session is gone");
  },

  async "PW14 a re-hash never overwrites a concurrent new password"(storage) {
    for (const setFirst of [true, false]) {
      const { user, passwordHash } = await addUser(storage);
      const set = () => storage.users.setPassword(user.id, newPassword("$new"), null);
      const rehash = () => storage.users.rehashPassword(user.id, passwordHash, "$stronger");
      await Promise.all((setFirst ? [set, rehash] : [rehash, set]).map((call) => call()));
      checkSame((await readUser(storage, user)).passwordHash, "$new", "the hash");
      checkSame(await storage.users.rehashPassword(user.id, passwordHash, "$stronger"), false, "a late re-hash");
      checkSame((await readUser(storage, user)).passwordHash, "$new", "the hash after a late re-hash");
    }
  },
};
