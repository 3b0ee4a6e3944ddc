import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { AuthError } from "../../src/index.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { intercept, countWork, recordCalls } from "../support.ts";
import { openApp, codeOf, fiftyAtOnce, freshEmail, newcomer, NEW_PASSWORD, outcomes, PASSWORD } from "../test-app.ts";

const INPUT = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };

describe("changing the password", () => {
  it("Y37 SE06 needs the current one, ends every other session and opens a new one", async () => {
    const app = openApp(memoryStorage());
    const { auth, changer } = app;
    const { email, user, token, session } = await newcomer(app);
    const elsewhere = await auth.signIn({ email, password: PASSWORD });
    const client = { address: "192.0.2.1", agent: "Firefox" };
    app.clock.advance(60);
    const changed = await changer.change(token, INPUT, client);

    expect(changed.session.id).not.toBe(session.id);
    expect(changed.user).toEqual({ ...user, updatedAt: new Date(app.clock.now()).toISOString() });
    expect(await auth.getUser(changed.token)).toEqual(changed.user);
    expect([await auth.getUser(token), await auth.getUser(elsewhere.token)]).toEqual([null, null]);
    expect(await codeOf(auth.signIn({ email, password: PASSWORD }))).toBe("invalid_credentials");
    expect(await codeOf(auth.signIn({ email, password: NEW_PASSWORD }))).toBe("fulfilled");
    expect(await app.storage.sessions.find(changed.session.id)).toMatchObject({ session: client });
  });

  it("Y37 a wrong current password changes nothing", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    expect(await codeOf(app.changer.change(token, { ...INPUT, currentPassword: `${PASSWORD} ` }))).toBe(
      "invalid_credentials",
    );
    expect(await app.auth.getUser(token)).not.toBeNull();
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
  });

  it("Y37 without a live session nobody gets as far as the hasher", async () => {
    const { hasher, work } = countWork(fastHasher());
    const app = openApp(memoryStorage(), { passwords: hasher });
    const { token, user } = await newcomer(app);
    await app.auth.signOut(token);
    const before = work();
    for (const dead of [token, "", user.id, `${token}x`])
      expect(await codeOf(app.changer.change(dead, INPUT))).toBe("unauthenticated");
    expect(work()).toBe(before);
  });

  it("PW01 PW02 PW08 PW10 the policy decides before anything is hashed, and names the field", async () => {
    const { hasher, work } = countWork(fastHasher());
    const app = openApp(memoryStorage(), { passwords: hasher });
    const { email, token } = await newcomer(app);
    const before = work();
    const refused = async (input: object) =>
      app.changer.change(token, { ...INPUT, ...input }).catch(({ code, field }: AuthError) => [code, field]);
    expect(await refused({ newPassword: "seven77" })).toEqual(["password_too_short", "newPassword"]);
    expect(await refused({ newPassword: "x".repeat(2 ** 20) })).toEqual(["password_too_long", "newPassword"]);
    expect(await refused({ newPassword: "unpaired \ud800" })).toEqual(["invalid_password", "newPassword"]);
    expect(await refused({ newPassword: email.toUpperCase() })).toEqual(["password_too_common", "newPassword"]);
    expect(await refused({ currentPassword: 7 })).toEqual(["invalid_password", "currentPassword"]);
    expect(await refused({ newPassword: PASSWORD })).toEqual(["invalid_password", "newPassword"]);
    expect(work()).toBe(before);
    expect(await app.auth.getUser(token)).not.toBeNull();
  });

  it("SE06 of 50 changes at once one succeeds, and one session is left", async () => {
    const app = openApp(memoryStorage());
    const { email, user, token } = await newcomer(app);
    const { done, codes } = await fiftyAtOnce((index) =>
      app.changer.change(token, { ...INPUT, newPassword: `password number ${index}` }),
    );
    expect(done).toHaveLength(1);
    expect(codes.filter((one) => !["invalid_credentials", "unauthenticated"].includes(one))).toEqual([]);
    expect(await app.storage.sessions.list(user.id, new Date(app.clock.now()))).toMatchObject([
      { id: done[0]!.session.id },
    ]);
    expect(await app.auth.getUser(done[0]!.token)).not.toBeNull();
    const { done: doors } = await fiftyAtOnce((index) =>
      app.auth.signIn({ email, password: `password number ${index}` }),
    );
    expect(doors).toHaveLength(1);
  });

  it("SE06 a sign-in with the old password that is under way holds no live session", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    const signIns = Array.from({ length: 20 }, () => app.auth.signIn({ email, password: PASSWORD }));
    await app.changer.change(token, INPUT);
    const { done } = await outcomes(signIns);
    for (const { token } of done) expect(await app.auth.getUser(token)).toBeNull();
  });

  it("Y34 a link to reset the password that is on its way is void after a change", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    await app.reset.request({ email });
    const link = await app.lastToken(email);
    await app.changer.change(token, INPUT);
    expect(await codeOf(app.reset.reset({ token: link, password: "one more password" }))).toBe("invalid_token");
    expect(await codeOf(app.auth.signIn({ email, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("SI08 F07 guesses at the current password have a limit that sign-ins do not use up", async () => {
    const { hasher, work } = countWork(fastHasher());
    const app = openApp(memoryStorage(), { passwords: hasher, guards: [throttle({ limit: 5 })] });
    const { email, token } = await newcomer(app);
    const before = work();
    for (let guess = 0; guess < 6; guess++)
      await codeOf(app.changer.change(token, { ...INPUT, currentPassword: `guess ${guess} …` }));
    expect(await codeOf(app.changer.change(token, INPUT))).toBe("rate_limited");
    expect(work() - before).toBe(5);
    const again = await app.auth.signIn({ email, password: PASSWORD });
    expect(await app.auth.getUser(token)).not.toBeNull();

    app.clock.advance(600);
    for (let guess = 0; guess < 6; guess++) await codeOf(app.auth.signIn({ email, password: `guess ${guess} …` }));
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("rate_limited");
    expect(await codeOf(app.changer.change(again.token, INPUT))).toBe("fulfilled");
  });

  it("Y36 somebody with an unverified address, once in, may change the password", async () => {
    const app = openApp(memoryStorage(), { guards: [requireVerifiedEmail()] });
    const { token } = await newcomer(app);
    expect(await codeOf(app.changer.change(token, INPUT))).toBe("fulfilled");
  });

  it("Y44 a hook may refuse, and hears of the change without a secret", async () => {
    let isOpen = false;
    const hooks = {
      before: ({ type }: { type: string }) => {
        if (type === "change_password" && !isOpen) throw new AuthError("refused", "No");
      },
    };
    const app = openApp(memoryStorage(), { hooks });
    const { user, token } = await newcomer(app);
    expect(await codeOf(app.changer.change(token, INPUT))).toBe("refused");
    isOpen = true;
    app.events.length = 0;
    const changed = await app.changer.change(token, INPUT, { address: "192.0.2.1", agent: null });
    expect(app.events.map(({ type, userId }) => [type, userId])).toEqual([
      ["password.changed", user.id],
      ["sessions.ended", user.id],
      ["session.opened", user.id],
    ]);
    for (const secret of [PASSWORD, NEW_PASSWORD, token, changed.token])
      expect(JSON.stringify(app.events)).not.toContain(secret);
  });

  it("D11 an answer that is lost after the change does not say that it failed", async () => {
    let isLossy = false;
    const storage = intercept(memoryStorage(), async ({ name, proceed }) => {
      const answer = await proceed();
      if (isLossy && name === "users.setPassword") throw new Error("connection reset");
      return answer;
    });
    const app = openApp(storage);
    const { token } = await newcomer(app);
    isLossy = true;
    const changed = await app.changer.change(token, INPUT);
    expect(await app.auth.getUser(changed.token)).not.toBeNull();
  });

  it("D11 a change that storage refuses before it happens is 503, and nothing has changed", async () => {
    const storage = intercept(memoryStorage(), ({ name, proceed }) =>
      name === "users.setPassword" ? Promise.reject(new Error("down")) : proceed(),
    );
    const app = openApp(storage);
    const { email, token } = await newcomer(app);
    expect(await codeOf(app.changer.change(token, INPUT))).toBe("storage_unavailable");
    expect(await app.auth.getUser(token)).not.toBeNull();
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
  });

  it("a change asks storage three times", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const { token } = await newcomer(app);
    calls.length = 0;
    await app.changer.change(token, INPUT);
    expect(calls).toEqual(["sessions.find", "users.find", "users.setPassword"]);
  });

  it("SE05 a disabled user changes nothing", async () => {
    const app = openApp(memoryStorage());
    const { user, token } = await newcomer(app);
    await app.storage.users.setDisabled(user.id, true, new Date(app.clock.now()));
    expect(await codeOf(app.changer.change(token, INPUT))).toBe("unauthenticated");
  });

  it("takes nobody else's session for one's own", async () => {
    const app = openApp(memoryStorage());
    const [alice, mallory] = [await newcomer(app), await newcomer(app, "the password of mallory")];
    expect(await codeOf(app.changer.change(mallory.token, INPUT))).toBe("invalid_credentials");
    await app.changer.change(mallory.token, { currentPassword: mallory.password, newPassword: NEW_PASSWORD });
    expect(await app.auth.getUser(alice.token)).not.toBeNull();
    expect(await codeOf(app.auth.signIn({ email: alice.email, password: NEW_PASSWORD }))).toBe("invalid_credentials");
    expect(await codeOf(app.auth.signIn({ email: freshEmail(), password: NEW_PASSWORD }))).toBe("invalid_credentials");
  });
});
