import type { AuthEvent } from "@latchkey/core";
import type { Users } from "@latchkey/core/users";
import { type Mailer, type MailPages, type Transport, mailer } from "@latchkey/mail";
import { findLocale, locales } from "@latchkey/locales";
import { CliError } from "../log.ts";
import type { ServerContext } from "../server-context.ts";
import type { Settings } from "../settings/settings.ts";
import type { MailConfig } from "./config.ts";

/** The settings that mails go by. */
type MailSettings = Pick<Settings, "name" | "basePath" | "languages" | "origin"> & {
  readonly mail: MailConfig | null;
  readonly isProduction: boolean;
};

/** What mails need from the program around them. */
type MailContext = Pick<ServerContext, "info" | "url" | "onError"> & {
  /** Other pages than those of the base path. */
  readonly pages?: MailPages | undefined;
  /** Gets each mail that is under way, and that nobody waits for. */
  readonly waitUntil?: (work: Promise<void>) => void;
};

/** The mails of the server. */
export interface Mails {
  /** Each property is the options of the companion that has its name. */
  readonly options: Pick<Mailer, "emailVerification" | "passwordReset" | "emailChange" | "mailSignIn">;
  /** A hook that tells the owner of an account what happens to it. */
  notices(users: Users): (event: AuthEvent) => void;
  close(): void;
}

/**
 * Mails go out in the way that is set. Without one, development shows them in the terminal.
 *
 * @returns `null` in production without one: nothing that needs a mail is offered then
 * @throws CliError for a variable that cannot be used
 */
export function openMails(config: MailSettings, { info, url, onError, pages, waitUntil }: MailContext): Mails | null {
  const { mail, isProduction, name, basePath, languages } = config;
  if (mail === null && isProduction) return null;
  const sent = mail?.open();
  const make = () =>
    mailer({
      from: mail?.from ?? `${name} <no-reply@localhost>`,
      origin: config.origin ?? url(),
      transport: sent ?? terminal(info),
      name,
      basePath,
      locale: languages[0] && (findLocale(languages[0], locales) ?? undefined),
      pages,
      onError,
      waitUntil,
    });
  // Without AUTH_ORIGIN the links need the port that the server really got, so the mailer is made at the first mail.
  let made = mail && inVariables(make);
  const current = () => (made ??= make());
  return {
    options: {
      emailVerification: { onError, send: (issued) => current().emailVerification.send(issued) },
      passwordReset: { onError, send: (issued) => current().passwordReset.send(issued) },
      mailSignIn: {
        onError,
        send: (issued) => current().mailSignIn.send(issued),
        sendProof: (issued) => current().mailSignIn.sendProof(issued),
      },
      emailChange: {
        onError,
        send: (issued) => current().emailChange.send(issued),
        notify: (notice) => current().emailChange.notify(notice),
      },
    },
    notices(users) {
      let tell: ((event: AuthEvent) => void) | undefined;
      return (event) => (tell ??= current().notices(users))(event);
    },
    close: () => sent?.close?.(),
  };
}

/** Names the variable of a sender that the mailer refuses. The origin was checked before. */
function inVariables(make: () => Mailer): Mailer {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TypeError) || !error.message.startsWith("mailer needs from")) throw error;
    throw new CliError('AUTH_MAIL_FROM must be one address, or like "Shop <no-reply@shop.example>".');
  }
}

/** For development: shows mails in the terminal instead of sending them. Their links work. */
function terminal(info: (text: string) => void): Transport {
  return {
    async send({ to, subject, text }) {
      const lines = `Mail to ${to}: ${subject}\n\n${text}`.replace(/[^\P{Cc}\n]/gu, "").trimEnd();
      info(lines.replaceAll("\n", "\n  ").replaceAll(/ +$/gm, ""));
    },
  };
}
