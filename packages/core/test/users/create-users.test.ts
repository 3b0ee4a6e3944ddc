import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { ALICE, intercept, recordCalls, refusal, storedHash } from "../support.ts";
import { admin, openUsers } from "./open-users.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe("Y43 making users", () => {
  it("gives a user who can sign in, field by field, without a session and without a hash", async () => {
    const { auth, own, events, storage } = openUsers({ signUps: false });
    const user = await own.create({
      ...ALICE,
      email: "Alice@Example.com",
      username: "Alice.A",
      emailVerified: true,
      metadata: { a: 1 },
      appMetadata: { role: "admin" },
    });
    const now = "2030-01-01T12:00:00.000Z";
    expect(user).toStrictEqual({
      id: expect.stringMatching(UUID),
      email: ALICE.email,
      username: "alice.a",
      emailVerified: true,
      createdAt: now,
      updatedAt: now,
      metadata: { a: 1 },
      appMetadata: { role: "admin" },
      disabled: false,
    });
    expect(await own.sessions(user.id)).toEqual([]);
    expect(events).toEqual([
      { type: "user.created", pool: "users", userId: user.id, sessionId: null, at: now, client: admin },
    ]);
    expect((await auth.signIn(ALICE)).user.id).toBe(user.id);
    expect(JSON.stringify([user, events])).not.toContain((await storedHash(storage))!);
  });

  it("without a password no password is right, at the cost of any other, until one is set", async () => {
    const { auth, own } = openUsers();
    const { id } = await own.create({ email: ALICE.email });
    for (const password of ["", "!", "null", "undefined", ALICE.password])
      await expect(auth.signIn({ ...ALICE, password })).rejects.toMatchObject(refusal("invalid_credentials"));
    await own.setPassword(id, ALICE.password);
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it.each([
    [{ email: "alice" }, "invalid_email"],
    [{ password: "short" }, "password_too_short"],
    [{ username: "al" }, "invalid_username"],
    [{ username: "alice@example.com" }, "invalid_username"],
    [{ metadata: [] }, "invalid_metadata"],
    [{ appMetadata: { a: { b: NaN } } }, "invalid_metadata"],
  ])("%j is refused before anything is asked of storage", async (fields, code) => {
    const { storage, calls } = recordCalls(memoryStorage());
    await expect(openUsers({ storage }).own.create({ ...ALICE, ...fields } as never)).rejects.toMatchObject(
      refusal(code),
    );
    expect(calls).toEqual([]);
  });

  it("the field at fault is the one that was given", async () => {
    await expect(openUsers().own.create({ ...ALICE, appMetadata: { role: 1n } })).rejects.toMatchObject({
      field: "appMetadata.role",
    });
  });

  it("a key that createUser does not know is a mistake of the program", async () => {
    await expect(openUsers().own.create({ ...ALICE, role: "admin" } as never)).rejects.toThrow(TypeError);
    await expect(openUsers().own.create({ ...ALICE, emailVerified: "yes" } as never)).rejects.toThrow(TypeError);
  });

  it("says which name is taken", async () => {
    const { own } = openUsers();
    await own.create({ ...ALICE, username: "alice" });
    await expect(own.create(ALICE)).rejects.toMatchObject(refusal("user_exists"));
    await expect(own.create({ ...ALICE, username: "bob" })).rejects.toMatchObject(refusal("user_exists"));
    await expect(own.create({ ...ALICE, email: "bob@example.com", username: "ALICE" })).rejects.toMatchObject(
      refusal("username_taken", { field: "username" }),
    );
  });

  it("of 50 at once with one user name one is made", async () => {
    const { own } = openUsers();
    const made = await Promise.allSettled(
      Array.from({ length: 50 }, (_, at) =>
        own.create({ email: `u${at}@example.com`, username: at % 2 ? "Taken" : "taken" }),
      ),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(new Set(made.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : [])))).toEqual(
      new Set(["username_taken"]),
    );
  });

  it("an answer lost on the way back is not taken for a taken address", async () => {
    let isLossy = true;
    const storage = intercept(memoryStorage(), async ({ name, proceed }) => {
      const answer = await proceed();
      if (isLossy && name.startsWith("users.insert")) throw new Error("connection reset");
      return answer;
    });
    const { own } = openUsers({ storage });
    await expect(own.createFirst(ALICE)).resolves.toMatchObject({ email: ALICE.email });
    await expect(own.create({ email: "bob@example.com" })).resolves.toMatchObject({ email: "bob@example.com" });
    isLossy = false;
    await expect(own.create(ALICE)).rejects.toMatchObject(refusal("user_exists"));
  });
});

describe("Y42 the first user of a pool", () => {
  it("is made once, though 20 ask together", async () => {
    const { own } = openUsers();
    const made = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => own.createFirst({ ...ALICE, email: `admin${at}@example.com` })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await own.list()).users).toHaveLength(1);
    expect(made.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []))).toEqual(
      Array(19).fill("user_exists"),
    );
  });

  it("never again, also not when all users are deleted", async () => {
    const { own } = openUsers();
    const { id } = await own.createFirst(ALICE);
    await own.delete(id);
    await expect(own.createFirst(ALICE)).rejects.toMatchObject(refusal("user_exists"));
  });
});
