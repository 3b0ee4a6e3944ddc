import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { MailError, type Message } from "../src/index.ts";
import { smtp, type SmtpOptions, type SmtpTransport } from "../src/smtp.ts";
import { readSmtp } from "../src/lib/transports/smtp-options.ts";
import { certificateFor, hasOpenssl, type Certificate } from "./support/certificate.ts";
import { everyMail } from "./support/mails.ts";
import { openInbox, PASSWORD, USER, type Inbox } from "./support/smtp-inbox.ts";

const missing = hasOpenssl ? "" : ", which need openssl, NOT INSTALLED HERE: apt-get install openssl";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  // Transports come after their servers, which wait for the last connection.
  for (const close of closing.splice(0).reverse()) await close();
});

let certificate: Certificate;
let message: Message;
beforeAll(async () => {
  if (hasOpenssl) certificate = certificateFor("localhost");
  message = (await everyMail()).verification!;
});

async function inboxWith(options: SMTPServerOptions = {}): Promise<Inbox> {
  const inbox = await openInbox({ ...certificate, ...options });
  closing.push(inbox.close);
  return inbox;
}

function open(options: string | SmtpOptions): SmtpTransport {
  const transport = smtp(options);
  closing.push(() => transport.close());
  return transport;
}

const urlOf = ({ port }: Inbox, scheme = "smtp") =>
  `${scheme}://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@localhost:${port}`;

/** As for a server elsewhere: STARTTLS is required, and the certificate must be good. */
const strict = ({ port }: Inbox, more: Partial<SmtpOptions> = {}): SmtpOptions => ({
  host: "localhost",
  port,
  security: "starttls",
  user: USER,
  password: PASSWORD,
  ca: certificate.cert,
  ...more,
});

async function failureOf(transport: SmtpTransport): Promise<MailError> {
  const error: unknown = await transport.send(message).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MailError);
  return error as MailError;
}

