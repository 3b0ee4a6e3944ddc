import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, BOB, intercept, errorOf, openAuth, refusal } from "../support.ts";

describe("signing in", () => {
  it("P17 answers with the user and a token, and changes no row of the user", async () => {
    const { auth, clock } = openAuth();
    const { user } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    clock.advance(3600);
    const signedIn = await auth.signIn(ALICE);
    expect(signedIn.user).toEqual(user);
    expect(signedIn.session).toMatchObject({
      userId: user.id,
      createdAt: "2030-01-01T13:00:00.000Z",
      expiresAt: "2030-01-08T13:00:00.000Z",
    });
    expect(await auth.getUser(signedIn.token)).toEqual(user);
  });

  it("P18 a wrong password, an unknown e-mail and a disabled account are one answer", async () => {
    const { auth, storage } = openAuth();
    await auth.signUp(ALICE);
    const { user } = await auth.signUp(BOB);
    await storage.users.setDisabled(user.id, true, new Date());
    const attempts = [
      { ...ALICE, password: BOB.password },
      { ...ALICE, password: "" },
      { ...ALICE, email: "nobody@example.com" },
      BOB,
      { ...BOB, password: ALICE.password },
    ];
    const [first, ...others] = await Promise.all(
      attempts.map(async (input) => {
        const error = await errorOf(auth.signIn(input));
        return [error.name, error.message, JSON.stringify(error), Object.keys(error), "cause" in error];
      }),
    );
    expect(first!.slice(0, 2)).toEqual(["AuthError", "Invalid credentials"]);
    for (const other of others) expect(other).toEqual(first);
  });

  it("P18 one person's password opens nobody else's account", async () => {
    const { auth } = openAuth();
    await Promise.all([auth.signUp(ALICE), auth.signUp(BOB)]);
    await expect(auth.signIn({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    expect((await auth.signIn(BOB)).user.email).toBe(BOB.email);
  });

  it("SE01 every sign-in opens a session of its own", async () => {
    const { auth } = openAuth();
    const opened = [await auth.signUp(ALICE)];
    for (let time = 0; time < 4; time++) opened.push(await auth.signIn(ALICE));
    expect(new Set(opened.map(({ session }) => session.id)).size).toBe(5);
    expect(new Set(opened.map(({ token }) => token)).size).toBe(5);
    for (const { token } of opened) expect(await auth.getUser(token)).not.toBeNull();
  });

  it("SE06 a password that is changed while it is checked opens nothing", async () => {
    const memory = memoryStorage();
    const changed = await fastHasher().hash(BOB.password);
    const storage = intercept(memory, async ({ name, proceed }) => {
      const answer = await proceed();
      if (name === "users.findByEmail")
        await memory.users.setPassword(
          (answer as { user: { id: string } }).user.id,
          {
            from: null,
            to: changed,
            provesEmail: false,
            deletesApiKeys: false,
            deletesWaysIn: false,
            at: new Date(),
          },
          null,
        );
      return answer;
    });
    const { auth } = openAuth({ storage });
    await auth.signUp(ALICE);
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
  });

  it("Y02 an account of another pool is unknown here", async () => {
    const { auth, storage } = openAuth();
    await auth.signUp(ALICE);
    const admins = openAuth({ storage, pool: "admins" }).auth;
    await expect(admins.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    const admin = await admins.signUp({ ...ALICE, password: BOB.password });
    expect(await auth.getUser(admin.token)).toBeNull();
    await expect(auth.signIn({ ...ALICE, password: BOB.password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
  });
});
