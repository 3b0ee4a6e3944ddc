import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { emailVerification } from "../../src/email-verification.ts";
import { createAuth, type AuthEvent } from "../../src/index.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { intercept, recordCalls, SECRET } from "../support.ts";
import {
  addApiKey,
  openApp,
  codeOf,
  fiftyAtOnce,
  freshEmail,
  newcomer,
  NEW_PASSWORD,
  PASSWORD,
  type TestApp,
} from "../test-app.ts";

/** Somebody new, and a token to confirm the address with. */
async function unverified(app: TestApp) {
  const person = await newcomer(app);
  await app.verification.request(person.token);
  return { ...person, link: await app.lastToken(person.email) };
}

describe("verifying the address", () => {
  it("Y36 with the session of the account, once", async () => {
    const app = openApp(memoryStorage());
    const { user, token: sessionToken, link } = await unverified(app);
    const signedIn = await app.verification.verify({ token: link, sessionToken });
    expect(signedIn.user).toMatchObject({ id: user.id, emailVerified: true });
    expect(await app.auth.getUser(signedIn.token)).toEqual(signedIn.user);
    expect(await codeOf(app.verification.verify({ token: link, sessionToken: signedIn.token }))).toBe("invalid_token");
  });

  it("Y36 with the password, where nobody is signed in", async () => {
    const app = openApp(memoryStorage());
    const { email, link } = await unverified(app);
    const verify = (password: unknown) => app.verification.verify({ token: link, password: password as string });
    expect(await codeOf(verify("the wrong password"))).toBe("invalid_credentials");
    expect(await codeOf(verify(7))).toBe("invalid_password");
    const { token, user } = await verify(PASSWORD);
    expect(user.emailVerified).toBe(true);
    expect(await app.auth.getUser(token)).toMatchObject({ email });
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
  });

  it("SE06 the mailbox alone gives the account of whoever made it no blessing, and costs no token", async () => {
    const app = openApp(memoryStorage());
    const mallory = await unverified(app);
    const owner = await newcomer(app);
    for (const sessionToken of [undefined, null, "", "x", owner.token]) {
      expect(await codeOf(app.verification.verify({ token: mallory.link, sessionToken }))).toBe("unauthenticated");
    }
    expect(await app.auth.getUser(mallory.token)).toMatchObject({ emailVerified: false });
    expect(await app.auth.getUser(owner.token)).toMatchObject({ emailVerified: false });
    expect(await codeOf(app.verification.verify({ token: mallory.link, sessionToken: mallory.token }))).toBe(
      "fulfilled",
    );
  });

  it("SE06 ends every other session and takes every key that was there before", async () => {
    const app = openApp(memoryStorage());
    const { email, user, token, link } = await unverified(app);
    const other = await app.auth.signIn({ email, password: PASSWORD });
    await addApiKey(app, user.id);
    const signedIn = await app.verification.verify({ token: link, sessionToken: token });
    for (const dead of [token, other.token]) expect(await app.auth.getUser(dead)).toBeNull();
    expect(await app.storage.apiKeys.list(user.id)).toEqual([]);
    expect(await app.storage.sessions.list(user.id, new Date(app.clock.now()))).toMatchObject([
      { id: signedIn.session.id },
    ]);
  });

  it("Y36 of 50 with the same token one succeeds, with one session", async () => {
    const app = openApp(memoryStorage());
    const { user, token: sessionToken, link } = await unverified(app);
    const { done, codes } = await fiftyAtOnce(() => app.verification.verify({ token: link, sessionToken }));
    expect(done).toHaveLength(1);
    expect(codes.filter((one) => !["invalid_token", "unauthenticated"].includes(one))).toEqual([]);
    expect(await app.storage.sessions.list(user.id, new Date(app.clock.now()))).toMatchObject([
      { id: done[0]!.session.id },
    ]);
  });

  it("Y36 verifies the address that it was sent to, and no other", async () => {
    const app = openApp(memoryStorage());
    const { user, email, token: sessionToken, link } = await unverified(app);
    await app.storage.users.changeEmail(user.id, { from: email, to: freshEmail(), at: new Date(app.clock.now()) });
    expect(await codeOf(app.verification.verify({ token: link, sessionToken }))).toBe("invalid_token");
  });

  it("Y36 an address that a reset has verified has nothing left to confirm", async () => {
    const app = openApp(memoryStorage());
    const { email, link } = await unverified(app);
    await app.reset.request({ email });
    const { token: sessionToken } = await app.reset.reset({
      token: await app.lastToken(email),
      password: NEW_PASSWORD,
    });
    expect(await codeOf(app.verification.verify({ token: link, sessionToken }))).toBe("invalid_token");
    expect(await app.auth.getUser(sessionToken)).not.toBeNull();
  });

  it("the new token says what is true now", async () => {
    const app = openApp(memoryStorage(), { claims: ({ emailVerified }) => ({ emailVerified }) });
    const { token, link } = await unverified(app);
    expect((await app.auth.getSession(token))?.claims).toMatchObject({ emailVerified: false });
    const signedIn = await app.verification.verify({ token: link, sessionToken: token });
    expect((await app.auth.getSession(signedIn.token))?.claims).toMatchObject({ emailVerified: true });
  });

  it("SI08 guesses at the password count as at any door", async () => {
    const app = openApp(memoryStorage(), { guards: [throttle({ limit: 2 })] });
    const { email, link } = await unverified(app);
    for (const guess of ["a first guess", "a second guess"])
      expect(await codeOf(app.verification.verify({ token: link, password: guess }))).toBe("invalid_credentials");
    expect(await codeOf(app.verification.verify({ token: link, password: PASSWORD }))).toBe("rate_limited");
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("rate_limited");
  });

  it("D11 trouble with storage does not cost the token", async () => {
    const trouble = new Set<string>();
    const app = openApp(
      intercept(memoryStorage(), ({ name, proceed }) =>
        trouble.has(name) ? Promise.reject(new Error("down")) : proceed(),
      ),
    );
    const { token: sessionToken, link } = await unverified(app);
    for (const what of ["tokens.take", "users.find", "users.setPassword"]) {
      trouble.add(what);
      expect(await codeOf(app.verification.verify({ token: link, sessionToken })), what).toBe("storage_unavailable");
      trouble.clear();
    }
    expect(await codeOf(app.verification.verify({ token: link, sessionToken }))).toBe("fulfilled");
  });

  it("asks storage four times with a session", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const { token: sessionToken, link } = await unverified(app);
    calls.length = 0;
    await app.verification.verify({ token: link, sessionToken });
    expect(calls).toEqual(["sessions.find", "tokens.take", "users.find", "users.setPassword"]);
  });
});

