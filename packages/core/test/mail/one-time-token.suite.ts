import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  begin,
  code,
  freshEmail,
  newcomer,
  NEXT,
  PASSWORD,
  type Life,
  type OpenStorage,
} from "../account-story.suite.ts";
import { between } from "../support.ts";

/** One token of each purpose for somebody new. */
async function threeTokens(life: Life) {
  const person = await newcomer(life);
  const { reset, verification, change } = life;
  await reset.request({ email: person.email });
  const forReset = await life.last(person.email);
  await verification.request(person.token);
  const forVerification = await life.last(person.email);
  const newEmail = freshEmail();
  await change.request(person.token, { email: newEmail, currentPassword: PASSWORD });
  return { person, newEmail, forReset, forVerification, forChange: await life.last(newEmail) };
}

export function oneTimeTokenStories(open: OpenStorage): void {
  describe("one-time tokens", () => {
    it("Y34 SE11 have 256 random bits, and storage sees their SHA-256 alone", async () => {
      const asked: string[] = [];
      const storage = between(
        await open(),
        ({ parameters, proceed }) => (asked.push(JSON.stringify(parameters)), proceed()),
      );
      const { forReset, forVerification, forChange } = await threeTokens(begin(storage));
      for (const token of [forReset, forVerification, forChange]) {
        expect(token).toMatch(/^[\w-]{43}$/);
        expect(Buffer.from(token, "base64url")).toHaveLength(32);
        expect(asked.join()).not.toContain(token);
        expect(asked.join()).toContain(createHash("sha256").update(token).digest("base64url"));
      }
    });

    it("TK05 serve no other purpose, and are still good after the attempt", async () => {
      const life = begin(await open());
      const { person, newEmail, forReset, forVerification, forChange } = await threeTokens(life);
      const sessionToken = person.token;
      for (const token of [forVerification, forChange])
        expect(await code(life.reset.reset({ token, password: NEXT }))).toBe("invalid_token");
      for (const token of [forReset, forChange])
        expect(await code(life.verification.verify({ token, sessionToken }))).toBe("invalid_token");
      for (const token of [forReset, forVerification])
        expect(await code(life.change.confirm({ token, sessionToken }))).toBe("invalid_token");
      const verified = await life.verification.verify({ token: forVerification, sessionToken });
      await life.reset.reset({ token: forReset, password: NEXT });
      expect((await life.change.confirm({ token: forChange, password: NEXT })).email).toBe(newEmail);
      expect(verified.user.emailVerified).toBe(true);
    });

    it("TK05 are no session, and no session token is one of them", async () => {
      const life = begin(await open());
      const { person, forReset, forVerification, forChange } = await threeTokens(life);
      for (const token of [forReset, forVerification, forChange]) {
        expect([await life.auth.getUser(token), await life.auth.verifyToken(token)]).toEqual([null, false]);
        expect(await code(life.changer.change(token, { currentPassword: PASSWORD, newPassword: NEXT }))).toBe(
          "unauthenticated",
        );
        expect(await code(life.verification.verify({ token: forVerification, sessionToken: token }))).toBe(
          "unauthenticated",
        );
      }
      const { token } = person;
      expect(await code(life.reset.reset({ token, password: NEXT }))).toBe("invalid_token");
      expect(await code(life.verification.verify({ token, sessionToken: token }))).toBe("invalid_token");
      expect(await code(life.change.confirm({ token, sessionToken: token }))).toBe("invalid_token");
      expect(await life.auth.getUser(token)).not.toBeNull();
    });

    it("Y02 TK05 of one pool are nobody's in another", async () => {
      const storage = await open();
      const [users, admins] = [begin(storage), begin(storage, { pool: "admins" })];
      const { person, forReset } = await threeTokens(users);
      await admins.auth.signUp({ email: person.email, password: PASSWORD });
      expect(await code(admins.reset.reset({ token: forReset, password: NEXT }))).toBe("invalid_token");
      expect(await code(users.reset.reset({ token: forReset, password: NEXT }))).toBe("fulfilled");
      await admins.reset.request({ email: person.email });
      const forAdmin = await admins.last(person.email);
      expect(await code(users.reset.reset({ token: forAdmin, password: NEXT }))).toBe("invalid_token");
      expect(await code(admins.reset.reset({ token: forAdmin, password: NEXT }))).toBe("fulfilled");
    });

    it("Y34 are good until the moment they expire, and not at it", async () => {
      const life = begin(await open());
      const sessionOf = async ({ email }: { email: string }) =>
        (await life.auth.signIn({ email, password: PASSWORD })).token;
      for (const [seconds, answer] of [
        [3599, "fulfilled"],
        [3600, "invalid_token"],
      ] as const) {
        const { person, newEmail, forReset, forChange } = await threeTokens(life);
        life.clock.advance(seconds);
        expect(
          await code(life.change.confirm({ token: forChange, sessionToken: await sessionOf(person) })),
          newEmail,
        ).toBe(answer);
        if (answer === "fulfilled") continue;
        expect(await code(life.reset.reset({ token: forReset, password: NEXT }))).toBe(answer);
      }
      for (const [seconds, answer] of [
        [86_399, "fulfilled"],
        [86_400, "invalid_token"],
      ] as const) {
        const { person, forVerification: token } = await threeTokens(life);
        life.clock.advance(seconds);
        expect(await code(life.verification.verify({ token, sessionToken: await sessionOf(person) }))).toBe(answer);
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
      const life = begin(await open());
      const { token: sessionToken } = await newcomer(life);
      const token = odd as string;
      expect(await code(life.reset.reset({ token, password: NEXT }))).toBe("invalid_token");
      expect(await code(life.verification.verify({ token, sessionToken }))).toBe("invalid_token");
      expect(await code(life.change.confirm({ token, sessionToken }))).toBe("invalid_token");
    });

    it("TK09 have one spelling", async () => {
      const life = begin(await open());
      const { forReset } = await threeTokens(life);
      for (const token of [
        `${forReset}=`,
        ` ${forReset}`,
        `${forReset}\n`,
        forReset.toUpperCase(),
        forReset.slice(0, -1),
      ]) {
        expect(await code(life.reset.reset({ token, password: NEXT }))).toBe("invalid_token");
      }
      // 43 characters hold 258 bits: the two to spare must not make four spellings.
      const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(forReset.at(-1)!);
      const twin = forReset.slice(0, -1) + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1];
      expect(await code(life.reset.reset({ token: twin, password: NEXT }))).toBe("invalid_token");
      expect(await code(life.reset.reset({ token: forReset, password: NEXT }))).toBe("fulfilled");
    });
  });
}
