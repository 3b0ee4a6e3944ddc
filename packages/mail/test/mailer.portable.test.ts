import { locales } from "@latchkey/locales";
import { de, mails as german } from "@latchkey/locales/de";
import { describe, expect, expectTypeOf, it } from "vitest";
import { createAuth, type StandardSchema, type User } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { emailChange } from "@latchkey/core/email-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { users } from "@latchkey/core/users";
import { mailer, type MailerOptions, type Message } from "../src/index.ts";
import { FROM, keep, keepingMailer, NOW, ORIGIN, TOKEN, userWith } from "./support/mails.ts";

const expiresAt = new Date(NOW + 3_600_000).toISOString();

/** The mail to reset the password of a user. */
async function resetMail(options: Partial<MailerOptions> = {}, user = userWith()): Promise<Message> {
  const { mail, last } = keepingMailer(options);
  await mail.passwordReset.send({ user, token: TOKEN, expiresAt });
  return last();
}

const linkOf = ({ text }: Message) => /https?:\S+/.exec(text)?.[0];

describe("what a mail has beside its text", () => {
  it("a sender, one recipient, a date, an id, and that a program wrote it (RFC 3834)", async () => {
    const [one, other] = [await resetMail(), await resetMail()];
    expect(one).toMatchObject({ from: { name: "Shop", address: "no-reply@shop.example" }, to: "ada@example.com" });
    expect(one.date).toEqual(new Date(NOW));
    expect(one.headers).toEqual({ "Auto-Submitted": "auto-generated" });
    expect(one.messageId).toMatch(/^<[\da-f-]{36}@shop\.example>$/);
    expect(one.messageId).not.toBe(other.messageId);
    expect((await resetMail({ origin: "http://localhost:3000" })).messageId).toMatch(/@localhost>$/);
  });

  it("the link to a new address goes there, and the notice to the old one", async () => {
    const { mail, messages } = keepingMailer();
    const user = userWith();
    await mail.emailChange.send({ user, email: "new@example.org", token: TOKEN, expiresAt });
    await mail.emailChange.notify({ user: userWith({ email: "new@example.org" }), previousEmail: user.email });
    expect(messages.map(({ to }) => to)).toEqual(["new@example.org", "ada@example.com"]);
  });

  it("the name of the service is the sender's, or the host of the origin, or what is given", async () => {
    const footer = async (options: Partial<MailerOptions>) => (await resetMail(options)).text.split("-- \n")[1];
    expect(await footer({})).toBe("Shop\n");
    expect(await footer({ from: "no-reply@shop.example" })).toBe("shop.example\n");
    expect(await footer({ origin: "http://localhost:3000", from: "a@shop.example" })).toBe("localhost:3000\n");
    expect(await footer({ name: "The Shop" })).toBe("The Shop\n");
    expect(await footer({ from: '"Shop, Inc." <no-reply@shop.example>' })).toBe("Shop, Inc.\n");
  });

  it("a layout of the application gets the letter, and decides what it looks like", async () => {
    const layout: MailerOptions["layout"] = ({ text, button }) => ({
      text: `${text} ${button?.url}`,
      html: "<b>ours</b>",
    });
    const mail = await resetMail({ layout });
    expect(mail.html).toBe("<b>ours</b>");
    expect(mail.text).toBe(
      `${locales[0]!.mails.resetText.replace("{service}", "Shop")} ${ORIGIN}/auth/reset-password?token=${TOKEN}`,
    );
  });
});

describe("the language of a mail", () => {
  const subjectFor = async (locale: MailerOptions["locale"], metadata: User["metadata"] = null) =>
    (await resetMail({ locale }, userWith({ metadata }))).subject;
  const subject = (code: string) => locales.find((locale) => locale.code === code)!.mails.resetSubject;

  it("is the one that the user's metadata names, else the mailer's, else English", async () => {
    expect(await subjectFor(undefined)).toBe(subject("en"));
    expect(await subjectFor(de)).toBe(subject("de"));
    for (const { code } of locales) expect(await subjectFor(de, { locale: code })).toBe(subject(code));
    expect(await subjectFor(de, { locale: "pt-BR" })).toBe(subject("pt"));
    expect(await subjectFor(de, { locale: "FR" })).toBe(subject("fr"));
    for (const locale of ["sv", "", 7, null, { code: "fr" }, "frisian"]) {
      expect(await subjectFor(de, { locale } as User["metadata"])).toBe(subject("de"));
    }
  });

  it("is what a function of the application says, if it says something", async () => {
    const byDomain = ({ email }: User<unknown>) => (email.endsWith(".com") ? de : null);
    expect(await subjectFor(byDomain, { locale: "fr" })).toBe(subject("de"));
    expect(await subjectFor(() => null, { locale: "fr" })).toBe(subject("fr"));
    expect(await subjectFor(() => undefined)).toBe(subject("en"));
  });

  it("can be one that we do not have, and sentences of one's own", async () => {
    const swiss = { code: "de-CH", direction: "ltr", mails: { ...german, resetSubject: "Grüezi" } } as const;
    expect(await subjectFor(swiss)).toBe("Grüezi");
    expect(await subjectFor(swiss, { locale: "de-CH" })).toBe("Grüezi");
    expect(await subjectFor(swiss, { locale: "de" })).toBe(subject("de"));
    const ours = { ...swiss, code: "de" };
    expect(await subjectFor(ours, { locale: "de-AT" })).toBe("Grüezi");
  });
});

