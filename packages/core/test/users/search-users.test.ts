import { describe, expect, it } from "vitest";
import { refusal } from "../support.ts";
import { openUsers } from "./open-users.ts";

type Own = ReturnType<typeof openUsers>["own"];

async function pagesOf(own: Own, query: NonNullable<Parameters<Own["list"]>[0]>): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await own.list({ ...query, cursor });
    pages.push(page.users.map(({ email }) => email));
    cursor = page.cursor;
  }
  return pages;
}

const found = async (own: Own, search: string) => (await pagesOf(own, { search })).flat();

describe("searching for users", () => {
  it("AD02 finds by the beginning of an address or a user name, in any case, and by the whole id", async () => {
    const { own } = openUsers();
    const ada = await own.create({ email: "ada@example.com", username: "countess" });
    await own.create({ email: "countess@example.org" });
    await own.create({ email: "bob@example.com" });
    expect(await found(own, "ada")).toEqual([ada.email]);
    expect(await found(own, "  ADA@ex\t")).toEqual([ada.email]);
    expect(await found(own, "count")).toEqual([ada.email, "countess@example.org"]);
    expect(await found(own, "countess@")).toEqual(["countess@example.org"]);
    expect(await found(own, ada.id)).toEqual([ada.email]);
    expect(await found(own, ada.id.toUpperCase())).toEqual([ada.email]);
    for (const nobody of ["da@example.com", "%", "_", "adä", "a b", crypto.randomUUID(), "x".repeat(9999)])
      expect(await found(own, nobody)).toEqual([]);
  });

  it("AD02 finds nobody of another pool, not by the id either", async () => {
    const { own, auth: _, storage } = openUsers();
    const other = openUsers({ storage, pool: "others" });
    const { id } = await other.own.create({ email: "ada@example.com" });
    expect(await found(own, id)).toEqual([]);
    expect(await found(own, "ada")).toEqual([]);
  });

  it.each([1, 2, 3, 5, 100])("AD02 whoever is found by two names comes once, in pages of %i", async (limit) => {
    const { own } = openUsers();
    for (let n = 0; n < 7; n++) await own.create({ email: `u${n}@example.com`, username: `u${6 - n}x` });
    await own.create({ email: "ua@example.com" });
    const pages = await pagesOf(own, { search: "u", limit });
    expect(pages.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6, "a"].map((n) => `u${n}@example.com`));
    expect(pages.every((page) => page.length <= limit)).toBe(true);
  });

  it("AD02 filters by both marks, alone and together with a search", async () => {
    const { own } = openUsers();
    const make = async (email: string, emailVerified: boolean, disabled: boolean) => {
      const { id } = await own.create({ email, emailVerified });
      if (disabled) await own.disable(id);
    };
    await make("a1@example.com", false, false);
    await make("a2@example.com", true, false);
    await make("b3@example.com", false, true);
    await make("b4@example.com", true, true);
    const numbers = async (filter: object, search?: string) =>
      (await pagesOf(own, { filter, search, limit: 1 })).flat().map((email) => Number(email[1]));
    expect(await numbers({ disabled: true })).toEqual([3, 4]);
    expect(await numbers({ disabled: false })).toEqual([1, 2]);
    expect(await numbers({ emailVerified: true })).toEqual([2, 4]);
    expect(await numbers({ emailVerified: false, disabled: true })).toEqual([3]);
    expect(await numbers({ emailVerified: true, disabled: undefined }, "a")).toEqual([2]);
    const { id } = (await own.list({ search: "a1" })).users[0]!;
    expect(await numbers({ disabled: true }, id)).toEqual([]);
    expect(await numbers({ disabled: false }, id)).toEqual([1]);
  });

  it("AD02 refuses what is no search, and a cursor of another list", async () => {
    const { own } = openUsers();
    for (const email of ["ada@example.com", "ada@example.org"]) await own.create({ email });
    const all = await own.list({ limit: 1 });
    const some = await own.list({ limit: 1, search: "a" });
    for (const [field, query] of [
      ["search", { search: 7 }],
      ["filter", { filter: { disabled: "yes" } }],
      ["filter", { filter: { admin: true } }],
      ["cursor", { search: "a", cursor: all.cursor }],
      ["cursor", { cursor: some.cursor }],
      ["cursor", { search: "a", cursor: "gibberish" }],
      ["limit", { search: "a", limit: 1001 }],
    ] as const)
      await expect(own.list(query as never)).rejects.toMatchObject({ ...refusal("invalid_input"), field });
  });
});
