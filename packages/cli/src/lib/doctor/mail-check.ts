import { MailError } from "@latchkey/mail";
import type { Config } from "../config.ts";
import { checkOf, type Check } from "./check.ts";

/** Whether the mail server takes the sign-in. Nothing is sent. */
export async function checkMail({ mail, isProduction }: Config): Promise<readonly Check[]> {
  const { ok, warn, fail } = checkOf("mail");
  if (mail === null) {
    if (!isProduction) return [ok("Development shows mails in the terminal.")];
    return [
      warn(
        "No mails are sent: nobody can set a forgotten password or confirm an address.",
        "Set AUTH_SMTP_URL (or another way), AUTH_MAIL_FROM and AUTH_ORIGIN.",
      ),
    ];
  }
  const transport = mail.open();
  if (!transport.verify) return [ok(`Mails go out by ${mail.by}, which only a mail can try.`)];
  try {
    await transport.verify();
    return [ok(`The mail server takes the sign-in for mails from ${mail.from}; nothing was sent.`)];
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return [fail(`${error.message}.`, REMEDIES[error.code] ?? "See the log of the mail server.")];
  } finally {
    transport.close?.();
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  unreachable: "Check the name and the port in AUTH_SMTP_URL; many hosts close port 25, and some 587.",
  timeout: "Check the port in AUTH_SMTP_URL, and whether a firewall is between.",
  insecure: "The server must offer STARTTLS with a certificate that is good for its name, or take smtps://.",
  unauthorized: "Check user and password in AUTH_SMTP_URL; special characters are written like %40 for @.",
};
