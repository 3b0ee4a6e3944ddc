import type { Storage, UserSearch } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame, outcomeOf } from "../../check.ts";
import { addUser, newCredentials, race, randomText } from "../../fixtures.ts";

const all = { prefix: "", after: null, disabled: false, emailVerified: false, limit: 100 } as const;

/** Adds users of these addresses to a pool of their own. */
async function poolOf(storage: Storage, ...addresses: readonly string[]): Promise<string> {
  const pool = `pool-${randomText()}`;
  await race(addresses.length, (index) => addUser(storage, { pool, email: addresses[index]!, username: null }));
  return pool;
}

async function emails(storage: Storage, pool: string, search: Partial<UserSearch>): Promise<string[]> {
  return (await storage.users.search(pool, { ...all, by: "email", ...search })).map(({ email }) => email);
}

/** Users by the beginning of a name. */
export const searchedUserCases: Cases = {
  async "AD02 users are found by how their address begins, in the order of its bytes"(storage) {
    const inOrder = ["a+b@example.com", "a.b@example.com", "a@example.com", "a_b@example.com", "ab@example.com"];
    const others = ["%@example.com", "b@example.com", "_@example.com"];
    const pool = await poolOf(storage, ...others, ...inOrder.toReversed());
    checkSame(await emails(storage, pool, { prefix: "a" }), inOrder, "by one letter");
    checkSame(await emails(storage, pool, { prefix: "a@example.com" }), ["a@example.com"], "by the whole address");
    checkSame(await emails(storage, pool, { prefix: "A" }), [], "by another case");
    checkSame(await emails(storage, pool, { prefix: "%" }), ["%@example.com"], "by a wildcard of like");
    checkSame(await emails(storage, pool, { prefix: "_" }), ["_@example.com"], "by the other wildcard");
    checkSame(await emails(storage, pool, { prefix: "a@example.comm" }), [], "by more than the address");
    checkSame((await emails(storage, pool, {})).length, 8, "by nothing");
    checkSame(await emails(storage, `pool-${randomText()}`, {}), [], "in another pool");
  },

  async "AD02 pages of a search miss none and repeat none"(storage) {
    const inOrder = Array.from({ length: 7 }, (_, index) => `p${index}@example.com`);
    const pool = await poolOf(storage, "o@example.com", ...inOrder, "q@example.com");
    for (const limit of [1, 2, 3, 7, 8]) {
      const listed: string[] = [];
      for (let after: string | null = null; ; after = listed.at(-1)!) {
        const page = await emails(storage, pool, { prefix: "p", after, limit });
        if (page.length === 0) break;
        listed.push(...page);
      }
      checkSame(listed, inOrder, `by pages of ${limit}`);
    }
    checkSame(await emails(storage, pool, { limit: 0 }), [], "a page of none");
    for (const limit of [-1, 0.5, Number.NaN, Infinity])
      checkSame(await outcomeOf(() => emails(storage, pool, { limit })), "rejected", `a limit of ${limit}`);
  },

  async "AD02 a search by user name finds who has one"(storage) {
    const pool = `pool-${randomText()}`;
    const named = await race(3, (index) => addUser(storage, { pool, username: ["ada", "adam", "bob"][index]! }));
    await addUser(storage, { pool });
    const found = async (prefix: string) => storage.users.search(pool, { ...all, by: "username", prefix });
    const users = named.map(({ user }) => user);
    checkSame(await found("ada"), users.slice(0, 2), "by the beginning, with every field");
    checkSame(await found("adam"), users.slice(1, 2), "by the whole name");
    checkSame(await found(""), users, "everybody with a name");
  },

  async "AD02 a search tells disabled users from enabled ones, and verified addresses from others"(storage) {
    const pool = `pool-${randomText()}`;
    for (const disabled of [false, true]) {
      for (const emailVerified of [false, true]) {
        const { user } = newCredentials({ pool, disabled, emailVerified, username: randomText() });
        await storage.users.insert({ user, passwordHash: "$" }, null);
        const search = { ...all, disabled, emailVerified };
        for (const by of ["email", "username"] as const)
          checkSame(
            await storage.users.search(pool, { ...search, by }),
            [user],
            `${disabled}, ${emailVerified}, ${by}`,
          );
      }
    }
  },
};
