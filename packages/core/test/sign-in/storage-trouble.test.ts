import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import {
  ALICE,
  intercept,
  errorOf,
  everyTextOf,
  openAuth,
  insertLegacyUser,
  refusal,
  unreachableStorage,
} from "../support.ts";

describe("HT09 storage that cannot be reached", () => {
  it("is said so by every operation that needs it, never null and never signed out", async () => {
    const { auth: sound, clock } = openAuth();
    const { token } = await sound.signUp(ALICE);
    const { auth } = openAuth({ storage: unreachableStorage(), now: clock.now });
    for (const operation of [
      () => auth.signUp(ALICE),
      () => auth.signIn(ALICE),
      () => auth.signOut(token),
      () => auth.getUser(token),
      () => auth.getSession(token),
    ]) {
      const error = await errorOf(operation());
      expect(error).toMatchObject(
        refusal("storage_unavailable", { retryAfter: 1, cause: { message: "connection refused" } }),
      );
    }
    expect(await auth.verifyToken(token)).toBe(true);
    expect(await auth.getUser("x")).toBeNull();
  });

  it.each(["users.findByEmail", "sessions.insert", "users.rehashPassword"])(
    "is not taken for a wrong password when %s fails",
    async (broken) => {
      const memory = memoryStorage();
      await insertLegacyUser(memory, await fastHasher().hash(ALICE.password));
      const storage = intercept(memory, ({ name, proceed }) =>
        name === broken ? Promise.reject(new Error("gone")) : proceed(),
      );
      const { auth } = openAuth({ storage, passwords: [{ ...fastHasher(), id: "another" }, fastHasher()] });
      await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("storage_unavailable"));
    },
  );

  it("SE13 keeps a session whose sign-out it did not hear, and ends it afterwards", async () => {
    const memory = memoryStorage();
    let down = false;
    const storage = intercept(memory, ({ proceed }) => (down ? Promise.reject(new Error("gone")) : proceed()));
    const { auth } = openAuth({ storage });
    const { token } = await auth.signUp(ALICE);
    down = true;
    await expect(auth.signOut(token)).rejects.toMatchObject(refusal("storage_unavailable"));
    down = false;
    expect(await auth.getUser(token)).not.toBeNull();
    await auth.signOut(token);
    expect(await auth.getUser(token)).toBeNull();
  });

  it("is the same when a storage throws instead of rejecting", async () => {
    const throwing = intercept(memoryStorage(), () => {
      throw new Error("database is closed");
    });
    const { token } = await openAuth().auth.signUp(ALICE);
    const { auth } = openAuth({ storage: throwing });
    for (const operation of [
      () => auth.signUp(ALICE),
      () => auth.signIn(ALICE),
      () => auth.signOut(token),
      () => auth.getUser(token),
    ]) {
      await expect(operation()).rejects.toMatchObject(refusal("storage_unavailable"));
    }
  });

  it("keeps the driver's words out of the message and the JSON", async () => {
    const storage = intercept(memoryStorage(), () =>
      Promise.reject(new Error("insert into auth_users failed at 10.0.0.7")),
    );
    const error = await errorOf(openAuth({ storage }).auth.signIn(ALICE));
    expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/auth_users|10\.0\.0\.7/);
    expect(everyTextOf(error)).toContain("10.0.0.7");
  });
});
