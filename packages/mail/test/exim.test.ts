import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Message } from "../src/index.ts";
import { smtp } from "../src/smtp.ts";
import { certificateFor, hasOpenssl, type Certificate } from "./support/certificate.ts";
import { everyMail } from "./support/mails.ts";
import { hasExim, startExim, type Exim } from "./support/exim.ts";
import { openInbox, PASSWORD, type Inbox } from "./support/smtp-inbox.ts";

const isHere = hasExim && hasOpenssl;
const missing = isHere
  ? ""
  : ", which is NOT INSTALLED HERE, or not for this user: apt-get install exim4-daemon-light openssl, as root";

describe.skipIf(!isHere)(`Exim${missing}`, () => {
  let certificate: Certificate;
  let server: Exim;
  let inbox: Inbox;
  let message: Message;
  beforeAll(async () => {
    certificate = certificateFor("localhost");
    inbox = await openInbox({ disabledCommands: ["AUTH", "STARTTLS"], authOptional: true });
    server = await startExim({ ...certificate, user: "mailer", password: PASSWORD, onward: inbox.port });
    message = (await everyMail()).reset!;
  });
  afterAll(async () => {
    await server?.stop();
    await inbox?.close();
  });

  const open = (password: string) =>
    smtp({
      host: "localhost",
      port: server.port,
      security: "starttls",
      user: "mailer",
      password,
      ca: certificate.cert,
    });

  it("ML01 takes a mail over STARTTLS and with a password, and hands it on whole", async () => {
    const transport = open(PASSWORD);
    await transport.send(message);
    transport.close();
    const mail = await inbox.next();
    expect(mail.envelope).toEqual({ from: "no-reply@shop.example", to: ["ada@example.com"] });
    expect(mail).toMatchObject({ subject: message.subject, messageId: message.messageId });
    expect([mail.text?.trimEnd(), mail.html?.trimEnd()]).toEqual([message.text.trimEnd(), message.html.trimEnd()]);
    expect(mail.headers.find(({ key }) => key === "received")?.value).toMatch(/with esmtpsa .*TLS/s);
  });

  it("ML01 gets neither mail nor password from us before the connection is encrypted", async () => {
    const plain = smtp({ host: "127.0.0.1", port: server.port, security: "none" });
    await expect(plain.send(message)).rejects.toMatchObject({
      code: "refused",
      message: "SMTP refused the mail (550)",
    });
    plain.close();
  });

  it("ML01 refuses another password, and the error says no more than that", async () => {
    const transport = open("another");
    await expect(transport.send(message)).rejects.toMatchObject({
      code: "unauthorized",
      message: expect.stringMatching(/^SMTP refused the credentials \(535/) as string,
    });
    transport.close();
  });
});
