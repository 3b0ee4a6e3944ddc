import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import {
  addUser,
  moment,
  newApiKey,
  newCredentials,
  newPassword,
  newSession,
  newToken,
  race,
  randomEmail,
  randomText,
  readUser,
} from "./fixtures.ts";

export const userChangeCases: Cases = {
  async "SE06 a new password ends every session in the same step"(storage) {
    const { user, session } = await addUser(storage);
    const bystander = await addUser(storage);
    checkSame(
      await storage.users.setPassword(user.id, newPassword("$new"), null),
      { deletedApiKeys: 0 },
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

  async "F01 who was signed out meanwhile changes nothing of the account, and deletes nothing"(storage) {
    const { user, passwordHash } = await addUser(storage);
    const { id, email } = user;
    const [token, key] = [newToken(user), newApiKey(user)];
    await storage.tokens.put(token);
    await storage.users.setPassword(id, newPassword("$new", { from: passwordHash }), null);
    const after = await readUser(storage, user);
    const session = newSession(after.user);
    await storage.sessions.insert(session, []);
    await storage.apiKeys.insert(key, 2);
    const answers = [
      await storage.users.changeEmail(id, { from: email, to: randomEmail(), at: moment(6), sessionVersion: 1 }),
      await storage.users.update(
        id,
        { metadata: { planted: true }, username: randomText() },
        { at: moment(6), sessionVersion: 1 },
      ),
      await storage.users.delete(id, 1),
      await storage.apiKeys.insert(newApiKey(user), 1),
      await storage.sessions.insert(newSession(user), []),
    ];
    checkSame(answers, [false, false, false, false, false], "the answers of the version before");
    checkSame(await readUser(storage, user), after, "the user");
    checkSame(await storage.sessions.list(id, moment()), [session], "the sessions");
    checkSame(await storage.apiKeys.list(id), [key], "the keys");
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
      token,
      "the token",
    );

    const to = randomEmail();
    checkSame(
      await storage.users.update(id, { metadata: { own: true } }, { at: moment(7), sessionVersion: 2 }),
      true,
      "an update of this version",
    );
    checkSame(
      await storage.users.changeEmail(id, { from: email, to, at: moment(8), sessionVersion: 2 }),
      true,
      "a new address of this version",
    );
    const expected = { ...after.user, metadata: { own: true }, email: to, emailVerified: true, updatedAt: moment(8) };
    checkSame((await storage.users.find(id))?.user, expected, "the user after that");
    checkSame(await storage.users.delete(id, 2), true, "a deletion of this version");
    checkSame(
      [await storage.users.find(id), (await storage.sessions.find(session.id)) ?? null],
      [null, null],
      "what is left",
    );
  },

  async "F01 of a take-over and the writes of who is signed out by it, none of those comes after"(storage) {
    for (let round = 0; round < 10; round++) {
      const { user, passwordHash } = await addUser(storage);
      const change = newPassword(`$${randomText()}`, { from: passwordHash, provesEmail: true, deletesApiKeys: true });
      const planted = { planted: round };
      const calls: (() => Promise<unknown>)[] = [
        () => storage.users.update(user.id, { metadata: planted }, { at: moment(round), sessionVersion: 1 }),
        () =>
          storage.users.changeEmail(user.id, {
            from: user.email,
            to: randomEmail(),
            at: moment(round),
            sessionVersion: 1,
          }),
        () => storage.users.delete(user.id, 1),
      ];
      calls.splice(round % 4, 0, () => storage.users.setPassword(user.id, change, null));
      const answers = await Promise.all(calls.map((call) => call()));
      const [taken] = answers.splice(round % 4, 1);
      const found = await storage.users.find(user.id);
      // Each of them happened before the take-over, or not at all; without a user there is nothing to take over.
      checkSame(found === null, answers[2] === true, "who is gone");
      checkSame(taken !== null, found !== null, "the take-over answers");
      if (found)
        checkSame(
          [found.user.metadata !== null, found.user.email !== user.email],
          answers.slice(0, 2),
          "what is there",
        );
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
