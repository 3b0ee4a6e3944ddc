import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import { addUser, moment, newSession, readUser } from "../../fixtures.ts";

/** All sessions of a user end at once. */
export const endedSessionCases: Cases = {
  async "Y47 disabling ends every session and opens none; enabling brings none back"(storage) {
    const { user, session } = await addUser(storage);
    checkSame(await storage.users.setDisabled(user.id, true, moment(5)), true, "disabling answers");
    const disabled = (await readUser(storage, user)).user;
    checkSame(disabled, { ...user, disabled: true, sessionVersion: 2, updatedAt: moment(5) }, "the disabled user");
    checkSame(await storage.sessions.insert(newSession(disabled), []), false, "a session while disabled");

    checkSame(await storage.users.setDisabled(user.id, false, moment(6)), true, "enabling answers");
    const enabled = (await readUser(storage, user)).user;
    checkSame([enabled.disabled, enabled.updatedAt], [false, moment(6)], "the enabled user");
    const found = await storage.sessions.find(session.id);
    check(found === null || found.session.version !== found.user.sessionVersion, "the session is alive again");
    checkSame(await storage.sessions.insert(newSession(enabled), []), true, "a session while enabled");
  },

  async "SE05 a sign-in that races with disabling holds a dead session"(storage) {
    const { user } = await addUser(storage);
    const sessions = Array.from({ length: 20 }, () => newSession(user));
    const calls = sessions.map((session) => () => storage.sessions.insert(session, []));
    calls.splice(10, 0, () => storage.users.setDisabled(user.id, true, moment(5)));
    await Promise.all(calls.map((call) => call()));
    for (const { id } of sessions) {
      const found = await storage.sessions.find(id);
      check(
        found === null || found.session.version !== found.user.sessionVersion,
        "a session of a disabled user is alive",
      );
    }
  },

  async "SE08 ending the sessions of one user ends all of them and nobody else's"(storage) {
    const { user, session, passwordHash } = await addUser(storage);
    const bystander = await addUser(storage);
    checkSame(await storage.users.endSessions(user.id), true, "ending answers");
    const found = await storage.sessions.find(session.id);
    check(found === null || found.session.version !== found.user.sessionVersion, "the session is still alive");
    const stored = await readUser(storage, user);
    checkSame([stored.user.sessionVersion, stored.passwordHash], [2, passwordHash], "the user");
    checkSame(await storage.sessions.insert(newSession(user), []), false, "a session of the old version");
    checkSame(await storage.sessions.insert(newSession(stored.user), []), true, "a session of the new version");
    checkSame((await storage.sessions.find(bystander.session.id))?.user.sessionVersion, 1, "another user's version");
  },
};
