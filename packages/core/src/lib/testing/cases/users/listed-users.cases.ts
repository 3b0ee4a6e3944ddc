import type { UserRecord } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame, outcomeOf } from "../../check.ts";
import { addUser, moment, newCredentials, race, randomText } from "../../fixtures.ts";

/** Users in pages. */
export const listedUserCases: Cases = {
  async "F32 a limit is a whole number from 0"(storage) {
    const pool = randomText();
    for (let count = 0; count < 3; count++) await addUser(storage, { pool, createdAt: moment(count) });
    const first = (await storage.users.list(pool, null, 1))[0]!;
    for (const [limit, found] of [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
      [101, 3],
      [1_000_000, 3],
    ] as const) {
      checkSame((await storage.users.list(pool, null, limit)).length, found, `users for a limit of ${limit}`);
      checkSame(
        (await storage.users.list(pool, first, limit)).length,
        Math.min(limit, 2),
        `users behind the first for ${limit}`,
      );
    }
    for (const limit of [-1, 0.5, Number.NaN, Infinity]) {
      checkSame(
        await outcomeOf(() => storage.users.list(pool, null, limit)),
        "rejected",
        `users for a limit of ${limit}`,
      );
      checkSame(
        await outcomeOf(() => storage.users.list(pool, first, limit)),
        "rejected",
        `users behind the first for ${limit}`,
      );
      checkSame(await outcomeOf(() => storage.sweep(new Date(0), limit)), "rejected", `a sweep of ${limit}`);
    }
    checkSame(await storage.sweep(new Date("0001-01-01T00:00:00Z"), 0), 0, "a sweep of none");
  },

  async "Y43 users are listed oldest first, by id where the moment is equal, in pages that miss none and repeat none"(
    storage,
  ) {
    const pool = `pool-${randomText()}`;
    const moments = [moment(3), moment(1), moment(1), moment(1), moment(0.001), moment(2), moment(1)];
    const people = await race(moments.length, (index) => addUser(storage, { pool, createdAt: moments[index]! }));
    await addUser(storage);
    const inOrder = people
      .map(({ user }) => user)
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    checkSame(await storage.users.list(pool, null, 100), inOrder, "all of them");
    for (const limit of [1, 2, 3, 7]) {
      const listed: UserRecord[] = [];
      for (
        let page = await storage.users.list(pool, null, limit);
        page.length > 0;
        page = await storage.users.list(pool, listed.at(-1)!, limit)
      ) {
        checkSame(page.length <= limit, true, "a page is no longer than asked");
        listed.push(...page);
      }
      checkSame(listed, inOrder, `by pages of ${limit}`);
    }
  },

  async "Y43 a page goes on where the last one ended, whoever is gone or new by then"(storage) {
    const pool = `pool-${randomText()}`;
    const [first, second, third] = [0, 1, 2].map((seconds) => newCredentials({ pool, createdAt: moment(seconds) }));
    for (const credentials of [first!, second!, third!]) await storage.users.insert(credentials, null);
    await storage.users.delete(second!.user.id);
    await storage.users.insert(newCredentials({ pool, createdAt: moment(0.5) }), null);
    checkSame(await storage.users.list(pool, second!.user, 100), [third!.user], "behind a user who is gone");
    checkSame(await storage.users.list(pool, third!.user, 100), [], "behind the last one");
    checkSame(await storage.users.list(`pool-${randomText()}`, null, 100), [], "an empty pool");
  },

  async "Y43 a user is found by id, with every field"(storage) {
    const fields = {
      username: randomText(),
      appMetadata: { roles: ["admin"] },
      metadata: { a: 1 },
      emailVerified: true,
      disabled: true,
      sessionVersion: 9,
    };
    const credentials = newCredentials(fields);
    checkSame(await storage.users.insert(credentials, null), true, "the insert answers");
    checkSame(await storage.users.find(credentials.user.id), credentials, "by id");
    checkSame(await storage.users.findByUsername("users", fields.username), credentials, "by name");
    checkSame(await storage.users.find(crypto.randomUUID()), null, "an unknown id");
    checkSame(await storage.sessions.list(credentials.user.id, moment()), [], "the sessions of a user without one");
  },
};
