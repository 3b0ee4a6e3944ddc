import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { AuthError } from "../../src/index.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { intercept, countWork, recordCalls } from "../support.ts";
import {
  addApiKey,
  openApp,
  codeOf,
  fiftyAtOnce,
  freshEmail,
  NEW_PASSWORD,
  PASSWORD,
  type TestApp,
} from "../test-app.ts";
import { forgetful } from "./forgotten-password.ts";

describe("resetting the password", () => {
  it("Y35 SE06 sets the password, ends every session, verifies the address and signs in", async () => {
    const app = openApp(memoryStorage());
    const { email, user, token, link } = await forgetful(app);
    const client = { address: "192.0.2.1", agent: "Firefox" };
    const signedIn = await app.reset.reset({ token: link, password: NEW_PASSWORD }, client);
    expect(signedIn.user).toMatchObject({ id: user.id, email, emailVerified: true });
    expect(await app.auth.getUser(signedIn.token)).toEqual(signedIn.user);
    expect(await app.auth.getUser(token)).toBeNull();
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("invalid_credentials");
    expect(await codeOf(app.auth.signIn({ email, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("Y35 of 50 who have the same token one succeeds, with one session", async () => {
    const app = openApp(memoryStorage());
    const { email, user, link } = await forgetful(app);
    const { done, codes } = await fiftyAtOnce((index) =>
      app.reset.reset({ token: link, password: `password number ${index}` }),
    );
    expect([done.length, codes]).toEqual([1, Array(49).fill("invalid_token")]);
    expect(await app.storage.sessions.list(user.id, new Date(app.clock.now()))).toMatchObject([
      { id: done[0]!.session.id },
    ]);
    const { done: doors } = await fiftyAtOnce((index) =>
      app.auth.signIn({ email, password: `password number ${index}` }),
    );
    expect(doors).toHaveLength(1);
    expect(await codeOf(app.reset.reset({ token: link, password: NEW_PASSWORD }))).toBe("invalid_token");
  });

  it("PW01 PW02 PW08 PW09 PW10 a password that the policy refuses does not cost the token", async () => {
    const app = openApp(memoryStorage(), { passwordPolicy: { common: new Set(["football"]) } });
    const { email, link: token } = await forgetful(app);
    const refused = (password: unknown) => codeOf(app.reset.reset({ token, password: password as string }));
    expect(await refused("seven77")).toBe("password_too_short");
    expect(await refused("x".repeat(2 ** 20))).toBe("password_too_long");
    expect(await refused("unpaired \ud800")).toBe("invalid_password");
    expect(await refused(undefined)).toBe("invalid_password");
    expect(await refused("FootBall")).toBe("password_too_common");
    expect(await refused(email.toUpperCase())).toBe("password_too_common");
    expect(await refused(email.split("@")[0])).toBe("password_too_common");
    expect(await refused(NEW_PASSWORD)).toBe("fulfilled");
  });

  it("Y35 whatever else fails before the change does not cost the token either", async () => {
    const trouble = new Set<string>();
    const storage = intercept(memoryStorage(), ({ name, proceed }) =>
      trouble.has(name) ? Promise.reject(new Error("down")) : proceed(),
    );
    const hasher = fastHasher();
    const hash = (password: string) =>
      trouble.has("hash") ? Promise.reject(new AuthError("overloaded", "busy")) : hasher.hash(password);
    const hooks = {
      before: () => {
        if (trouble.has("hook")) throw new AuthError("refused", "No");
      },
    };
    const app = openApp(storage, { passwords: { ...hasher, hash }, hooks });
    const { link: token, token: session } = await forgetful(app);
    for (const [what, answer] of [
      ["hash", "overloaded"],
      ["hook", "refused"],
      ["tokens.take", "storage_unavailable"],
      ["users.find", "storage_unavailable"],
      ["counters.reset", "storage_unavailable"],
      ["users.setPassword", "storage_unavailable"],
    ] as const) {
      trouble.add(what);
      expect(await codeOf(app.reset.reset({ token, password: NEW_PASSWORD })), what).toBe(answer);
      trouble.clear();
      expect(await app.auth.getUser(session), what).not.toBeNull();
    }
    expect(await codeOf(app.reset.reset({ token, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("D11 a lost answer after the change does not count as a failure, and the token is used up", async () => {
    let lost = "";
    const storage = intercept(memoryStorage(), async ({ name, proceed }) => {
      const answer = await proceed();
      if (name === lost || (lost === "both" && ["users.setPassword", "sessions.find"].includes(name)))
        throw new Error("connection reset");
      return answer;
    });
    const app = openApp(storage);
    const first = await forgetful(app);
    lost = "users.setPassword";
    const signedIn = await app.reset.reset({ token: first.link, password: NEW_PASSWORD });
    lost = "";
    expect(await app.auth.getUser(signedIn.token)).not.toBeNull();

    const second = await forgetful(app);
    lost = "both";
    expect(await codeOf(app.reset.reset({ token: second.link, password: NEW_PASSWORD }))).toBe("storage_unavailable");
    lost = "";
    expect(await codeOf(app.reset.reset({ token: second.link, password: "one more password" }))).toBe("invalid_token");
  });

  it("Y35 lifts the lock of the account", async () => {
    const app = openApp(memoryStorage(), { guards: [throttle({ limit: 3 })] });
    const { email, link } = await forgetful(app);
    for (let guess = 0; guess < 6; guess++) await codeOf(app.auth.signIn({ email, password: `guess number ${guess}` }));
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("rate_limited");
    await app.reset.reset({ token: link, password: NEW_PASSWORD });
    expect(await codeOf(app.auth.signIn({ email, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("Y36 a reset is a proof of the mailbox: it opens a door that wants one", async () => {
    const app = openApp(memoryStorage(), { guards: [requireVerifiedEmail()] });
    const { email, link } = await forgetful(app);
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("email_not_verified");
    await app.reset.reset({ token: link, password: NEW_PASSWORD });
    expect(await codeOf(app.auth.signIn({ email, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("SE06 the real owner takes an account over with nothing left in it of who made it", async () => {
    const app = openApp(memoryStorage());
    const { storage, reset, verification, change } = app;
    const mallory = await forgetful(app);
    const ownAddress = freshEmail();
    await change.request(mallory.token, { email: ownAddress, currentPassword: PASSWORD });
    const planted = await app.lastToken(ownAddress);
    await verification.request(mallory.token);
    const confirmation = await app.lastToken(mallory.email);
    for (let key = 0; key < 3; key++) await addApiKey(app, mallory.user.id);
    const second = await app.auth.signIn(mallory);

    const owner = await reset.reset({ token: mallory.link, password: NEW_PASSWORD });
    expect(await storage.apiKeys.list(mallory.user.id)).toEqual([]);
    for (const token of [mallory.token, second.token]) expect(await app.auth.getUser(token)).toBeNull();
    for (const sessionToken of [mallory.token, second.token]) {
      expect(await codeOf(change.confirm({ token: planted, sessionToken }))).toBe("unauthenticated");
      expect(await codeOf(verification.verify({ token: confirmation, sessionToken }))).toBe("unauthenticated");
    }
    expect(await codeOf(change.confirm({ token: planted, password: PASSWORD }))).toBe("invalid_credentials");
    expect(await codeOf(app.auth.signIn(mallory))).toBe("invalid_credentials");
    expect(await app.auth.getUser(owner.token)).toMatchObject({ email: mallory.email, emailVerified: true });
  });

  it("SE06 not even with a key that is made while it happens", async () => {
    const app: TestApp = openApp(
      intercept(memoryStorage(), async ({ name, parameters, proceed }) => {
        if (name === "users.setPassword") await addApiKey(app, parameters[0] as string);
        return proceed();
      }),
    );
    const { user, link } = await forgetful(app);
    await app.reset.reset({ token: link, password: NEW_PASSWORD });
    expect(await app.storage.apiKeys.list(user.id)).toEqual([]);
  });

  it("SE05 Y40 Y47 a token of somebody who is disabled or gone is none", async () => {
    const app = openApp(memoryStorage());
    const [disabled, gone] = [await forgetful(app), await forgetful(app)];
    await app.storage.users.setDisabled(disabled.user.id, true, new Date(app.clock.now()));
    await app.storage.users.delete(gone.user.id);
    for (const { link } of [disabled, gone])
      expect(await codeOf(app.reset.reset({ token: link, password: NEW_PASSWORD }))).toBe("invalid_token");
  });

  it("Y38 a token that went to an address that is not the account's any more is none", async () => {
    const app = openApp(memoryStorage());
    const { user, email, link } = await forgetful(app);
    await app.storage.users.changeEmail(user.id, { from: email, to: freshEmail(), at: new Date(app.clock.now()) });
    expect(await codeOf(app.reset.reset({ token: link, password: NEW_PASSWORD }))).toBe("invalid_token");
  });

  it("Y44 SI13 events say what happened to whom, without a secret or an address", async () => {
    const app = openApp(memoryStorage());
    const { email, user, link } = await forgetful(app);
    await addApiKey(app, user.id);
    const { token } = await app.reset.reset({ token: link, password: NEW_PASSWORD });
    const types = app.events.map(({ type }) => type).slice(2);
    expect(types).toEqual([
      "password.reset_requested",
      "password.reset",
      "email.verified",
      "api_key.deleted",
      "sessions.ended",
      "session.opened",
    ]);
    expect(app.events.every(({ userId }) => userId === user.id)).toBe(true);
    for (const secret of [link, token, NEW_PASSWORD, PASSWORD, email])
      expect(JSON.stringify(app.events)).not.toContain(secret);
  });

  it("SI10 a token that is none reaches no hasher", async () => {
    const { hasher, work } = countWork(fastHasher());
    const app = openApp(memoryStorage(), { passwords: hasher });
    expect(await codeOf(app.reset.reset({ token: "x".repeat(43), password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(work()).toBe(0);
  });

  it("asks storage six times", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const { email, link } = await forgetful(app);
    calls.length = 0;
    await app.reset.reset({ token: link, password: NEW_PASSWORD });
    expect(calls).toEqual(["tokens.take", "users.find", ...Array(3).fill("counters.reset"), "users.setPassword"]);
    app.clock.advance(60);
    await app.reset.request({ email });
    const next = await app.lastToken(email);
    calls.length = 0;
    await app.reset.reset({ token: next, password: PASSWORD });
    expect(calls).toEqual(["tokens.take", "users.find", ...Array(3).fill("counters.reset"), "users.setPassword"]);
  });
});
