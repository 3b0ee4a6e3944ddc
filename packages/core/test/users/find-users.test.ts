import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { ALICE, recordCalls, refusal } from "../support.ts";
import { INVALID_IDS, openUsers } from "./open-users.ts";

describe("Y43 finding and listing", () => {
  it("finds by id, address and name in any spelling; nobody is null", async () => {
    const { own } = openUsers();
    const user = await own.create({ ...ALICE, username: "alice" });
    for (const query of [{ id: user.id }, { email: "ALICE@example.com" }, { username: "Alice" }])
      expect(await own.find(query)).toEqual(user);
    for (const query of [
      { id: crypto.randomUUID() },
      { email: "bob@example.com" },
      { username: "bob" },
      { email: "gibberish" },
      { username: "@" },
    ])
      expect(await own.find(query)).toBeNull();
    for (const id of INVALID_IDS) expect(await own.find({ id })).toBeNull();
    for (const query of [{}, { id: user.id, email: "bob@example.com" }, { name: "alice" }])
      await expect(own.find(query as never)).rejects.toThrow(TypeError);
  });

  it("lists oldest first by pages that do not move when users come and go", async () => {
    const { own, clock } = openUsers();
    const made = [];
    for (let at = 0; at < 7; at++) {
      made.push(await own.create({ email: `u${at}@example.com` }));
      if (at % 3 === 0) clock.advance(1);
    }
    const all = (await own.list()).users;
    expect(all.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect(all.map(({ createdAt }) => createdAt)).toEqual(all.map(({ createdAt }) => createdAt).sort());

    const first = await own.list({ limit: 3 });
    expect(first.users).toEqual(all.slice(0, 3));
    await own.delete(all[0]!.id);
    await own.delete(all[2]!.id);
    clock.advance(1);
    const late = await own.create({ email: "late@example.com" });
    const second = await own.list({ limit: 3, cursor: first.cursor });
    const third = await own.list({ limit: 3, cursor: second.cursor });
    expect([...second.users, ...third.users]).toEqual([...all.slice(3), late]);
    expect(third.cursor).toBeNull();
  });

  it("F31 a cursor has one spelling", async () => {
    const { own } = openUsers();
    for (const email of ["ada@example.com", "bob@example.com"]) await own.create({ email });
    const { cursor } = await own.list({ limit: 1 });
    for (const other of [
      `${cursor}=`,
      `${cursor}==`,
      ` ${cursor}`,
      `${cursor}\n`,
      `${cursor!.slice(0, 4)} ${cursor!.slice(4)}`,
      btoa(`\u00ef\u00bb\u00bf${atob(cursor!.replaceAll("-", "+").replaceAll("_", "/"))}`),
    ]) {
      await expect(own.list({ cursor: other }), JSON.stringify(other)).rejects.toMatchObject(
        refusal("invalid_input", { field: "cursor" }),
      );
    }
  });

  it("the last page has no cursor, also when it is full; an empty pool has none", async () => {
    const { own } = openUsers();
    expect(await own.list()).toEqual({ users: [], cursor: null });
    await own.create(ALICE);
    expect((await own.list({ limit: 1 })).cursor).toBeNull();
  });

  it.each([
    { limit: 0 },
    { limit: 1001 },
    { limit: 1.5 },
    { limit: NaN },
    { cursor: "" },
    { cursor: "gibberish" },
    { cursor: btoa("1 2") },
    { cursor: btoa(`1e99 ${crypto.randomUUID()}`) },
    { cursor: btoa(`-1 ${crypto.randomUUID()}`) },
    { cursor: "\0" },
    { cursor: "A".repeat(1_000_000) },
  ])("%j is refused", async (page) => {
    const { storage, calls } = recordCalls(memoryStorage());
    await expect(openUsers({ storage }).own.list(page)).rejects.toMatchObject(
      refusal("invalid_input", { field: Object.keys(page)[0] }),
    );
    expect(calls).toEqual([]);
  });
});
