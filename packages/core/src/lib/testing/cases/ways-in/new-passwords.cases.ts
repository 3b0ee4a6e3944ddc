import type { Storage } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import {
  addUser,
  moment,
  newPassword,
  newSession,
  nextSession,
  race,
  randomText,
  readUser,
  passwordChanged,
} from "../../fixtures.ts";

async function checkDead(storage: Storage, id: string, sentence: string): Promise<void> {
  const found = await storage.sessions.find(id);
  check(found === null || found.session.version !== found.user.sessionVersion, sentence);
}

/** A new password with a session of its own. */
export const newPasswordCases: Cases = {
  async "Y37 a new password ends every session and opens one, in one step"(storage) {
    const { user, session, passwordHash } = await addUser(storage);
    const next = nextSession(user);
    checkSame(
      await storage.users.setPassword(user.id, newPassword("$new", { from: passwordHash }), next),
      passwordChanged(),
      "the change answers",
    );
    const changed = { ...user, sessionVersion: 2, updatedAt: moment(5) };
    checkSame(await storage.users.find(user.id), { user: changed, passwordHash: "$new" }, "the user");
    checkSame(await storage.sessions.find(next.id), { session: next, user: changed }, "the new session");
    await checkDead(storage, session.id, "the old session is alive");
  },

  async "Y37 of 50 who replace one password together one succeeds, and only its session is open"(storage) {
    const { user, passwordHash } = await addUser(storage);
    const rivals = Array.from({ length: 50 }, () => ({ to: `$${randomText()}`, session: nextSession(user) }));
    const answers = await race(50, (index) =>
      storage.users.setPassword(
        user.id,
        newPassword(rivals[index]!.to, { from: passwordHash }),
        rivals[index]!.session,
      ),
    );
    checkSame(
      answers.filter((answer) => answer !== null),
      [passwordChanged()],
      "winners",
    );
    const winner = rivals[answers.findIndex((answer) => answer !== null)]!;
    const stored = await readUser(storage, user);
    checkSame([stored.passwordHash, stored.user.sessionVersion], [winner.to, 2], "the user");
    for (const { session } of rivals) {
      const expected = session === winner.session ? { session, user: stored.user } : null;
      checkSame(await storage.sessions.find(session.id), expected, "a rival's session");
    }
    checkSame(await storage.sessions.list(user.id, moment()), [winner.session], "the living sessions");
  },

  async "Y37 a password that is not the stored one any more changes nothing and opens nothing"(storage) {
    const { user, session, passwordHash } = await addUser(storage, { emailVerified: false });
    // Nor a session of a version that another change has made in the meantime.
    for (const late of [newSession(user), nextSession(user)]) {
      checkSame(
        await storage.users.setPassword(user.id, newPassword("$late", { from: "$another", provesEmail: true }), late),
        null,
        "the change answers",
      );
      checkSame(await storage.sessions.find(late.id), null, "the late session");
    }
    checkSame(await readUser(storage, user), { user, passwordHash }, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
  },

  async "Y37 the session of a new password has the version after the change, whatever ended sessions before it"(
    storage,
  ) {
    const { user, passwordHash } = await addUser(storage);
    const next = nextSession(user);
    await storage.users.endSessions(user.id);
    checkSame(
      await storage.users.setPassword(user.id, newPassword("$new", { from: passwordHash }), next),
      passwordChanged(),
      "the change answers",
    );
    checkSame(await storage.sessions.list(user.id, moment()), [{ ...next, version: 3 }], "the living sessions");
  },

  async "Y35 a reset replaces any password, and proves the address"(storage) {
    const { user } = await addUser(storage);
    const next = nextSession(user);
    checkSame(
      await storage.users.setPassword(user.id, newPassword("$new", { provesEmail: true }), next),
      passwordChanged(),
      "the reset answers",
    );
    const { user: stored } = await readUser(storage, user);
    checkSame(stored, { ...user, emailVerified: true, sessionVersion: 2, updatedAt: moment(5) }, "the user");
    checkSame((await storage.sessions.find(next.id))?.session, next, "the new session");

    checkSame(
      await storage.users.setPassword(user.id, newPassword("$newer"), null),
      passwordChanged(),
      "a change that proves nothing",
    );
    checkSame((await readUser(storage, user)).user.emailVerified, true, "the address stays confirmed");
  },

  async "Y47 a new password of a disabled user opens no session"(storage) {
    const { user } = await addUser(storage, { disabled: true });
    const next = nextSession(user);
    checkSame(
      await storage.users.setPassword(user.id, newPassword("$new"), next),
      passwordChanged(),
      "the change answers",
    );
    checkSame((await readUser(storage, user)).passwordHash, "$new", "the hash");
    checkSame(await storage.sessions.find(next.id), null, "the session");
  },

  async "ID15 a new password whose session cannot be stored is not stored either"(storage) {
    const owner = await addUser(storage);
    const { user, passwordHash, session } = await addUser(storage);
    const answer = await storage.users
      .setPassword(user.id, newPassword("$new"), { ...nextSession(user), id: owner.session.id })
      .catch(() => null);
    checkSame(answer, null, "the change answers");
    checkSame(await readUser(storage, user), { user, passwordHash }, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(
      await storage.sessions.find(owner.session.id),
      { session: owner.session, user: owner.user },
      "the session with that id",
    );
  },
};
