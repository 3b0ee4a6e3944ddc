import { createAuth, type AuthEvent } from "@latchkey/core";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordReset } from "@latchkey/core/password-reset";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { users } from "@latchkey/core/users";
import {
  createHandler,
  emailChangeRoutes,
  emailVerificationRoutes,
  mailSignInRoutes,
  passwordResetRoutes,
} from "@latchkey/http";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { mailer, MailError } from "../src/index.ts";
import { smtp } from "../src/smtp.ts";
import { openInbox, PASSWORD as SMTP_PASSWORD, USER, type Received } from "./support/smtp-inbox.ts";
import { FIREFOX, ORIGIN } from "./support/mails.ts";

const EMAIL = "ada@example.com";
const PASSWORD = "correct horse battery staple";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An application as the guide describes it, with a real SMTP server. */
async function openApp(server: SMTPServerOptions = {}, timeoutMs = 30_000) {
  const inbox = await openInbox(server);
  closing.push(inbox.close);
  const transport = smtp({ host: "127.0.0.1", port: inbox.port, user: USER, password: SMTP_PASSWORD, timeoutMs });
  closing.push(transport.close);
  const errors: unknown[] = [];
  const pending: Promise<void>[] = [];
  const clock = testClock();
  const mail = mailer({
    from: "Shop <no-reply@shop.example>",
    origin: ORIGIN,
    transport,
    now: clock.now,
    onError: (error) => errors.push(error),
    waitUntil: (work) => pending.push(work),
  });
  const auth = createAuth({
    storage: memoryStorage(),
    secret: "a secret for this test and no other, 32 bytes",
    passwords: fastHasher(),
    now: clock.now,
    hooks: {
      after(event: AuthEvent) {
        notices(event);
        return event.type === "user.created" && verification.sendTo(event.userId, event.client);
      },
    },
  });
  const notices = mail.notices(users(auth));
  const verification = emailVerification(auth, mail.emailVerification);
  const reset = passwordReset(auth, mail.passwordReset);
  const change = emailChange(auth, mail.emailChange);
  const byMail = mailSignIn(auth, mail.mailSignIn);
  const handler = createHandler(auth, {
    client: ({ headers }) => ({ agent: headers.get("user-agent") }),
    routes: [
      ...emailVerificationRoutes(verification),
      ...passwordResetRoutes(reset),
      ...emailChangeRoutes(change),
      ...mailSignInRoutes(byMail),
    ],
  });
  const post = async (path: string, body: object, token?: string) => {
    const headers = new Headers({
      "content-type": "application/json",
      "session-carrier": "bearer",
      "user-agent": FIREFOX,
    });
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    // What a request says about the host must not get into a mail.
    headers.set("x-forwarded-host", "evil.example");
    const request = new Request(`https://evil.example/auth${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const response = await handler(request);
    return { status: response.status, body: (await response.json()) as Record<string, any> };
  };
  const settle = async () => {
    while (pending.length > 0) await pending.shift();
  };
  return { inbox, errors, post, settle, clock, pending };
}

/** The link of a mail that came over SMTP, the same in text and HTML. */
function linkIn({ text = "", html = "" }: Received): URL {
  const [link = ""] = /https:\S+/.exec(text) ?? [];
  expect(html).toContain(`href="${link.replaceAll("&", "&amp;")}"`);
  const url = new URL(link);
  expect(url.origin).toBe(ORIGIN);
  return url;
}

describe("the life of an account, with mails over SMTP", () => {
  it("MS03 MS07 ML02 one mail over SMTP makes an account by its link, and the next signs in by its code", async () => {
    const { inbox, errors, post, settle, clock } = await openApp();
    const first = await post("/signin/mail", { email: EMAIL });
    expect([first.status, typeof first.body.ticket]).toEqual([202, "string"]);
    const invitation = await inbox.next();
    expect(invitation.subject).toBe("Create your account at Shop");
    const link = linkIn(invitation);
    expect([link.pathname, link.search]).toEqual(["/auth/mail-sign-in", ""]);
    const token = new URLSearchParams(link.hash.slice(1)).get("token");
    const made = await post("/signin/mail/confirm", { token });
    expect([made.status, made.body.user]).toMatchObject([200, { email: EMAIL, emailVerified: true }]);

    clock.advance(60);
    const { ticket } = (await post("/signin/mail", { email: EMAIL })).body;
    let mail = await inbox.next();
    // The notice of the first sign-in comes when it comes.
    if (mail.subject !== "Sign in to Shop") mail = await inbox.next();
    const [, code = ""] = /^Your code: (\d{6})$/m.exec(mail.text ?? "") ?? [];
    expect(mail.html).toContain(`>${code}<`);
    expect(mail.text).toContain("The link is valid for 15 minutes and works once.");
    const entered = await post("/signin/mail/confirm", { code, ticket });
    expect([entered.status, entered.body.user.id]).toEqual([200, made.body.user.id]);

    expect((await post("/prove/mail", {}, entered.body.token)).status).toBe(202);
    await settle();
    const proof = inbox.mails.findLast(({ subject }) => subject === "Your code for Shop") ?? (await inbox.next());
    const [, proofCode = ""] = /^Your code: (\d{6})$/m.exec(proof.text ?? "") ?? [];
    const proved = await post("/prove/mail/confirm", { code: proofCode }, entered.body.token);
    expect([proved.status, proved.body.methods]).toEqual([200, ["mail"]]);
    expect(errors).toEqual([]);
  });

  it("ML01 ML02 sign-up, mail, link, confirmed; forgotten, mail, link, new password, notice", async () => {
    const { inbox, errors, post, settle } = await openApp();
    const signedUp = await post("/signup", { email: EMAIL, password: PASSWORD });
    expect(signedUp.body.user.emailVerified).toBe(false);
    const verify = linkIn(await inbox.next());
    expect(verify.pathname).toBe("/auth/verify-email");
    const verified = await post("/email/verify", { token: verify.searchParams.get("token"), password: PASSWORD });
    expect([verified.status, verified.body.user.emailVerified]).toEqual([200, true]);

    expect((await post("/password/forgot", { email: EMAIL })).status).toBe(200);
    const reset = linkIn(await inbox.next());
    expect(reset.pathname).toBe("/auth/reset-password");
    const changed = await post("/password/reset", {
      token: reset.searchParams.get("token"),
      password: `${PASSWORD} 2`,
    });
    expect(changed.status).toBe(200);
    const notice = await inbox.next();
    expect([notice.subject, notice.text]).toEqual([
      "Your password was changed",
      expect.stringContaining("Firefox on Linux"),
    ]);
    expect((await post("/signin", { email: EMAIL, password: PASSWORD })).status).toBe(401);
    expect((await post("/signin", { email: EMAIL, password: `${PASSWORD} 2` })).status).toBe(200);
    await settle();
    expect([errors, inbox.mails.length]).toEqual([[], 3]);
    expect(inbox.mails.map(({ raw }) => raw).join()).not.toContain("evil.example");
  });

  it("ML02 ML05 a new address: a link there, and after it a notice to the old one", async () => {
    const { inbox, post } = await openApp();
    const { token } = (await post("/signup", { email: EMAIL, password: PASSWORD })).body;
    await inbox.next();
    await post("/email/change", { email: "new@example.org", currentPassword: PASSWORD }, token);
    const mail = await inbox.next();
    expect(mail.envelope.to).toEqual(["new@example.org"]);
    const link = linkIn(mail);
    expect(link.pathname).toBe("/auth/confirm-email");
    const confirmed = await post("/email/confirm", { token: link.searchParams.get("token") }, token);
    expect(confirmed.body.user.email).toBe("new@example.org");
    const notice = await inbox.next();
    expect([notice.envelope.to, notice.subject]).toEqual([[EMAIL], "Your email address was changed"]);
  });
});

describe("ML04 while the SMTP server is down", () => {
  it("ML04 an answer neither waits for it nor shows who has an account, and onError is told", async () => {
    // It takes the connection and never says a word.
    const silent: SMTPServerOptions = { onConnect: () => {} };
    const { errors, post, settle, pending } = await openApp(silent, 1000);
    expect((await post("/signup", { email: EMAIL, password: PASSWORD })).status).toBe(200);
    const answers = await Promise.all(
      [EMAIL, "nobody@example.com"].map((email) => post("/password/forgot", { email })),
    );
    expect(answers).toEqual([answers[0], answers[0]]);
    expect(answers[0]).toEqual({ status: 200, body: { success: true } });
    // The answers are here, and no mail has failed yet.
    expect([errors.length, pending.length > 0]).toEqual([0, true]);
    await settle();
    expect(errors.map((error) => (error as MailError).message)).toEqual([
      "SMTP did not answer in time",
      "SMTP did not answer in time",
    ]);
  });

  it("ML04 a failed mail does not use up the interval: the next one goes as soon as the server is back", async () => {
    let isDown = true;
    const refuse = Object.assign(new Error(`${EMAIL} later`), { responseCode: 451 });
    const { inbox, errors, post, settle, clock } = await openApp({
      onMailFrom: (_address, _session, done) => done(isDown ? refuse : null),
    });
    await post("/signup", { email: EMAIL, password: PASSWORD });
    await post("/password/forgot", { email: EMAIL });
    await settle();
    expect([inbox.mails, errors.length]).toEqual([[], 2]);
    expect(errors.every((error) => error instanceof MailError && error.code === "deferred")).toBe(true);
    expect(errors.map(String).join()).not.toContain(EMAIL);
    isDown = false;
    await post("/password/forgot", { email: EMAIL });
    await settle();
    expect(linkIn(await inbox.next()).pathname).toBe("/auth/reset-password");
    // What was sent does use it up.
    await post("/password/forgot", { email: EMAIL });
    await settle();
    expect(inbox.mails).toHaveLength(1);
    clock.advance(60);
    await post("/password/forgot", { email: EMAIL });
    await settle();
    expect(inbox.mails).toHaveLength(2);
  });
});
