import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import {
  addUser,
  addUserByIdentity,
  moment,
  newCredentials,
  newIdentity,
  newPassword,
  newSession,
  race,
  randomText,
  passwordChanged,
} from "../../fixtures.ts";

const use = { at: moment(9.009), tokens: null };

/** Every letter in its other case. */
const otherCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter < "a" ? letter.toLowerCase() : letter.toUpperCase()));

/** Accounts at providers: whose they are, and what happens when two ask at once. */
export const identityCases: Cases = {
  async "OA08 an identity comes back as it was handed in, with its user, and each use is noted"(storage) {
    const credentials = newCredentials({ metadata: { a: 1 }, username: randomText() }, `!${randomText()}`);
    const { user } = credentials;
    const session = newSession(user, { methods: ["oauth:test", "totp"], provedAt: moment(-3.003) });
    const identity = newIdentity(user, { email: "Zoë+'; --@example.com", tokens: "sealed", createdAt: moment(1.001) });
    checkSame(await storage.identities.insertUser(identity, credentials, session), true, "the insert answers");
    checkSame(await storage.users.find(user.id), credentials, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(
      await storage.identities.use(identity, use),
      { identity: { ...identity, lastUsedAt: use.at }, user },
      "the identity",
    );
    const next = { at: moment(10), tokens: "sealed anew" };
    const used = { ...identity, lastUsedAt: next.at, tokens: next.tokens };
    checkSame(await storage.identities.use(identity, next), { identity: used, user }, "with other tokens");
    checkSame(await storage.identities.list(user.id), [used], "the list");
    for (const other of [
      { ...identity, pool: "admins" },
      { ...identity, provider: "tess" },
      { ...identity, subject: `${identity.subject} ` },
      { ...identity, subject: otherCase(identity.subject) },
    ]) {
      checkSame(await storage.identities.use(other, use), null, `looking for ${JSON.stringify(other)}`);
    }
  },

  async "OA08 an identity belongs to one user, also in another pool's tables and under another provider"(storage) {
    const { user, identity } = await addUserByIdentity(storage);
    const other = await addUser(storage);
    const theirs = { ...identity, userId: other.user.id };
    checkSame(await storage.identities.link(theirs, 1), false, "linking it to another user");
    checkSame((await storage.identities.use(identity, use))?.user.id, user.id, "its user");
    const stranger = newCredentials({ pool: "admins" });
    const elsewhere = newIdentity(stranger.user, { subject: identity.subject });
    checkSame(await storage.identities.insertUser(elsewhere, stranger, null), true, "the same subject in another pool");
    checkSame(await storage.identities.link({ ...theirs, provider: "other" }, 1), true, "at another provider");
    checkSame((await storage.identities.use(elsewhere, use))?.user.id, stranger.user.id, "the stranger's");
  },

  async "OA11 of twenty first sign-ins with one identity, one makes the user"(storage) {
    const subject = randomText();
    const people = Array.from({ length: 20 }, () => newCredentials());
    const answers = await race(people.length, (index) => {
      const credentials = people[index]!;
      const session = newSession(credentials.user);
      return storage.identities.insertUser(newIdentity(credentials.user, { subject }), credentials, session);
    });
    checkSame(answers.filter(Boolean).length, 1, "users that were made");
    const winner = people[answers.indexOf(true)]!.user;
    const found = await storage.identities.use({ pool: "users", provider: "test", subject }, use);
    checkSame(found?.user, winner, "the user of the identity");
    for (const { user } of people) {
      const isThere = (await storage.users.find(user.id)) !== null;
      checkSame(isThere, user.id === winner.id, "a user of a sign-in that came second");
    }
  },

  async "OA09 a taken address makes no user and gives the identity to nobody, also at the same moment"(storage) {
    const { user } = await addUser(storage);
    const late = newCredentials({ email: user.email });
    const identity = newIdentity(late.user);
    checkSame(await storage.identities.insertUser(identity, late, newSession(late.user)), false, "the second user");
    checkSame(await storage.identities.use(identity, use), null, "the identity");

    const { email } = newCredentials().user;
    const people = Array.from({ length: 20 }, () => newCredentials({ email }));
    const identities = people.map((one) => newIdentity(one.user));
    const answers = await race(20, (index) => storage.identities.insertUser(identities[index]!, people[index]!, null));
    checkSame(answers.filter(Boolean).length, 1, "users that were made");
    for (const [index, one] of identities.entries())
      checkSame((await storage.identities.use(one, use)) !== null, answers[index]!, "an identity that has a user");
  },

  async "SE06 who was signed out meanwhile links nothing"(storage) {
    const { user } = await addUser(storage);
    const identity = newIdentity(user);
    await storage.users.endSessions(user.id);
    checkSame(await storage.identities.link(identity, 1), false, "a link asked for before");
    checkSame(await storage.identities.use(identity, use), null, "its row");
    checkSame(await storage.identities.link(identity, 2), true, "a link asked for after");
    checkSame(await storage.identities.link(newIdentity(newCredentials().user), 1), false, "a link to no user");
  },

  async "OA12 an identity is unlinked by its own user alone, and the last way in stays"(storage) {
    const { user, identity } = await addUserByIdentity(storage);
    const other = await addUserByIdentity(storage);
    checkSame(await storage.identities.unlink(other.user.id, identity), "none", "the attempt of another user");
    checkSame(await storage.identities.unlink(user.id, identity), "last_way_in", "the only one");
    const second = newIdentity(user, { createdAt: moment(1) });
    await storage.identities.link(second, 1);
    checkSame(await storage.identities.list(user.id), [identity, second], "the list, the oldest first");
    checkSame(await storage.identities.unlink(user.id, identity), "unlinked", "one of two");
    checkSame(await storage.identities.unlink(user.id, identity), "none", "once more");
    checkSame(await storage.identities.unlink(user.id, second), "last_way_in", "the one that is left");
    await storage.users.setPassword(user.id, newPassword(`$test$n=1$${randomText()}`), null);
    checkSame(await storage.identities.unlink(user.id, second), "unlinked", "the last one, with a password");
    checkSame(await storage.identities.list(user.id), [], "the list");
    checkSame((await storage.users.find(user.id))?.user.disabled, false, "the user");
  },

  async "OA12 of the last two identities, unlinked at the same moment, one stays"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, identity } = await addUserByIdentity(storage);
      const all = [identity, ...Array.from({ length: 3 }, () => newIdentity(user))];
      for (const one of all.slice(1)) await storage.identities.link(one, 1);
      const answers = await race(12, (index) => storage.identities.unlink(user.id, all[index % 4]!));
      checkSame(answers.filter((answer) => answer === "unlinked").length, 3, "identities that were unlinked");
      checkSame((await storage.identities.list(user.id)).length, 1, "identities that are left");
    }
  },

  async "OA10 a take-over deletes the identities that were linked before, and those that race with it"(storage) {
    const { user } = await addUser(storage);
    const bystander = await addUserByIdentity(storage);
    const linked = newIdentity(user);
    await storage.identities.link(linked, 1);
    const kept = await storage.users.setPassword(user.id, newPassword(`$test$n=1$${randomText()}`), null);
    checkSame(kept, passwordChanged(), "a change that deletes none");
    check((await storage.identities.use(linked, use)) !== null, "the identity is gone without having been deleted");

    const late = Array.from({ length: 20 }, () => newIdentity(user));
    const calls: (() => Promise<unknown>)[] = late.map((one) => () => storage.identities.link(one, 2));
    const takeOver = newPassword(`$test$n=1$${randomText()}`, { deletesWaysIn: true });
    calls.splice(10, 0, () => storage.users.setPassword(user.id, takeOver, null));
    await race(calls.length, (index) => calls[index]!());
    checkSame(await storage.identities.list(user.id), [], "what is left");
    check((await storage.identities.use(bystander.identity, use)) !== null, "another user's identity is gone");
  },

  async "SE05 a deleted user takes the identities along, and the account at the provider is free again"(storage) {
    const { user, identity } = await addUserByIdentity(storage);
    checkSame(await storage.users.delete(user.id), true, "the deletion answers");
    checkSame(await storage.identities.use(identity, use), null, "the identity");
    checkSame(await storage.identities.list(user.id), [], "the list");
    const next = newCredentials();
    checkSame(
      await storage.identities.insertUser({ ...identity, userId: next.user.id }, next, null),
      true,
      "another user with it",
    );
  },
};
