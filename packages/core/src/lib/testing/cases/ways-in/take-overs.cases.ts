import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import {
  addUser,
  moment,
  newApiKey,
  newPassword,
  newSession,
  nextSession,
  newToken,
  randomEmail,
  randomText,
  readUser,
  passwordChanged,
} from "../../fixtures.ts";

/** The owner takes an account back: what others do with old sessions fails. */
export const takeOverCases: Cases = {
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
      // Each write happened before the take-over or not at all. Once the user is deleted there is no account to take
      // over.
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

  async "F01 a new password takes every API key along where it is told to, in the same step"(storage) {
    const bystander = await addUser(storage);
    const bystanders = newApiKey(bystander.user);
    await storage.apiKeys.insert(bystanders, 1);
    for (const withSession of [true, false]) {
      const { user, passwordHash } = await addUser(storage);
      const keys = [newApiKey(user), newApiKey(user), newApiKey(user, { expiresAt: moment(-1) })];
      for (const key of keys) await storage.apiKeys.insert(key, 1);
      const next = withSession ? nextSession(user) : null;
      const late = newPassword("$late", { from: "$another", deletesApiKeys: true });
      checkSame(await storage.users.setPassword(user.id, late, next), null, "a change that comes too late");
      checkSame((await storage.apiKeys.list(user.id)).length, 3, "keys after that");

      const change = newPassword(`$${randomText()}`, { from: passwordHash, deletesApiKeys: true });
      checkSame(
        await storage.users.setPassword(user.id, change, next),
        passwordChanged({ deletedApiKeys: 3 }),
        "the change answers",
      );
      checkSame(await storage.apiKeys.list(user.id), [], "keys");
      for (const { hash } of keys) checkSame(await storage.apiKeys.find(hash), null, "a key");
      checkSame((await storage.sessions.list(user.id, moment())).length, withSession ? 1 : 0, "living sessions");

      const kept = newApiKey(user);
      checkSame(await storage.apiKeys.insert(kept, 2), true, "a key of the new owner");
      checkSame(
        await storage.users.setPassword(user.id, newPassword("$", { from: change.to }), null),
        passwordChanged(),
        "a change that keeps them",
      );
      checkSame(await storage.apiKeys.list(user.id), [kept], "the key that is kept");
    }
    checkSame(await storage.apiKeys.list(bystander.user.id), [bystanders], "another user's keys");
  },

  async "F01 the hash that is there may be set again, and takes the keys along"(storage) {
    const { user, passwordHash } = await addUser(storage);
    await storage.apiKeys.insert(newApiKey(user), 1);
    const change = newPassword(passwordHash, { from: passwordHash, provesEmail: true, deletesApiKeys: true });
    checkSame(
      await storage.users.setPassword(user.id, change, nextSession(user)),
      passwordChanged({ deletedApiKeys: 1 }),
      "the change answers",
    );
    checkSame(await storage.apiKeys.list(user.id), [], "keys");
  },

  async "F01 no API key lives through a take-over that it races with"(storage) {
    for (let round = 0; round < 10; round++) {
      const { user, passwordHash } = await addUser(storage);
      const keys = Array.from({ length: 12 }, () => newApiKey(user));
      const change = newPassword(`$${randomText()}`, { from: passwordHash, provesEmail: true, deletesApiKeys: true });
      const calls: (() => Promise<unknown>)[] = keys.map((key) => () => storage.apiKeys.insert(key, 1));
      calls.splice(round, 0, () => storage.users.setPassword(user.id, change, nextSession(user)));
      const answers = await Promise.all(calls.map((call) => call()));
      const made = answers.filter((answer) => answer === true).length;
      checkSame(answers[round], passwordChanged({ deletedApiKeys: made }), "the change answers");
      checkSame(await storage.apiKeys.list(user.id), [], "keys that are left");
    }
  },
};
