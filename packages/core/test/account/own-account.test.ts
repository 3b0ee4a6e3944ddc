import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { ALICE, recordCalls, refusal } from "../support.ts";
import { admin, openUsers } from "../users/open-users.ts";

describe("one's own account", () => {
  it("Y39 metadata is replaced as a whole; what the server wrote stays", async () => {
    const { auth, own, events } = openUsers();
    const { user, token, session } = await auth.signUp({ ...ALICE, metadata: { a: 1 } });
    await own.update(user.id, { appMetadata: { role: "admin" } });
    const changed = await ownAccount(auth).updateMetadata(token, { b: 2, appMetadata: "mine" }, admin);
    expect(changed).toMatchObject({ metadata: { b: 2, appMetadata: "mine" }, appMetadata: { role: "admin" } });
    expect(await auth.getUser(token)).toEqual(changed);
    expect(events.at(-1)).toMatchObject({
      type: "user.updated",
      userId: user.id,
      sessionId: session.id,
      client: admin,
    });
    await expect(ownAccount(auth).updateMetadata(token, [] as never)).rejects.toMatchObject(
      refusal("invalid_metadata"),
    );
    expect(await ownAccount(auth).updateMetadata(token, null)).toMatchObject({ metadata: null });
  });

  it("Y40 is deleted for the right password only, with everything that belongs to it", async () => {
    const { auth, storage, events } = openUsers();
    const { user, token, session } = await auth.signUp(ALICE);
    const other = await auth.signIn(ALICE);
    await expect(ownAccount(auth).delete(token, { currentPassword: "wrong password" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await expect(ownAccount(auth).delete(token, { currentPassword: 7 as never })).rejects.toMatchObject(
      refusal("invalid_password", { field: "currentPassword" }),
    );
    expect(await auth.getUser(token)).toEqual(user);
    await ownAccount(auth).delete(token, { currentPassword: ALICE.password }, admin);
    expect([await auth.getUser(token), await auth.getUser(other.token), await storage.users.find(user.id)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(events.at(-1)).toMatchObject({
      type: "user.deleted",
      userId: user.id,
      sessionId: session.id,
      client: admin,
    });
    await expect(ownAccount(auth).delete(token, { currentPassword: ALICE.password })).rejects.toMatchObject(
      refusal("unauthenticated"),
    );
  });

  it("a token that is nobody's changes nothing and hashes nothing", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openUsers({ storage });
    for (const token of ["", "gibberish", null, undefined, 7] as never[]) {
      await expect(ownAccount(auth).updateMetadata(token, {})).rejects.toMatchObject(refusal("unauthenticated"));
      await expect(ownAccount(auth).delete(token, { currentPassword: ALICE.password })).rejects.toMatchObject(
        refusal("unauthenticated"),
      );
    }
    expect(calls).toEqual([]);
  });

  it("of 20 deletions at once one happens, and the others are told that there is nobody", async () => {
    const { auth, events } = openUsers();
    const { token } = await auth.signUp(ALICE);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => ownAccount(auth).delete(token, { currentPassword: ALICE.password })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "user.deleted")).toHaveLength(1);
  });
});