describe("ML02 links", () => {
  it("ML02 lead below the base path, or to pages of the application", async () => {
    expect(linkOf(await resetMail({ basePath: "/api/auth" }))).toBe(`${ORIGIN}/api/auth/reset-password?token=${TOKEN}`);
    expect(linkOf(await resetMail({ basePath: "/" }))).toBe(`${ORIGIN}/reset-password?token=${TOKEN}`);
    const at = async (resetPassword: string) => linkOf(await resetMail({ pages: { resetPassword } }));
    expect(await at("/welcome")).toBe(`${ORIGIN}/welcome?token=${TOKEN}`);
    expect(await at("/app?page=reset")).toBe(`${ORIGIN}/app?page=reset&token=${TOKEN}`);
    expect(await at("/app#token={token}")).toBe(`${ORIGIN}/app#token=${TOKEN}`);
    expect(await at("/reset/{token}/")).toBe(`${ORIGIN}/reset/${TOKEN}/`);
    expect(linkOf(await resetMail({ pages: { resetPassword: undefined, account: "/me" } }))).toContain(
      "/auth/reset-password?",
    );
  });

  it("ML02 a page elsewhere is refused at the start", () => {
    const elsewhere = [
      "https://evil.example/",
      "//evil.example/",
      "/\\evil.example",
      "\\\\evil.example",
      "reset",
      "",
      "javascript:1",
    ];
    for (const page of elsewhere) {
      for (const name of ["verifyEmail", "resetPassword", "confirmEmail", "forgotPassword", "account"] as const) {
        expect(() => keepingMailer({ pages: { [name]: page } })).toThrow(`mailer: pages.${name} must be a path`);
      }
    }
    expect(() => keepingMailer({ pages: { verifyEmail: null as unknown as string } })).toThrow("pages.verifyEmail");
    expect(() => keepingMailer({ pages: { signIn: "/x" } as object })).toThrow('does not know the page "signIn"');
  });

  it("ML02 the origin is https, or http on this machine, and nothing else", () => {
    for (const origin of [
      "https://shop.example",
      "https://shop.example/",
      "https://shop.example:8443",
      "http://localhost:3000",
      "http://127.0.0.1",
      "http://[::1]:3000",
      "http://app.localhost",
    ])
      expect(() => keepingMailer({ origin })).not.toThrow();
    const wrong = [
      "http://shop.example",
      "https://shop.example/app",
      "https://user@shop.example",
      "https://shop.example?x",
      "shop.example",
      "ftp://localhost",
      "http://localhost.evil.example",
      "http://127.0.0.1.evil.example",
      "",
      undefined,
    ];
    for (const origin of wrong) expect(() => keepingMailer({ origin }), origin).toThrow("mailer needs origin");
  });
});

describe("options of mailer", () => {
  const transport = keep();
  it.each<[string, object, string]>([
    ["no transport", { transport: undefined }, "mailer needs transport"],
    ["a transport without send", { transport: {} }, "mailer needs transport"],
    ["no sender", { from: undefined }, "mailer needs from"],
    ["a sender that is no address", { from: "Shop" }, "mailer needs from"],
    ["two senders", { from: "a@shop.example, b@shop.example" }, "mailer needs from"],
    ["an unknown option", { form: "a@shop.example" }, 'mailer does not know the option "form"'],
    ["a base path with a slash at the end", { basePath: "/auth/" }, "mailer: basePath must be a path"],
    ["a base path that is none", { basePath: "auth" }, "mailer: basePath must be a path"],
    ["a language that is none", { locale: "de" }, "mailer: locale must be a language"],
    ["an onError that is no function", { onError: true }, "mailer: onError must be a function"],
    ["an empty name", { name: " " }, "mailer: name must be one line of text"],
  ])("%s is a TypeError", (_what, options, message) => {
    expect(() => mailer({ from: FROM, origin: ORIGIN, transport, ...options })).toThrow(TypeError);
    expect(() => mailer({ from: FROM, origin: ORIGIN, transport, ...options })).toThrow(message);
  });

  it("every option but the first three may be undefined", () => {
    const rest = ["name", "locale", "basePath", "pages", "layout", "onError", "waitUntil", "now"];
    const options = Object.fromEntries(rest.map((name) => [name, undefined]));
    expect(() => mailer({ from: FROM, origin: ORIGIN, transport, ...options })).not.toThrow();
  });

  it("companions take its properties as their options, and keep the type of the metadata", () => {
    const { mail } = keepingMailer();
    const metadata = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } };
    const auth = createAuth({
      storage: memoryStorage(),
      secret: "a secret for this test and no other, 32 bytes",
      metadata: metadata as unknown as StandardSchema<{ plan: string }, { plan: string }>,
      hooks: { after: (event) => notices(event) },
    });
    const notices = mail.notices(users(auth));
    const reset = passwordReset(auth, mail.passwordReset);
    const change = emailChange(auth, { ...mail.emailChange, lifetime: 600 });
    type Reset = Awaited<ReturnType<typeof reset.reset>>["user"]["metadata"];
    type Changed = Awaited<ReturnType<typeof change.confirm>>["metadata"];
    expectTypeOf<Reset>().toEqualTypeOf<{ plan: string } | null>();
    expectTypeOf<Changed>().toEqualTypeOf<{ plan: string } | null>();
  });
});