describe.skipIf(!hasOpenssl)(`SMTP servers${missing}`, () => {
  it("ML01 a mail goes by STARTTLS and with a password, and arrives as it was written", async () => {
    const inbox = await inboxWith();
    await open(strict(inbox)).send(message);
    const mail = await inbox.next();
    expect(mail).toMatchObject({ secure: true, user: USER });
    expect(mail.envelope).toEqual({ from: "no-reply@shop.example", to: ["ada@example.com"] });
    expect(mail.from).toMatchObject({ name: "Shop", address: "no-reply@shop.example" });
    expect(mail.to?.map(({ address }) => address)).toEqual(["ada@example.com"]);
    expect(mail).toMatchObject({
      subject: message.subject,
      messageId: message.messageId,
      date: message.date.toISOString(),
    });
    expect([mail.text?.trimEnd(), mail.html?.trimEnd()]).toEqual([message.text.trimEnd(), message.html.trimEnd()]);
    const headers = mail.headers.map(({ key }) => key).sort();
    expect(headers).toEqual([
      "auto-submitted",
      "content-type",
      "date",
      "from",
      "message-id",
      "mime-version",
      "subject",
      "to",
    ]);
  });

  it("ML01 every kind of mail arrives in Japanese too", async () => {
    const inbox = await inboxWith();
    const { ja } = await import("@latchkey/locales/ja");
    const transport = open(strict(inbox));
    for (const written of Object.values(await everyMail({ locale: ja, from: "店 <no-reply@shop.example>" }))) {
      await transport.send(written);
      const mail = await inbox.next();
      expect(mail.subject).toBe(written.subject);
      expect([mail.from?.name, mail.text?.trimEnd(), mail.html?.trimEnd()]).toEqual([
        "店",
        written.text.trimEnd(),
        written.html.trimEnd(),
      ]);
      // RFC 5321 §4.5.3.1.6, RFC 5322 §2.1.1
      expect(mail.raw.split("\r\n").every((line) => line.length <= 998 && /^[\x00-\x7f]*$/.test(line))).toBe(true);
    }
  });

  it("ML01 a URL says it all, percent-encoded where it must be; smtps is encrypted from the start", async () => {
    const [inbox, secure] = [await inboxWith(), await inboxWith({ secure: true })];
    await open(urlOf(inbox)).send(message);
    expect(await inbox.next()).toMatchObject({ secure: true, user: USER });
    await open(strict(secure, { security: "tls" })).send(message);
    expect(await secure.next()).toMatchObject({ secure: true, user: USER });
    // The certificate is nobody's that this machine knows.
    expect(await failureOf(open(urlOf(secure, "smtps")))).toMatchObject({ code: "insecure" });
  });

  it("ML01 a sign-in is tried without a mail, and fails like one", async () => {
    const inbox = await inboxWith();
    await open(strict(inbox)).verify();
    const refused = async (options: SmtpOptions) =>
      open(options)
        .verify()
        .catch(({ code }: MailError) => code);
    expect(await refused(strict(inbox, { password: "wrong" }))).toBe("unauthorized");
    expect(await refused(strict(inbox, { ca: certificateFor("other.example").cert }))).toBe("insecure");
    const silent = await listen(createServer());
    expect(await refused({ host: "127.0.0.1", port: silent, timeoutMs: 1000 })).toBe("timeout");
    expect(inbox.mails).toEqual([]);
  });

  it("ML01 without STARTTLS no mail and no password goes out", async () => {
    let commands = "";
    const inbox = await inboxWith({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth({ username }, _session, done) {
        commands += `AUTH ${username}`;
        done(null, { user: username });
      },
    });
    const error = await failureOf(open(strict(inbox)));
    expect(error).toMatchObject({ code: "insecure", transport: "SMTP" });
    expect([inbox.mails, commands]).toEqual([[], ""]);
    // On this machine there is nobody in between.
    await open(urlOf(inbox)).send(message);
    expect(await inbox.next()).toMatchObject({ secure: false, user: USER });
  });

  it("ML01 a certificate that is not good ends it before the password", async () => {
    const inbox = await inboxWith();
    const other = certificateFor("other.example");
    expect(await failureOf(open(strict(inbox, { ca: other.cert })))).toMatchObject({ code: "insecure" });
    expect(await failureOf(open(strict(inbox, { ca: undefined })))).toMatchObject({ code: "insecure" });
    expect(inbox.mails).toEqual([]);
  });

  it("ML04 a failure says what failed, and neither password nor address nor what the server said", async () => {
    const refuse = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });
    const failures: Record<string, [SMTPServerOptions, Partial<SmtpOptions>, string]> = {
      unauthorized: [{}, { password: "wrong-secret" }, "SMTP refused the credentials (535)"],
      refused: [
        { onRcptTo: ({ address }, _session, done) => done(refuse(550, `5.1.1 <${address}> is unknown`)) },
        {},
        "SMTP refused the mail (550, 5.1.1)",
      ],
      deferred: [
        {
          onData: (stream, _session, done) =>
            stream.resume().on("end", () => done(refuse(451, "4.7.1 Try ada@example.com later"))),
        },
        {},
        "SMTP takes no mail for now (451, 4.7.1)",
      ],
    };
    for (const [code, [server, options, text]] of Object.entries(failures)) {
      const error = await failureOf(open(strict(await inboxWith(server), options)));
      expect([error.code, error.message]).toEqual([code, text]);
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/ada@|wrong-secret|mailer@|unknown|later/);
      expect(error.cause).toBeUndefined();
    }
  });

  it("ML04 a server that is not there, or never answers, is an error after the timeout and not a hang", async () => {
    const gone = await inboxWith();
    await gone.close();
    expect(await failureOf(open(strict(gone)))).toMatchObject({
      code: "unreachable",
      message: "SMTP could not be reached (ECONNREFUSED)",
      status: null,
    });
    const silent = await listen(createServer());
    const error = await failureOf(open({ host: "127.0.0.1", port: silent, timeoutMs: 1000 }));
    expect([error.code, error.message]).toEqual(["timeout", "SMTP did not answer in time"]);
    const rude = await listen(createServer((socket) => socket.end("554 No service for you\r\n")));
    expect((await failureOf(open({ host: "127.0.0.1", port: rude }))).code).toBe("refused");
  });

  it("connections are kept for the next mail, and never more than the limit", async () => {
    const inbox = await inboxWith();
    const transport = open(strict(inbox, { maxConnections: 2 }));
    await Promise.all(Array.from({ length: 12 }, () => transport.send(message)));
    expect(inbox.mails).toHaveLength(12);
    expect(inbox.connections()).toBeLessThanOrEqual(2);
  });
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe("what smtp takes", () => {
  it("ML01 a server elsewhere must offer STARTTLS, and one on this machine need not", () => {
    const securityOf = (url: string) => readSmtp(url).security;
    for (const host of ["smtp.example.com", "mail", "10.0.0.1", "[2001:db8::1]", "localhost.example.com"])
      expect(securityOf(`smtp://u:p@${host}`)).toBe("starttls");
    for (const host of ["localhost", "127.0.0.1", "[::1]"])
      expect(securityOf(`smtp://u:p@${host}`)).toBe("opportunistic");
    expect(readSmtp("smtps://u:p@localhost")).toMatchObject({ security: "tls", port: 465 });
    expect(readSmtp("smtp://smtp.example.com")).toMatchObject({ port: 587, auth: null });
  });

  it.each([
    undefined,
    "",
    "smtp.example.com",
    "https://smtp.example.com",
    "smtp://",
    "smtp://smtp.example.com/path",
    "smtp://smtp.example.com#x",
    "smtp://smtp.example.com?pool=1",
    "smtp://user@smtp.example.com",
    "smtp://us%er:x@smtp.example.com",
    "smtp://user:pass%zz@smtp.example.com",
    "smtps://smtp.example.com?security=none",
    "smtp://user:secret@smtp.example.com?security=none",
  ])("a URL that is wrong or unsafe is a TypeError without the URL: %s", (url) => {
    expect(() => smtp(url)).toThrow(TypeError);
    expect(() => smtp(url)).toThrow(/^(?!.*secret)smtp/);
  });

  it.each<[string, object]>([
    ["an unknown option", { host: "smtp.example.com", tls: true }],
    ["a host with a line break", { host: "smtp.example.com\r\nQUIT" }],
    ["a password without a user", { host: "smtp.example.com", password: "x" }],
    ["an unknown security", { host: "smtp.example.com", security: "ssl" }],
    ["a password in plain text", { host: "smtp.example.com", security: "none", user: "u", password: "p" }],
    ["a port that is none", { host: "smtp.example.com", port: 0 }],
    ["no time at all", { host: "smtp.example.com", timeoutMs: 0 }],
    ["no connection", { host: "smtp.example.com", maxConnections: 0 }],
  ])("%s is a TypeError of smtp", (_what, options) => {
    expect(() => smtp(options as SmtpOptions)).toThrow(/^smtp/);
  });

  it("a server in a private network may be without encryption, if one says so", async () => {
    expect(() => smtp("smtp://mail:1025?security=none")).not.toThrow();
    const inbox = await openInbox({ disabledCommands: ["STARTTLS", "AUTH"], authOptional: true });
    closing.push(inbox.close);
    await open({ host: "127.0.0.1", port: inbox.port, security: "none" }).send(message);
    expect(await inbox.next()).toMatchObject({ secure: false, user: undefined });
  });
});
