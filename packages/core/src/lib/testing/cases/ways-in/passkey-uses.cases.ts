import type { PasskeyUse, Storage, UserRecord } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame, outcomeOf } from "../../check.ts";
import { addUserByPasskey, moment, newPasskey, newSession, newTicket, race, randomText } from "../../fixtures.ts";

function useOf(from: number, to: number, fields: Partial<PasskeyUse> = {}): PasskeyUse {
  return { from, to, backedUp: true, at: moment(9.009), ticket: newTicket(), ...fields };
}

const living = async (storage: Storage, user: UserRecord) => (await storage.sessions.list(user.id, moment())).length;

/** Signing in with a passkey, and proving it again. */
export const passkeyUseCases: Cases = {
  async "PK06 a use is noted and opens the session; the counter only rises, and 0 stays 0"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    const session = newSession(user, { methods: ["passkey"] });
    checkSame(await storage.passkeys.use(passkey.id, useOf(0, 0), session), true, "a synced passkey");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(await storage.passkeys.use(passkey.id, useOf(0, 0, { backedUp: false }), null), true, "once more");
    const used = { ...passkey, lastUsedAt: moment(9.009) };
    checkSame((await storage.passkeys.find(passkey.id))?.passkey, used, "the passkey");
    for (const [from, to, isGood] of [
      [0, 5, true],
      [5, 5, false],
      [5, 4, false],
      [5, 0, false],
      [0, 0, false],
      [0, 9, false],
      [4, 6, false],
      [5, 2 ** 32 - 1, true],
      [2 ** 32 - 1, 0, false],
    ] as const)
      checkSame(await storage.passkeys.use(passkey.id, useOf(from, to), null), isGood, `from ${from} to ${to}`);
    const backedUp = { ...used, counter: 2 ** 32 - 1, backedUp: true };
    checkSame((await storage.passkeys.find(passkey.id))?.passkey, backedUp, "with the highest counter");
    checkSame(await storage.passkeys.use(randomText(), useOf(0, 0), null), false, "a passkey that is none");
    checkSame(await living(storage, user), 1, "sessions");
  },

  async "PK06 of two who use one passkey with one counter at the same moment, one gets in"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, passkey } = await addUserByPasskey(storage, { counter: 7 });
      const answers = await race(10, () => storage.passkeys.use(passkey.id, useOf(7, 8), newSession(user)));
      checkSame(answers.filter(Boolean).length, 1, "uses that were accepted");
      checkSame(await living(storage, user), 1, "sessions");
    }
  },

  async "PK03 one ticket opens one session, also for ten at once and with two passkeys"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const people = [await addUserByPasskey(storage), await addUserByPasskey(storage)];
      const ticket = newTicket();
      const answers = await race(10, (index) => {
        const { user, passkey } = people[index % 2]!;
        return storage.passkeys.use(passkey.id, useOf(0, 0, { ticket }), newSession(user));
      });
      checkSame(answers.filter(Boolean).length, 1, "uses that were accepted");
      const sessions = await Promise.all(people.map(({ user }) => living(storage, user)));
      checkSame(sessions[0]! + sessions[1]!, 1, "sessions");
      const counted = await storage.counters.add(ticket.key, moment(), moment(300));
      checkSame(counted.count > 1, true, "whether the ticket is counted");
    }
  },

  async "PK03 a ticket that was counted elsewhere is spent, and a refused use spends none"(storage) {
    const { user, passkey } = await addUserByPasskey(storage, { counter: 3 });
    const ticket = newTicket();
    checkSame(await storage.passkeys.use(passkey.id, useOf(2, 9, { ticket }), newSession(user)), false, "a clone");
    const late = newSession(user, { version: 2 });
    checkSame(await storage.passkeys.use(passkey.id, useOf(3, 9, { ticket }), late), false, "another version");
    const other = await addUserByPasskey(storage);
    const theirs = newSession(other.user);
    checkSame(await storage.passkeys.use(passkey.id, useOf(3, 9, { ticket }), theirs), false, "another user's session");
    checkSame((await storage.passkeys.find(passkey.id))?.passkey, passkey, "the passkey");
    checkSame(await storage.passkeys.use(passkey.id, useOf(3, 9, { ticket }), newSession(user)), true, "the good use");
    const spent = newTicket();
    await storage.counters.add(spent.key, moment(), spent.expiresAt);
    checkSame(await storage.passkeys.use(passkey.id, useOf(9, 10, { ticket: spent }), null), false, "a spent ticket");
    checkSame([await living(storage, user), await living(storage, other.user)], [1, 0], "sessions");
  },

  async "PK07 no passkey opens a session of a disabled user, of another version, or for another user"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    const use = (session: ReturnType<typeof newSession> | null) =>
      storage.passkeys.use(passkey.id, useOf(0, 0), session);
    const stranger = await addUserByPasskey(storage);
    checkSame(await use(newSession(stranger.user)), false, "for another user");
    await storage.users.setDisabled(user.id, true, moment(1));
    checkSame([await use(newSession(user)), await use(newSession(user, { version: 2 }))], [false, false], "disabled");
    checkSame(await use(null), true, "a proof without a session");
    await storage.users.setDisabled(user.id, false, moment(2));
    checkSame(
      [await use(newSession(user)), await use(newSession(user, { version: 2 }))],
      [false, true],
      "enabled again",
    );
    const twice = newSession(user, { version: 2 });
    checkSame(await use(twice), true, "a session");
    checkSame(await outcomeOf(() => use(twice)), "rejected", "an id that is in use");
    checkSame([await living(storage, user), await living(storage, stranger.user)], [2, 0], "sessions");
  },

  async "PK07 of uses and the deletion of the passkey at the same moment, none comes after it"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, passkey } = await addUserByPasskey(storage);
      await storage.passkeys.insert(newPasskey(user), 1);
      const calls: (() => Promise<unknown>)[] = Array.from(
        { length: 8 },
        () => () => storage.passkeys.use(passkey.id, useOf(0, 0), newSession(user)),
      );
      calls.splice(attempt * 2, 0, () => storage.passkeys.delete(passkey.id, user.id));
      const answers = await race(calls.length, (index) => calls[index]!());
      checkSame(answers[attempt * 2], "deleted", "the deletion");
      checkSame(await living(storage, user), answers.filter((answer) => answer === true).length, "sessions");
      checkSame(await storage.passkeys.use(passkey.id, useOf(0, 0), newSession(user)), false, "a use after that");
    }
  },
};
