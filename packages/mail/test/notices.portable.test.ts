import { createAuth, type AuthEvent, type Client } from "@latchkey/core";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { identities } from "@latchkey/core/identities";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { users } from "@latchkey/core/users";
import { describe, expect, it } from "vitest";
import { mailer, type Message } from "../src/index.ts";
import { FIREFOX, FROM, keep, ORIGIN } from "./support/mails.ts";

const PASSWORD = "correct horse battery staple";
const EMAIL = "ada@example.com";
const at = (agent: string | null, address: string | null = null): Client => ({ agent, address });
const firefox = at(FIREFOX, "203.0.113.7");
const newerFirefox = at(FIREFOX.replaceAll("145", "146"), "203.0.113.8");
const curl = at("curl/8.14.1");

/** An auth with every companion and all notices, and a user who has signed up with Firefox. */
async function openApp() {
  const transport = keep();
  const clock = testClock();
  const pending: Promise<void>[] = [];
  const errors: unknown[] = [];
  const mail = mailer({
    from: FROM,
    origin: ORIGIN,
    transport,
    now: clock.now,
    waitUntil: (work) => pending.push(work),
    onError: (error) => errors.push(error),
  });
  const auth = createAuth({
    storage: memoryStorage(),
    secret: "a secret for this test and no other, 32 bytes",
    passwords: fastHasher(),
    now: clock.now,
    hooks: { after: (event: AuthEvent) => notices(event) },
  });
  const notices = mail.notices(users(auth));
  const settle = async () => {
    while (pending.length > 0) await pending.shift();
  };
  /** The mails that an action sends, as kinds of subjects. */
  const told = async (act: () => Promise<unknown>): Promise<readonly Message[]> => {
    const before = transport.messages.length;
    await act();
    await settle();
    expect(errors).toEqual([]);
    return transport.messages.slice(before);
  };
  const companions = {
    change: passwordChange(auth),
    reset: passwordReset(auth, mail.passwordReset),
    verification: emailVerification(auth, mail.emailVerification),
    emailChange: emailChange(auth, mail.emailChange),
  };
  let signedUp = "";
  expect(
    await told(async () => ({ token: signedUp } = await auth.signUp({ email: EMAIL, password: PASSWORD }, firefox))),
  ).toEqual([]);
  return { auth, clock, told, transport, errors, settle, notices, token: signedUp, ...companions };
}

const signIn = { email: EMAIL, password: PASSWORD };
const tokenOf = ({ text }: Message) => /token=([\w-]+)/.exec(text)![1]!;
const subjects = (mails: readonly Message[]) => mails.map(({ subject }) => subject);

