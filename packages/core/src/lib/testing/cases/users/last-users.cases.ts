import type { Storage } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { addUser, moment, race, randomText } from "../../fixtures.ts";

const emptyPool = () => `pool-${randomText()}`;

async function enabledUsers(storage: Storage, pool: string): Promise<number> {
  return (await storage.users.list(pool, null, 100)).filter(({ disabled }) => !disabled).length;
}

/** A pool that keeps a user. */
export const lastUserCases: Cases = {
  async "AD04 the last enabled user of a pool is neither disabled nor deleted"(storage) {
    const pool = emptyPool();
    const { user, session } = await addUser(storage, { pool });
    const sleeper = await addUser(storage, { pool, disabled: true });
    await addUser(storage, { pool: emptyPool() });
    checkSame(await storage.users.disableUnlessLast(user.id, moment(1)), "last", "disabling");
    checkSame(await storage.users.deleteUnlessLast(user.id), "last", "deleting");
    checkSame(await storage.users.deleteUnlessLast(user.id, 1), "last", "deleting a version");
    checkSame(await storage.users.deleteUnlessLast(user.id, 2), "none", "deleting another version");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the user, untouched");
    checkSame(await storage.users.disableUnlessLast(sleeper.user.id, moment(1)), "done", "disabling who is disabled");
    checkSame(await storage.users.deleteUnlessLast(sleeper.user.id), "done", "deleting who is disabled");
    checkSame(await storage.users.find(sleeper.user.id), null, "who is deleted");
    const unknown = crypto.randomUUID();
    checkSame(await storage.users.disableUnlessLast(unknown, moment(1)), "none", "disabling nobody");
    checkSame(await storage.users.deleteUnlessLast(unknown), "none", "deleting nobody");
  },

  async "AD04 of two enabled users one is disabled or deleted, as by the methods without a condition"(storage) {
    const pool = emptyPool();
    const [one, two] = [await addUser(storage, { pool }), await addUser(storage, { pool })];
    checkSame(await storage.users.disableUnlessLast(one.user.id, moment(9)), "done", "disabling");
    const expected = { ...one.user, disabled: true, sessionVersion: 2, updatedAt: moment(9) };
    checkSame((await storage.users.find(one.user.id))?.user, expected, "who is disabled");
    await storage.users.setDisabled(one.user.id, false, moment(10));
    checkSame(await storage.users.deleteUnlessLast(two.user.id), "done", "deleting");
    checkSame(await storage.users.find(two.user.id), null, "who is deleted");
    checkSame(await storage.sessions.find(two.session.id), null, "a session of who is deleted");
    checkSame(await storage.users.insertFirst(two, null), false, "a first user afterwards");
  },

  async "AD04 twenty users who disable one another at the same moment leave one"(storage) {
    for (let round = 0; round < 3; round++) {
      const pool = emptyPool();
      const people = await race(20, () => addUser(storage, { pool }));
      const victim = (index: number) => people[(index + 1) % 20]!.user.id;
      const answers = await race(20, (index) => storage.users.disableUnlessLast(victim(index), moment(1)));
      checkSame(answers.filter((answer) => answer === "done").length, 19, "users who were disabled");
      checkSame(answers.filter((answer) => answer === "last").length, 1, "refusals");
      checkSame(await enabledUsers(storage, pool), 1, "enabled users");
    }
  },

  async "AD04 twenty users who are disabled and deleted at the same moment leave one"(storage) {
    for (let round = 0; round < 3; round++) {
      const pool = emptyPool();
      const people = await race(20, () => addUser(storage, { pool }));
      const answers = await race(20, (index) => {
        const { id } = people[index]!.user;
        return index % 2 === 0 ? storage.users.deleteUnlessLast(id) : storage.users.disableUnlessLast(id, moment(1));
      });
      checkSame(answers.filter((answer) => answer === "done").length, 19, "users who were disabled or deleted");
      checkSame(await enabledUsers(storage, pool), 1, "enabled users");
    }
  },
};
