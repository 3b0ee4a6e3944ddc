import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { openApp, codeOf, freshEmail, newcomer, NEW_PASSWORD, PASSWORD, type TestApp } from "../test-app.ts";
import { intercept } from "../support.ts";

/** One token of each purpose for somebody new. */
async function threeTokens(app: TestApp) {
  const person = await newcomer(app);
  const { reset, verification, change } = app;
  await reset.request({ email: person.email });
  const forReset = await app.lastToken(person.email);
  await verification.request(person.token);
  const forVerification = await app.lastToken(person.email);
  const newEmail = freshEmail();
  await change.request(person.token, { email: newEmail, currentPassword: PASSWORD });
  return { person, newEmail, forReset, forVerification, forChange: await app.lastToken(newEmail) };
}

describe("one-time tokens", () => {
  it("Y34 SE11 have 256 random bits, and storage sees their SHA-256 alone", async () => {
    const asked: string[] = [];
    const storage = intercept(
      memoryStorage(),
      ({ parameters, proceed }) => (asked.push(JSON.stringify(parameters)), proceed()),
    );
    const { forReset, forVerification, forChange } = await threeTokens(openApp(storage));
    for (const token of [forReset, forVerification, forChange]) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(token, "base64url")).toHaveLength(32);
      expect(asked.join()).not.toContain(token);
      expect(asked.join()).toContain(createHash("sha256").update(token).digest("base64url"));
    }
  });

  it("TK05 serve no other purpose, and are still good after the attempt", async () => {
    const app = openApp(memoryStorage());
    const { person, newEmail, forReset, forVerification, forChange } = await threeTokens(app);
    const sessionToken = person.token;
    for (const token of [forVerification, forChange])
      expect(await codeOf(app.reset.reset({ token, password: NEW_PASSWORD }))).toBe("invalid_token");
    for (const token of [forReset, forChange])
      expect(await codeOf(app.verification.verify({ token, sessionToken }))).toBe("invalid_token");
    for (const token of [forReset, forVerification])
      expect(await codeOf(app.change.confirm({ token, sessionToken }))).toBe("invalid_token");
    const verified = await app.verification.verify({ token: forVerification, sessionToken });
    await app.reset.reset({ token: forReset, password: NEW_PASSWORD });
    expect((await app.change.confirm({ token: forChange, password: NEW_PASSWORD })).email).toBe(newEmail);
    expect(verified.user.emailVerified).toBe(true);
  });

  it("TK05 are no session, and no session token is one of them", async () => {
    const app = openApp(memoryStorage());
    const { person, forReset, forVerification, forChange } = await threeTokens(app);
    for (const token of [forReset, forVerification, forChange]) {
      expect([await app.auth.getUser(token), await app.auth.verifyToken(token)]).toEqual([null, false]);
      expect(await codeOf(app.changer.change(token, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }))).toBe(
        "unauthenticated",
      );
      expect(await codeOf(app.verification.verify({ token: forVerification, sessionToken: token }))).toBe(
        "unauthenticated",
      );
    }
    const { token } = person;
    expect(await codeOf(app.reset.reset({ token, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(app.verification.verify({ token, sessionToken: token }))).toBe("invalid_token");
    expect(await codeOf(app.change.confirm({ token, sessionToken: token }))).toBe("invalid_token");
    expect(await app.auth.getUser(token)).not.toBeNull();
  });

  it("Y02 TK05 of one pool are nobody's in another", async () => {
    const storage = memoryStorage();
    const [users, admins] = [openApp(storage), openApp(storage, { pool: "admins" })];
    const { person, forReset } = await threeTokens(users);
    await admins.auth.signUp({ email: person.email, password: PASSWORD });
    expect(await codeOf(admins.reset.reset({ token: forReset, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(users.reset.reset({ token: forReset, password: NEW_PASSWORD }))).toBe("fulfilled");
    await admins.reset.request({ email: person.email });
    const forAdmin = await admins.lastToken(person.email);
    expect(await codeOf(users.reset.reset({ token: forAdmin, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(admins.reset.reset({ token: forAdmin, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("Y34 are good until the moment they expire, and not at it", async () => {
    const app = openApp(memoryStorage());
    const sessionOf = async ({ email }: { email: string }) =>
      (await app.auth.signIn({ email, password: PASSWORD })).token;
    for (const [seconds, answer] of [
      [3599, "fulfilled"],
      [3600, "invalid_token"],
    ] as const) {
      const { person, newEmail, forReset, forChange } = await threeTokens(app);
      app.clock.advance(seconds);
      expect(
        await codeOf(app.change.confirm({ token: forChange, sessionToken: await sessionOf(person) })),
        newEmail,
      ).toBe(answer);
      if (answer === "fulfilled") continue;
      expect(await codeOf(app.reset.reset({ token: forReset, password: NEW_PASSWORD }))).toBe(answer);
    }
    for (const [seconds, answer] of [
      [86_399, "fulfilled"],
      [86_400, "invalid_token"],
    ] as const) {
      const { person, forVerification: token } = await threeTokens(app);
      app.clock.advance(seconds);
      expect(await codeOf(app.verification.verify({ token, sessionToken: await sessionOf(person) }))).toBe(answer);
    }
  });

  it.each([
    undefined,
    null,
    7,
    {},
    [],
    "",
    "x",
    "x".repeat(42),
    "x".repeat(44),
    `${"x".repeat(42)}=`,
    "é".repeat(43),
    "x".repeat(2 ** 20),
  ])("TK12 what is none is like one that is used: %#", async (odd) => {
    const app = openApp(memoryStorage());
    const { token: sessionToken } = await newcomer(app);
    const token = odd as string;
    expect(await codeOf(app.reset.reset({ token, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(app.verification.verify({ token, sessionToken }))).toBe("invalid_token");
    expect(await codeOf(app.change.confirm({ token, sessionToken }))).toBe("invalid_token");
  });

  it("TK09 have one spelling", async () => {
    const app = openApp(memoryStorage());
    const { forReset } = await threeTokens(app);
    for (const token of [
      `${forReset}=`,
      ` ${forReset}`,
      `${forReset}\n`,
      forReset.toUpperCase(),
      forReset.slice(0, -1),
    ]) {
      expect(await codeOf(app.reset.reset({ token, password: NEW_PASSWORD }))).toBe("invalid_token");
    }
    // 43 characters hold 258 bits: the two to spare must not make four spellings.
    const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(forReset.at(-1)!);
    const twin = forReset.slice(0, -1) + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1];
    expect(await codeOf(app.reset.reset({ token: twin, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(app.reset.reset({ token: forReset, password: NEW_PASSWORD }))).toBe("fulfilled");
  });
});
