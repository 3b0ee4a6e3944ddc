import { describe, expect, it } from "vitest";
import { emailVerification } from "../../src/email-verification.ts";
import { createAuth, type AuthEvent } from "../../src/index.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { between, listening, SECRET } from "../support.ts";
import {
  addKey,
  begin,
  code,
  fifty,
  freshEmail,
  newcomer,
  NEXT,
  PASSWORD,
  type Life,
  type OpenStorage,
} from "../account-story.suite.ts";

/** Somebody new, and a token to confirm the address with. */
async function unverified(life: Life) {
  const person = await newcomer(life);
  await life.verification.request(person.token);
  return { ...person, link: await life.last(person.email) };
}

export function emailVerificationStories(open: OpenStorage): void {
  describe("verifying the address", () => {
    it("Y36 with the session of the account, once", async () => {
      const life = begin(await open());
      const { user, token: sessionToken, link } = await unverified(life);
      const signedIn = await life.verification.verify({ token: link, sessionToken });
      expect(signedIn.user).toMatchObject({ id: user.id, emailVerified: true });
      expect(await life.auth.getUser(signedIn.token)).toEqual(signedIn.user);
      expect(await code(life.verification.verify({ token: link, sessionToken: signedIn.token }))).toBe("invalid_token");
    });

    it("Y36 with the password, where nobody is signed in", async () => {
      const life = begin(await open());
      const { email, link } = await unverified(life);
      const verify = (password: unknown) => life.verification.verify({ token: link, password: password as string });
      expect(await code(verify("the wrong password"))).toBe("invalid_credentials");
      expect(await code(verify(7))).toBe("invalid_password");
      const { token, user } = await verify(PASSWORD);
      expect(user.emailVerified).toBe(true);
      expect(await life.auth.getUser(token)).toMatchObject({ email });
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    });

    it("SE06 the mailbox alone gives the account of whoever made it no blessing, and costs no token", async () => {
      const life = begin(await open());
      const mallory = await unverified(life);
      const owner = await newcomer(life);
      for (const sessionToken of [undefined, null, "", "x", owner.token]) {
        expect(await code(life.verification.verify({ token: mallory.link, sessionToken }))).toBe("unauthenticated");
      }
      expect(await life.auth.getUser(mallory.token)).toMatchObject({ emailVerified: false });
      expect(await life.auth.getUser(owner.token)).toMatchObject({ emailVerified: false });
      expect(await code(life.verification.verify({ token: mallory.link, sessionToken: mallory.token }))).toBe(
        "fulfilled",
      );
    });

    it("SE06 ends every other session and takes every key that was there before", async () => {
      const life = begin(await open());
      const { email, user, token, link } = await unverified(life);
      const other = await life.auth.signIn({ email, password: PASSWORD });
      await addKey(life, user.id);
      const signedIn = await life.verification.verify({ token: link, sessionToken: token });
      for (const dead of [token, other.token]) expect(await life.auth.getUser(dead)).toBeNull();
      expect(await life.storage.apiKeys.list(user.id)).toEqual([]);
      expect(await life.storage.sessions.list(user.id, new Date(life.clock.now()))).toMatchObject([
        { id: signedIn.session.id },
      ]);
    });

    it("Y36 of 50 with the same token one succeeds, with one session", async () => {
      const life = begin(await open());
      const { user, token: sessionToken, link } = await unverified(life);
      const { done, codes } = await fifty(() => life.verification.verify({ token: link, sessionToken }));
      expect(done).toHaveLength(1);
      expect(codes.filter((one) => !["invalid_token", "unauthenticated"].includes(one))).toEqual([]);
      expect(await life.storage.sessions.list(user.id, new Date(life.clock.now()))).toMatchObject([
        { id: done[0]!.session.id },
      ]);
    });

    it("Y36 verifies the address that it was sent to, and no other", async () => {
      const life = begin(await open());
      const { user, email, token: sessionToken, link } = await unverified(life);
      await life.storage.users.changeEmail(user.id, { from: email, to: freshEmail(), at: new Date(life.clock.now()) });
      expect(await code(life.verification.verify({ token: link, sessionToken }))).toBe("invalid_token");
    });

    it("Y36 an address that a reset has verified has nothing left to confirm", async () => {
      const life = begin(await open());
      const { email, link } = await unverified(life);
      await life.reset.request({ email });
      const { token: sessionToken } = await life.reset.reset({ token: await life.last(email), password: NEXT });
      expect(await code(life.verification.verify({ token: link, sessionToken }))).toBe("invalid_token");
      expect(await life.auth.getUser(sessionToken)).not.toBeNull();
    });

    it("the new token says what is true now", async () => {
      const life = begin(await open(), { claims: ({ emailVerified }) => ({ emailVerified }) });
      const { token, link } = await unverified(life);
      expect((await life.auth.getSession(token))?.claims).toMatchObject({ emailVerified: false });
      const signedIn = await life.verification.verify({ token: link, sessionToken: token });
      expect((await life.auth.getSession(signedIn.token))?.claims).toMatchObject({ emailVerified: true });
    });

    it("SI08 guesses at the password count as at any door", async () => {
      const life = begin(await open(), { guards: [throttle({ limit: 2 })] });
      const { email, link } = await unverified(life);
      for (const guess of ["a first guess", "a second guess"])
        expect(await code(life.verification.verify({ token: link, password: guess }))).toBe("invalid_credentials");
      expect(await code(life.verification.verify({ token: link, password: PASSWORD }))).toBe("rate_limited");
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("rate_limited");
    });

    it("D11 trouble with storage does not cost the token", async () => {
      const trouble = new Set<string>();
      const life = begin(
        between(await open(), ({ name, proceed }) =>
          trouble.has(name) ? Promise.reject(new Error("down")) : proceed(),
        ),
      );
      const { token: sessionToken, link } = await unverified(life);
      for (const what of ["tokens.take", "users.find", "users.setPassword"]) {
        trouble.add(what);
        expect(await code(life.verification.verify({ token: link, sessionToken })), what).toBe("storage_unavailable");
        trouble.clear();
      }
      expect(await code(life.verification.verify({ token: link, sessionToken }))).toBe("fulfilled");
    });

    it("asks storage four times with a session", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const { token: sessionToken, link } = await unverified(life);
      calls.length = 0;
      await life.verification.verify({ token: link, sessionToken });
      expect(calls).toEqual(["sessions.find", "tokens.take", "users.find", "users.setPassword"]);
    });
  });

  describe("asking for the mail again", () => {
    it("Y36 sends it once an interval, also when 50 ask at once, and tells the others when to come back", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      const { done, codes } = await fifty(() => life.verification.request(token));
      await life.settle();
      expect([done.length, codes, life.mails.length]).toEqual([1, Array(49).fill("rate_limited"), 1]);
      await expect(life.verification.request(token)).rejects.toMatchObject({ retryAfter: 60 });
      const first = await life.last(email);
      life.clock.advance(60);
      await life.verification.request(token);
      const second = await life.last(email);
      const verified = await life.verification.verify({ token: first, sessionToken: token });
      expect(await code(life.verification.verify({ token: second, sessionToken: verified.token }))).toBe(
        "invalid_token",
      );
    });

    it("Y36 is for the owner of a live session, and for an address that is not verified", async () => {
      const life = begin(await open());
      const { email, user, token: sessionToken, link } = await unverified(life);
      for (const nobody of ["", "x", link, user.id])
        expect(await code(life.verification.request(nobody))).toBe("unauthenticated");
      const { token } = await life.verification.verify({ token: link, sessionToken });
      life.clock.advance(60);
      await life.verification.request(token);
      await life.verification.sendTo(user.id);
      await life.settle();
      expect(life.mails.map(({ to }) => to)).toEqual([email]);
    });

    it("Y44 a hook can send the first mail at sign-up", async () => {
      const storage = await open();
      const sent: Promise<void>[] = [];
      const mails: string[] = [];
      const after = ({ type, userId, client }: AuthEvent) =>
        type === "user.created" && userId ? verification.sendTo(userId, client) : undefined;
      const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher(), hooks: { after } });
      const verification = emailVerification(auth, {
        send: ({ user }) => void mails.push(user.email),
        waitUntil: (work) => void sent.push(work),
      });
      const email = freshEmail();
      const { token, user } = await auth.signUp({ email, password: PASSWORD });
      await verification.sendTo(user.id);
      await Promise.all(sent);
      expect(mails).toEqual([email]);
      expect(await code(verification.request(token))).toBe("rate_limited");
      expect(await code(verification.sendTo(crypto.randomUUID()))).toBe("not_found");
    });

    it.each([[{}], [{ send() {}, lifetime: 2_592_001 }], [{ send() {}, sendOnSignUp: true }]])(
      "%o is a mistake",
      async (options) => {
        const { auth } = begin(await open());
        expect(() => emailVerification(auth, options as never)).toThrow(TypeError);
      },
    );
  });

  it("asking for the mail asks storage four times", async () => {
    const { storage, calls } = listening(await open());
    const life = begin(storage);
    const { token } = await newcomer(life);
    calls.length = 0;
    await life.verification.request(token);
    expect(calls).toEqual(["sessions.find", "counters.add", "counters.add", "tokens.put"]);
  });

  describe("the rule that only verified users sign in", () => {
    it("Y36 SI01 says so after the right password alone", async () => {
      const life = begin(await open(), { guards: [requireVerifiedEmail()] });
      const { email } = await newcomer(life);
      const codes = async (password: string) => [
        await code(life.auth.signIn({ email, password })),
        await code(life.auth.signIn({ email: freshEmail(), password })),
      ];
      expect(await codes("the wrong password")).toEqual(["invalid_credentials", "invalid_credentials"]);
      expect(await codes(PASSWORD)).toEqual(["email_not_verified", "invalid_credentials"]);
    });

    it("Y36 leaves the first session alone, and what it takes to get verified", async () => {
      const life = begin(await open(), { guards: [throttle(), requireVerifiedEmail()] });
      const { email, token } = await newcomer(life);
      expect(await life.auth.getUser(token)).toMatchObject({ emailVerified: false });
      await life.verification.request(token);
      const link = await life.last(email);
      await life.auth.signOut(token);
      const signedIn = await life.verification.verify({ token: link, password: PASSWORD });
      expect(await life.auth.getUser(signedIn.token)).toMatchObject({ emailVerified: true });
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    });

    it("Y38 whoever mistyped the address at sign-up can still mend it", async () => {
      const life = begin(await open(), { guards: [requireVerifiedEmail()] });
      const { token } = await newcomer(life);
      const email = freshEmail();
      await life.change.request(token, { email, currentPassword: PASSWORD });
      await life.change.confirm({ token: await life.last(email), sessionToken: token });
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    });
  });
}
