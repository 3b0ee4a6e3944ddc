import type { FactorOpening, Storage, UserRecord } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame, outcomeOf } from "../../check.ts";
import { addUserWithFactor, moment, newSession, newTicket, race, randomText } from "../../fixtures.ts";

function opening(fields: Partial<FactorOpening> = {}): FactorOpening {
  return { session: null, counters: [], ticket: null, ...fields };
}

const living = async (storage: Storage, user: UserRecord) => (await storage.sessions.list(user.id, moment())).length;

/** Codes and recovery codes: each works once. */
export const factorUseCases: Cases = {
  async "SF02 a code works once, and none before it: the last time step only rises"(storage) {
    const { user, factor } = await addUserWithFactor(storage);
    for (const [step, isGood] of [
      [100, false],
      [99, false],
      [101, true],
      [101, false],
      [100, false],
      [59_000_000, true],
      [102, false],
    ] as const)
      checkSame(await storage.factors.use(user.id, { step }, opening()), isGood, `the step ${step}`);
    const expected = { ...factor, lastStep: 59_000_000, recoveryCodes: 3 };
    checkSame((await storage.factors.find(user.id))?.factor, expected, "the factor");
    checkSame(await storage.factors.use(crypto.randomUUID(), { step: 10 ** 9 }, opening()), false, "of nobody");
  },

  async "SF02 of ten who use one code at the same moment, one gets in"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user } = await addUserWithFactor(storage);
      const answers = await race(10, () =>
        storage.factors.use(user.id, { step: 101 }, opening({ session: newSession(user), ticket: newTicket() })),
      );
      checkSame(answers.filter(Boolean).length, 1, "codes that were accepted");
      checkSame(await living(storage, user), 1, "sessions");
    }
  },

  async "SF06 a recovery code works once, also for ten at once, and only for its own user"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, hashes } = await addUserWithFactor(storage);
      const other = await addUserWithFactor(storage);
      const [recoveryHash = ""] = hashes;
      checkSame(await storage.factors.use(other.user.id, { recoveryHash }, opening()), false, "another user");
      checkSame(await storage.factors.use(user.id, { recoveryHash: `${recoveryHash} ` }, opening()), false, "another");
      const answers = await race(10, () =>
        storage.factors.use(user.id, { recoveryHash }, opening({ session: newSession(user) })),
      );
      checkSame(answers.filter(Boolean).length, 1, "codes that were accepted");
      checkSame(await living(storage, user), 1, "sessions");
      checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 2, "codes that are left");
      checkSame((await storage.factors.find(other.user.id))?.factor.recoveryCodes, 3, "codes of another user");
    }
  },

  async "SF06 new recovery codes void the old ones, also at the same moment"(storage) {
    const { user, hashes } = await addUserWithFactor(storage);
    const [recoveryHash = ""] = hashes;
    const next = Array.from({ length: 10 }, () => randomText());
    checkSame(await storage.factors.replaceCodes(user.id, next, 1), true, "the answer");
    checkSame(await storage.factors.use(user.id, { recoveryHash }, opening()), false, "an old code");
    checkSame(await storage.factors.use(user.id, { recoveryHash: next[9]! }, opening()), true, "a new code");
    checkSame((await storage.factors.find(user.id))?.factor.recoveryCodes, 9, "codes that are left");

    const sets = Array.from({ length: 6 }, (_, index) => Array.from({ length: index + 1 }, () => randomText()));
    const answers = await race(sets.length, (index) => storage.factors.replaceCodes(user.id, sets[index]!, 1));
    checkSame(answers.every(Boolean), true, "the answers");
    const left = (await storage.factors.find(user.id))!.factor.recoveryCodes;
    const used = await race(left, (index) =>
      storage.factors.use(user.id, { recoveryHash: sets[left - 1]![index]! }, opening()),
    );
    checkSame(used.every(Boolean), true, "the codes of one set, all of them");
  },

  async "SF04 one ticket opens one session, for a code and a recovery code at once as well"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, hashes } = await addUserWithFactor(storage);
      const ticket = newTicket();
      const proofs = [{ step: 101 }, { step: 102 }, ...hashes.map((recoveryHash) => ({ recoveryHash }))];
      const answers = await race(proofs.length, (index) =>
        storage.factors.use(user.id, proofs[index]!, opening({ session: newSession(user), ticket })),
      );
      checkSame(answers.filter(Boolean).length, 1, "proofs that were accepted");
      checkSame(await living(storage, user), 1, "sessions");
      const { lastStep, recoveryCodes } = (await storage.factors.find(user.id))!.factor;
      checkSame([lastStep > 100, recoveryCodes < 3].filter(Boolean).length, 1, "what is used up");
    }
  },

  async "SF04 a refused proof uses nothing up: no code, no ticket, no counter"(storage) {
    const { user, factor, hashes } = await addUserWithFactor(storage);
    const [recoveryHash = ""] = hashes;
    const [counter, ticket] = [randomText(), newTicket()];
    await storage.counters.add(counter, moment(), moment(300));
    const late = newSession(user, { version: 2 });
    const theirs = newSession((await addUserWithFactor(storage)).user);
    const spent = newTicket();
    await storage.counters.add(spent.key, moment(), spent.expiresAt);
    for (const refused of [
      opening({ session: late, counters: [counter], ticket }),
      opening({ session: theirs, counters: [counter], ticket }),
      opening({ session: newSession(user), counters: [counter], ticket: spent }),
    ])
      for (const proof of [{ step: 101 }, { recoveryHash }])
        checkSame(await storage.factors.use(user.id, proof, refused), false, "a proof that is refused");
    const all = opening({ session: newSession(user), counters: [counter], ticket });
    checkSame(await storage.factors.use(user.id, { step: 100 }, all), false, "an old code");
    checkSame(await storage.factors.use(user.id, { recoveryHash: "none" }, all), false, "a wrong recovery code");
    const expected = { ...factor, recoveryCodes: 3 };
    checkSame((await storage.factors.find(user.id))?.factor, expected, "the factor");
    checkSame((await storage.counters.add(counter, moment(), moment(300))).count, 2, "the counter");
    checkSame(await living(storage, user), 0, "sessions");

    checkSame(await storage.factors.use(user.id, { step: 101 }, all), true, "the good code");
    checkSame((await storage.counters.add(counter, moment(), moment(300))).count, 1, "the counter, deleted");
    checkSame(await storage.sessions.find(all.session!.id), { session: all.session, user }, "the session");
    checkSame(await outcomeOf(() => storage.factors.use(user.id, { step: 102 }, opening(all))), false, "the ticket");
    const again = opening({ session: all.session });
    checkSame(await outcomeOf(() => storage.factors.use(user.id, { step: 102 }, again)), "rejected", "an id in use");
    checkSame((await storage.factors.find(user.id))?.factor.lastStep, 101, "the last step");
  },

  async "SF01 no factor opens a session of a disabled user, or of a version before"(storage) {
    const { user, hashes } = await addUserWithFactor(storage);
    const use = (step: number, version: number) =>
      storage.factors.use(user.id, { step }, opening({ session: newSession(user, { version }) }));
    await storage.users.setDisabled(user.id, true, moment(1));
    checkSame([await use(101, 1), await use(101, 2)], [false, false], "disabled");
    checkSame(await storage.factors.use(user.id, { step: 101 }, opening()), true, "a proof without a session");
    await storage.users.setDisabled(user.id, false, moment(2));
    checkSame([await use(102, 1), await use(102, 2)], [false, true], "enabled again");
    const calls: (() => Promise<unknown>)[] = hashes.map(
      (recoveryHash) => () =>
        storage.factors.use(user.id, { recoveryHash }, opening({ session: newSession(user, { version: 2 }) })),
    );
    calls.splice(1, 0, () => storage.users.endSessions(user.id));
    await race(calls.length, (index) => calls[index]!());
    checkSame(await living(storage, user), 0, "sessions after all were ended");
  },
};