describe("asking for the mail again", () => {
  it("Y36 sends it once an interval, also when 50 ask at once, and tells the others when to come back", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    const { done, codes } = await fiftyAtOnce(() => app.verification.request(token));
    await app.settle();
    expect([done.length, codes, app.mails.length]).toEqual([1, Array(49).fill("rate_limited"), 1]);
    await expect(app.verification.request(token)).rejects.toMatchObject({ retryAfter: 60 });
    const first = await app.lastToken(email);
    app.clock.advance(60);
    await app.verification.request(token);
    const second = await app.lastToken(email);
    const verified = await app.verification.verify({ token: first, sessionToken: token });
    expect(await codeOf(app.verification.verify({ token: second, sessionToken: verified.token }))).toBe(
      "invalid_token",
    );
  });

  it("Y36 is for the owner of a live session, and for an address that is not verified", async () => {
    const app = openApp(memoryStorage());
    const { email, user, token: sessionToken, link } = await unverified(app);
    for (const nobody of ["", "x", link, user.id])
      expect(await codeOf(app.verification.request(nobody))).toBe("unauthenticated");
    const { token } = await app.verification.verify({ token: link, sessionToken });
    app.clock.advance(60);
    await app.verification.request(token);
    await app.verification.sendTo(user.id);
    await app.settle();
    expect(app.mails.map(({ to }) => to)).toEqual([email]);
  });

  it("Y44 a hook can send the first mail at sign-up", async () => {
    const storage = memoryStorage();
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
    expect(await codeOf(verification.request(token))).toBe("rate_limited");
    expect(await codeOf(verification.sendTo(crypto.randomUUID()))).toBe("not_found");
  });

  it.each([[{}], [{ send() {}, lifetime: 2_592_001 }], [{ send() {}, sendOnSignUp: true }]])(
    "%o is a mistake",
    async (options) => {
      const { auth } = openApp(memoryStorage());
      expect(() => emailVerification(auth, options as never)).toThrow(TypeError);
    },
  );
});

it("asking for the mail asks storage four times", async () => {
  const { storage, calls } = recordCalls(memoryStorage());
  const app = openApp(storage);
  const { token } = await newcomer(app);
  calls.length = 0;
  await app.verification.request(token);
  expect(calls).toEqual(["sessions.find", "counters.add", "counters.add", "tokens.put"]);
});

describe("the rule that only verified users sign in", () => {
  it("Y36 SI01 says so after the right password alone", async () => {
    const app = openApp(memoryStorage(), { guards: [requireVerifiedEmail()] });
    const { email } = await newcomer(app);
    const codes = async (password: string) => [
      await codeOf(app.auth.signIn({ email, password })),
      await codeOf(app.auth.signIn({ email: freshEmail(), password })),
    ];
    expect(await codes("the wrong password")).toEqual(["invalid_credentials", "invalid_credentials"]);
    expect(await codes(PASSWORD)).toEqual(["email_not_verified", "invalid_credentials"]);
  });

  it("Y36 leaves the first session alone, and what it takes to get verified", async () => {
    const app = openApp(memoryStorage(), { guards: [throttle(), requireVerifiedEmail()] });
    const { email, token } = await newcomer(app);
    expect(await app.auth.getUser(token)).toMatchObject({ emailVerified: false });
    await app.verification.request(token);
    const link = await app.lastToken(email);
    await app.auth.signOut(token);
    const signedIn = await app.verification.verify({ token: link, password: PASSWORD });
    expect(await app.auth.getUser(signedIn.token)).toMatchObject({ emailVerified: true });
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
  });

  it("Y38 whoever mistyped the address at sign-up can still mend it", async () => {
    const app = openApp(memoryStorage(), { guards: [requireVerifiedEmail()] });
    const { token } = await newcomer(app);
    const email = freshEmail();
    await app.change.request(token, { email, currentPassword: PASSWORD });
    await app.change.confirm({ token: await app.lastToken(email), sessionToken: token });
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
  });
});
