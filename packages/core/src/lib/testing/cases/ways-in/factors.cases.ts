import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import {
  addUser,
  addUserWithFactor,
  moment,
  newCredentials,
  newFactor,
  newPassword,
  newSession,
  passwordChanged,
  race,
  randomText,
} from "../../fixtures.ts";

const hashes = (count: number) => Array.from({ length: count }, () => randomText());

/** Second factors: turning them on and off. */
export const factorCases: Cases = {
  async "SF07 a factor comes back as it was handed in, with its user, and is there once"(storage) {
    const { user } = await addUser(storage, { metadata: { a: 1 } });
    const factor = newFactor(user, {
      secret: `sealed +'; -- 🦊 ${"s".repeat(4000)}`,
      lastStep: Number.MAX_SAFE_INTEGER,
      trustedSince: moment(1.001),
      createdAt: moment(2.002),
    });
    checkSame(await storage.factors.find(user.id), null, "before");
    checkSame(await storage.factors.insert(factor, hashes(10), { sessionVersion: 1 }), true, "the insert answers");
    const expected = { factor: { ...factor, recoveryCodes: 10 }, user };
    checkSame(await storage.factors.find(user.id), expected, "the factor");
    checkSame(await storage.factors.insert(factor, hashes(3), { sessionVersion: 1 }), false, "the same again");
    checkSame(await storage.factors.insert(newFactor(user), hashes(3), { sessionVersion: 1 }), false, "another one");
    checkSame(await storage.factors.find(user.id), expected, "the factor after that");
    const plain = await addUser(storage);
    checkSame(
      await storage.factors.insert(newFactor(plain.user), [], { sessionVersion: 1 }),
      true,
      "without recovery codes",
    );
    checkSame((await storage.factors.find(plain.user.id))?.factor.recoveryCodes, 0, "recovery codes");
  },

  async "SF07 of ten who turn the factor of one user on at once, one does, with its own codes"(storage) {
    const { user } = await addUser(storage);
    const factors = Array.from({ length: 10 }, () => newFactor(user));
    const answers = await race(10, (index) =>
      storage.factors.insert(factors[index]!, hashes(index + 1), { sessionVersion: 1 }),
    );
    checkSame(answers.filter(Boolean).length, 1, "factors that were turned on");
    const winner = answers.indexOf(true);
    const expected = { ...factors[winner]!, recoveryCodes: winner + 1 };
    checkSame((await storage.factors.find(user.id))?.factor, expected, "the factor");
  },

  async "SF07 turning it on can end all other sessions, also one that is being opened"(storage) {
    const { user } = await addUser(storage);
    const bystander = await addUser(storage);
    const [kept, other, late] = Array.from({ length: 3 }, () => newSession(user));
    const far = newSession(bystander.user);
    for (const session of [kept!, other!, far]) await storage.sessions.insert(session, []);
    checkSame(
      await storage.factors.insert(newFactor(user), hashes(2), { sessionVersion: 2, keptId: kept!.id }),
      false,
      "another version",
    );
    checkSame((await storage.sessions.find(other!.id))?.user, user, "the user after that");
    checkSame(
      await storage.factors.insert(newFactor(user), hashes(2), { sessionVersion: 1, keptId: kept!.id }),
      true,
      "the insert answers",
    );
    checkSame(
      await storage.factors.insert(newFactor(user), hashes(2), { sessionVersion: 1, keptId: kept!.id }),
      false,
      "the same again",
    );
    const next = { ...user, sessionVersion: 2 };
    const found = await storage.sessions.find(kept!.id);
    checkSame(found, { session: { ...kept!, version: 2 }, user: next }, "the session that is kept");
    checkSame((await storage.sessions.find(other!.id))?.session.version ?? 1, 1, "another session");
    checkSame(await storage.sessions.list(user.id, moment()), [found!.session], "live sessions");
    checkSame(await storage.sessions.insert(late!, []), false, "a session of who read the user before");
    checkSame((await storage.sessions.find(far.id))?.session, far, "a session of somebody else");

    const racer = await addUser(storage);
    const sessions = Array.from({ length: 6 }, () => newSession(racer.user));
    await storage.sessions.insert(sessions[0]!, []);
    await race(6, (index) =>
      index === 2
        ? storage.factors.insert(newFactor(racer.user), hashes(2), { sessionVersion: 1, keptId: sessions[0]!.id })
        : storage.sessions.insert(sessions[index === 0 ? 2 : index]!, []),
    );
    const ids = (await storage.sessions.list(racer.user.id, moment())).map(({ id }) => id);
    checkSame(ids, [sessions[0]!.id], "live sessions of a race");
  },

  async "SE06 who was signed out meanwhile changes nothing of the factor"(storage) {
    const { user } = await addUser(storage);
    await storage.users.endSessions(user.id);
    const factor = newFactor(user);
    checkSame(
      await storage.factors.insert(factor, hashes(2), { sessionVersion: 1 }),
      false,
      "a factor of the version before",
    );
    checkSame(await storage.factors.insert(factor, hashes(2), { sessionVersion: 2 }), true, "a factor of this version");
    await storage.users.endSessions(user.id);
    checkSame(await storage.factors.replaceCodes(user.id, hashes(9), 2), false, "codes of the version before");
    checkSame(await storage.factors.delete(user.id, 2), false, "a deletion of the version before");
    const expected = { ...factor, recoveryCodes: 2 };
    checkSame((await storage.factors.find(user.id))?.factor, expected, "the factor");
    checkSame(await storage.factors.replaceCodes(user.id, hashes(9), 3), true, "codes of this version");
    checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 9, "codes");
    checkSame(await storage.factors.delete(user.id, 3), true, "a deletion of this version");
    const nobody = newCredentials().user;
    checkSame(
      await storage.factors.insert(newFactor(nobody), hashes(1), { sessionVersion: 1 }),
      false,
      "a factor of nobody",
    );
    checkSame(await storage.factors.replaceCodes(user.id, hashes(1), 3), false, "codes without a factor");
    checkSame(await storage.factors.find(nobody.id), null, "nobody's factor");
  },

  async "SF05 the sealed secret is replaced only while it is the one that was read"(storage) {
    const { user, factor } = await addUserWithFactor(storage);
    const [first, second] = [`next ${randomText()}`, `next ${randomText()}`];
    const answers = await race(10, (index) =>
      storage.factors.reseal(user.id, factor.secret, index % 2 === 0 ? first : second),
    );
    checkSame(answers.filter(Boolean).length, 1, "secrets that were replaced");
    const expected = { ...factor, recoveryCodes: 3, secret: answers.indexOf(true) % 2 === 0 ? first : second };
    checkSame((await storage.factors.find(user.id))?.factor, expected, "the factor");
    checkSame(await storage.factors.reseal(user.id, factor.secret, "late"), false, "a late one");
    checkSame(await storage.factors.reseal(crypto.randomUUID(), factor.secret, "x"), false, "of nobody");
  },

  async "SF07 the trust in all devices ends at one moment, and nothing else changes"(storage) {
    const { user, factor } = await addUserWithFactor(storage);
    checkSame(await storage.factors.forgetDevices(user.id, moment(8.008)), true, "it answers");
    const expected = { ...factor, trustedSince: moment(8.008), recoveryCodes: 3 };
    checkSame((await storage.factors.find(user.id))?.factor, expected, "the factor");
    checkSame(await storage.factors.forgetDevices(crypto.randomUUID(), moment(9)), false, "of nobody");
  },

  async "SF10 a factor is turned off with its codes, once, and can be turned on again"(storage) {
    const { user, factor, hashes: old } = await addUserWithFactor(storage);
    const other = await addUserWithFactor(storage);
    const answers = await race(5, () => storage.factors.delete(user.id));
    checkSame(answers.filter(Boolean).length, 1, "how often it was turned off");
    checkSame(await storage.factors.find(user.id), null, "the factor");
    checkSame(await storage.factors.insert(factor, [old[0]!], { sessionVersion: 1 }), true, "turning it on again");
    checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 1, "codes");
    checkSame((await storage.factors.find(other.user.id))?.factor.recoveryCodes, 3, "another user's codes");
  },

  async "OA10 a take-over turns the factor off, also one that races with it"(storage) {
    const { user } = await addUserWithFactor(storage);
    const bystander = await addUserWithFactor(storage);
    const kept = await storage.users.setPassword(user.id, newPassword(`$test$n=1$${randomText()}`), null);
    checkSame(kept, passwordChanged(), "a change that keeps it");
    checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 3, "the factor after that");
    const change = newPassword(`$test$n=1$${randomText()}`, { deletesWaysIn: true });
    const changed = await storage.users.setPassword(user.id, change, null);
    checkSame(changed, passwordChanged({ deletedFactor: true }), "a take-over");
    checkSame(await storage.factors.find(user.id), null, "the factor");

    for (let version = 3; version < 8; version++) {
      const takeOver = newPassword(`$test$n=1$${randomText()}`, { deletesWaysIn: true });
      const calls: (() => Promise<unknown>)[] = [
        () => storage.factors.insert(newFactor(user), hashes(2), { sessionVersion: version }),
        () => storage.users.setPassword(user.id, takeOver, null),
      ];
      if (version % 2 === 0) calls.reverse();
      await race(calls.length, (index) => calls[index]!());
      checkSame(await storage.factors.find(user.id), null, "the factor of a race");
    }
    checkSame(
      await storage.factors.insert(newFactor(user), hashes(1), { sessionVersion: 8 }),
      true,
      "turning it on after that",
    );
    checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 1, "its codes alone");
    checkSame((await storage.factors.find(bystander.user.id))?.factor.recoveryCodes, 3, "another user's");
  },

  async "SE05 a deleted user takes the factor and its codes along"(storage) {
    const { user, passwordHash } = await addUserWithFactor(storage);
    checkSame(await storage.users.delete(user.id), true, "the deletion answers");
    checkSame(await storage.factors.find(user.id), null, "the factor");
    await storage.users.insert({ user, passwordHash }, null);
    checkSame(
      await storage.factors.insert(newFactor(user), hashes(1), { sessionVersion: 1 }),
      true,
      "a factor of who comes after",
    );
    checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 1, "its codes");
    const left = await addUserWithFactor(storage);
    checkSame(await storage.users.deleteUnlessLast(left.user.id), "done", "the other deletion");
    checkSame(await storage.factors.find(left.user.id), null, "the other factor");
  },
};