describe("ML05 notices", () => {
  it("ML05 a sign-in on a new device is told, with the device, the address and the time", async () => {
    const { auth, told } = await openApp();
    const mails = await told(() => auth.signIn(signIn, { ...curl, address: "198.51.100.9" }));
    expect(subjects(mails)).toEqual(["New sign-in to your account"]);
    expect(mails[0]!.to).toBe(EMAIL);
    expect(mails[0]!.text).toContain("Time: January 1, 2030 at 12:00 PM UTC\nDevice: curl\nIP address: 198.51.100.9\n");
    expect(mails[0]!.text).toContain(`${ORIGIN}/auth/account\n`);
  });

  it("ML05 nobody is told of the account at a provider that they have just signed up with", async () => {
    const { auth, told } = await openApp();
    const proved = { provider: "okta", subject: "1", email: "bob@example.com", emailIsProven: false };
    let token = "";
    const signUp = async () => {
      const result = await identities(auth).signIn(proved, firefox);
      if (result.outcome === "signed_in") ({ token } = result.signedIn);
    };
    expect(subjects(await told(signUp))).toEqual([]);
    const link = () => identities(auth).link(token, { ...proved, subject: "2" }, firefox);
    expect(subjects(await told(link))).toEqual(["An account was connected"]);
  });

  it("ML05 a device that is signed in already is not new, even with a newer browser; signed out, it is", async () => {
    const { auth, told, token } = await openApp();
    expect(await told(() => auth.signIn(signIn, firefox))).toEqual([]);
    let last = "";
    expect(await told(async () => ({ token: last } = await auth.signIn(signIn, newerFirefox)))).toEqual([]);
    expect(subjects(await told(() => auth.signIn(signIn, at(null))))).toEqual(["New sign-in to your account"]);
    expect(await told(() => auth.signIn(signIn, at(null)))).toEqual([]);
    for (const session of [token, last]) await auth.signOut(session);
    const { id } = (await users(auth).find({ email: EMAIL }))!;
    await told(() => users(auth).endSessions(id));
    expect(subjects(await told(() => auth.signIn(signIn, firefox)))).toEqual(["New sign-in to your account"]);
  });

  it("ML05 signing up, and sessions that a change of the account opens, are no sign-in on a new device", async () => {
    const { told, token, verification, change, reset } = await openApp();
    const [verify] = await told(() => verification.request(token, curl));
    expect(await told(() => verification.verify({ token: tokenOf(verify!), password: PASSWORD }, curl))).toEqual([]);
    const [link] = await told(() => reset.request({ email: EMAIL }));
    const input = { token: tokenOf(link!), password: `${PASSWORD} 2` };
    let session = "";
    const done = await told(async () => ({ token: session } = await reset.reset(input, at("okhttp/5.0"))));
    expect(subjects(done)).toEqual(["Your password was changed"]);
    expect(done[0]!.text).toContain("Device: okhttp\n");
    const passwords = { currentPassword: `${PASSWORD} 2`, newPassword: `${PASSWORD} 3` };
    const changed = await told(() => change.change(session, passwords, firefox));
    expect(subjects(changed)).toEqual(["Your password was changed"]);
    expect(changed[0]!.text).toContain("Device: Firefox on Linux\nIP address: 203.0.113.7\n");
    expect(changed[0]!.text).toContain(`${ORIGIN}/auth/forgot-password\n`);
  });

  it("ML05 a password that an administrator sets is told as well", async () => {
    const { auth, told } = await openApp();
    const { id } = (await users(auth).find({ email: EMAIL }))!;
    expect(subjects(await told(() => users(auth).setPassword(id, `${PASSWORD} 2`)))).toEqual([
      "Your password was changed",
    ]);
  });

  it("ML05 a change of address is told to the old address, and to no other", async () => {
    const { told, token, emailChange: change } = await openApp();
    const [link] = await told(() => change.request(token, { email: "new@example.org", currentPassword: PASSWORD }));
    const mails = await told(() => change.confirm({ token: tokenOf(link!), sessionToken: token }, firefox));
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([[EMAIL, "Your email address was changed"]]);
    expect(mails[0]!.text).toContain(`now new@example.org. It was ${EMAIL} before.`);
  });

  it("ML05 a user who is gone or disabled by then hears nothing, nor does anybody of other events", async () => {
    const { auth, told, token, notices } = await openApp();
    const { id } = (await users(auth).find({ email: EMAIL }))!;
    expect(await told(() => auth.signOut(token))).toEqual([]);
    const event = {
      type: "password.changed",
      pool: "users",
      userId: id,
      sessionId: null,
      at: new Date().toISOString(),
      client: curl,
    } as const;
    await users(auth).disable(id);
    expect(await told(async () => notices(event))).toEqual([]);
    await users(auth).delete(id);
    expect(await told(async () => notices(event))).toEqual([]);
    expect(await told(async () => notices({ ...event, userId: null }))).toEqual([]);
    expect(await told(async () => notices({ ...event, type: "account.locked", userId: null }))).toEqual([]);
  });

  it("ML04 a notice that fails goes to onError, and the sign-in stands", async () => {
    const { auth, settle, transport, errors } = await openApp();
    transport.send = async () => {
      throw new Error("down");
    };
    const { user } = await auth.signIn(signIn, curl);
    await settle();
    expect(user.email).toBe(EMAIL);
    expect(errors).toEqual([new Error("down")]);
  });

  it("ML04 the hook returns before the mail is sent", async () => {
    const { auth, settle, transport } = await openApp();
    let send = (): void => {};
    transport.send = () => new Promise<void>((resolve) => (send = resolve));
    expect((await auth.signIn(signIn, curl)).user.email).toBe(EMAIL);
    await new Promise((resolve) => setTimeout(resolve, 0));
    send();
    await settle();
  });
});
