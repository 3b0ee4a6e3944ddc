import { mails } from "@latchkey/locales/en";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mailer, type Transport } from "../src/index.ts";
import { encodeMailbox, formatMailbox, readMailbox } from "../src/lib/mailbox.ts";
import { smtp, type SmtpTransport } from "../src/smtp.ts";
import { everyMail, FROM, keep, NOW, ORIGIN, TOKEN, userWith } from "./support/mails.ts";
import { openInbox, type Inbox } from "./support/smtp-inbox.ts";

const HEADERS = ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"];
const INJECTION = "\r\nBcc: evil@example.org\r\nX-Evil: yes\r\n\r\nEvil body";
const ends = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\u0085", "\0", "\v", "\f"];
/** Text with line breaks and headers in it, and any text. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc
    .tuple(
      fc.string({ maxLength: 10 }),
      fc.constantFrom(...ends),
      fc.constantFrom("Bcc: e@example.org", "X-Evil: 1", ".", ""),
    )
    .map((parts) => parts.join("")),
);
const expiresAt = new Date(NOW + 3_600_000).toISOString();

describe("ML03 no value makes a header", () => {
  let inbox: Inbox;
  let transport: SmtpTransport;
  beforeAll(async () => {
    inbox = await openInbox({ disabledCommands: ["AUTH", "STARTTLS"], authOptional: true });
    transport = smtp(`smtp://127.0.0.1:${inbox.port}`);
  });
  afterAll(async () => {
    transport.close();
    await inbox.close();
  });

  it("ML03 over SMTP a mail has its own headers and no other, whatever user and language say", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (value, sentence, tag) => {
        const own = { ...mails, verificationSubject: `${sentence}{email}{service}`, greeting: sentence };
        const mail = mailer({
          from: FROM,
          origin: ORIGIN,
          transport,
          locale: { code: "en", direction: "ltr", mails: own },
        });
        const user = userWith({ username: value, metadata: { name: value, locale: tag } });
        await mail.emailVerification.send({ user, token: TOKEN, expiresAt });
        const received = await inbox.next();
        expect(received.headers.map(({ key }) => key).sort()).toEqual(HEADERS);
        expect(received.envelope.to).toEqual(["ada@example.com"]);
        expect(received.subject ?? "").not.toMatch(/[\r\n]/);
        expect(received.bcc).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it("ML03 an address that is more than one address gets no mail", async () => {
    const kept = keep();
    const mail = mailer({ from: FROM, origin: ORIGIN, transport: kept });
    const more = hostile.map((text) => `ada@example.com${text}`).filter((text) => !/^[\w.@-]+$/.test(text));
    const wrong = fc.oneof(
      more,
      fc.constantFrom(
        `ada@example.com${INJECTION}`,
        "a@b.c, e@example.org",
        "a@b.c>",
        "<a@b.c",
        "",
        "a b@c.d",
        "a@b.c (x)",
      ),
    );
    await fc.assert(
      fc.asyncProperty(wrong, async (email) => {
        const error: unknown = await Promise.resolve(
          mail.passwordReset.send({ user: userWith({ email }), token: TOKEN, expiresAt }),
        ).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toBe("A mail goes to one address, and this is none");
      }),
    );
    expect(kept.messages).toEqual([]);
  });

  it("ML03 a sender or a name with a line break is refused at the start", () => {
    const transport: Transport = keep();
    for (const end of ends) {
      for (const from of [
        `Shop${end}Bcc: e@example.org <a@shop.example>`,
        `"Sh${end}op" <a@shop.example>`,
        `a@shop.example${end}`,
      ]) {
        expect(() => mailer({ from: `${from}x`, origin: ORIGIN, transport }), JSON.stringify(from)).toThrow(TypeError);
      }
      expect(() => mailer({ from: FROM, origin: ORIGIN, transport, name: `a${end}b` })).toThrow(TypeError);
    }
  });

  it("ML03 every header of every mail is one line, also for a transport of the application", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const user = userWith({ username: value, metadata: { locale: value, name: value } });
        const subjects = { verificationSubject: value, resetSubject: `a${value}`, newDeviceSubject: `${value}b` };
        const locale = { code: "en", direction: "ltr", mails: { ...mails, ...subjects } } as const;
        for (const { subject, headers, messageId, to, from } of Object.values(await everyMail({ locale }, user))) {
          for (const line of [subject, messageId, to, from.name, from.address, ...Object.values(headers)]) {
            expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("mailboxes", () => {
  it.each([
    ["a@b.example", { name: "", address: "a@b.example" }],
    ["Shop <a@b.example>", { name: "Shop", address: "a@b.example" }],
    ['"Shop, Inc." <a@b.example>', { name: "Shop, Inc.", address: "a@b.example" }],
    ["<a@b.example>", { name: "", address: "a@b.example" }],
    ["Über Shop <a+b@b.example>", { name: "Über Shop", address: "a+b@b.example" }],
    ["Shop <a@b.example> x", null],
    ["Shop <a@b>x>", null],
    ["Shop a@b.example", null],
    ["Shop <>", null],
    ['"Sh"op" <a@b.example>', null],
  ])("%s is read", (text, mailbox) => {
    expect(readMailbox(text)).toEqual(mailbox);
  });

  it.each([
    ["Shop", "Shop <a@b.example>", "Shop <a@b.example>"],
    ["", "a@b.example", "a@b.example"],
    ["Shop, Inc.", '"Shop, Inc." <a@b.example>', '"Shop, Inc." <a@b.example>'],
    ["Über Shop", "Über Shop <a@b.example>", "=?UTF-8?B?w5xiZXIgU2hvcA==?= <a@b.example>"],
    ["Café, Inc.", '"Café, Inc." <a@b.example>', "=?UTF-8?B?Q2Fmw6ksIEluYy4=?= <a@b.example>"],
  ])("%s is written with quotes where it needs them, and in ASCII where it must be", (name, text, ascii) => {
    const mailbox = { name, address: "a@b.example" };
    expect([formatMailbox(mailbox), encodeMailbox(mailbox)]).toEqual([text, ascii]);
  });

  it("what is written is read as it was, and encoded words are short and whole", () => {
    const name = fc
      .string({ unit: "grapheme", maxLength: 60 })
      .filter((text) => !/["\\<>\p{Cc}]/u.test(text) && text === text.trim());
    fc.assert(
      fc.property(name, (text) => {
        const mailbox = { name: text, address: "a@b.example" };
        expect(readMailbox(formatMailbox(mailbox))).toEqual(mailbox);
        const encoded = encodeMailbox(mailbox);
        expect(encoded).toMatch(/^[\x20-\x7e]*$/);
        const words = [...encoded.matchAll(/=\?UTF-8\?B\?([\w+/=]*)\?=/g)].filter(() => /[^\x20-\x7e]/.test(text));
        expect(words.every(([word]) => word.length <= 75)).toBe(true);
        const decoded = words.map(([, base64 = ""]) => Buffer.from(base64, "base64").toString("utf8")).join("");
        if (words.length > 0) expect(decoded).toBe(text);
      }),
    );
  });
});
