import type { AuthEvent } from "@latchkey/core";
import type { Users } from "@latchkey/core/users";
import { ADMIN_POOL } from "../admin-pool.ts";
import { pathOfPool } from "../pool/pool-path.ts";
import { type MailConfig, readMailConfig } from "../mail/config.ts";
import { openMails } from "../mail/mails.ts";
import type { Settings } from "../settings/settings.ts";

/** What became of the mail to an owner. `not_sent`: nothing sends mails. `disabled`: such an owner gets none. */
export type MailOutcome = "sent" | "not_sent" | "disabled" | "failed";

/** The mails that tell an owner what a command has done: the notices of the server. */
export interface OwnerMails {
  /** For `hooks.after`. */
  hear(event: AuthEvent, users: Users): void;
  /** Waits until the mail is sent or has failed. */
  settle(): Promise<{ readonly mail: MailOutcome; readonly error?: unknown }>;
  close(): void;
}

/** Of a command that tells nobody, or where nothing sends mails. */
export const NO_MAILS: OwnerMails = { hear() {}, settle: async () => ({ mail: "not_sent" }), close() {} };

/**
 * Opens what sends the notices, as the server of these settings has it.
 *
 * @throws CliError for a variable that the server would refuse, before anything is done
 */
export function openOwnerMails(settings: Settings, pool: string): OwnerMails {
  const mail = readMailConfig(settings);
  if (mail === null) return NO_MAILS;
  const underWay: Promise<void>[] = [];
  const errors: unknown[] = [];
  let sent = 0;
  const config = {
    ...settings,
    name: settings.name || "Latchkey",
    basePath: pathOfPool(settings, pool),
    isProduction: true,
    mail: counting(mail, () => (sent += 1)),
  };
  const mails = openMails(config, {
    info() {},
    url: () => settings.origin!,
    // The panel mails no links for a forgotten password.
    pages: pool === ADMIN_POOL ? { forgotPassword: null } : undefined,
    onError: (error) => void errors.push(error),
    waitUntil: (work) => void underWay.push(work),
  })!;
  let notice: ((event: AuthEvent) => void) | undefined;
  return {
    hear: (event, users) => (notice ??= mails.notices(users))(event),
    async settle() {
      await Promise.all(underWay);
      if (errors.length > 0) return { mail: "failed", error: errors[0] };
      return { mail: sent > 0 ? "sent" : "disabled" };
    },
    close: () => mails.close(),
  };
}

/** Calls a function after each mail that was taken. */
function counting(mail: MailConfig, sent: () => void): MailConfig {
  return {
    ...mail,
    open() {
      const transport = mail.open();
      return {
        async send(message) {
          await transport.send(message);
          sent();
        },
        close: () => transport.close?.(),
      };
    },
  };
}
