import type { Transport } from "@latchkey/mail";
import { postmark } from "@latchkey/mail/postmark";
import { resend } from "@latchkey/mail/resend";
import { ses } from "@latchkey/mail/ses";
import { smtp } from "@latchkey/mail/smtp";
import { CliError } from "../log.ts";
import type { Settings } from "../settings/settings.ts";

/** What sends mails. */
export interface OpenTransport extends Transport {
  close?(): void;
  /** Signs in, and sends nothing. Not there: it can only be tried with a mail. */
  verify?(): Promise<void>;
}

/** How mails are sent. */
export interface MailConfig {
  /** What sends them: "SMTP". */
  readonly by: string;
  /** `"Shop <no-reply@shop.example>"`, or an address alone. */
  readonly from: string;
  /**
   * Opens what sends them.
   *
   * @throws CliError that names a variable which cannot be used
   */
  open(): OpenTransport;
}

/** A way to send mails. It is there when its first variable is set. */
interface Way {
  readonly by: string;
  readonly variable: string;
  readonly value: (settings: Settings) => string | null;
  readonly open: (settings: Settings) => OpenTransport;
}

const WAYS: readonly Way[] = [
  { by: "SMTP", variable: "AUTH_SMTP_URL", value: ({ smtpUrl }) => smtpUrl, open: ({ smtpUrl }) => openSmtp(smtpUrl!) },
  {
    by: "Resend",
    variable: "AUTH_RESEND_KEY",
    value: ({ resendKey }) => resendKey,
    open: ({ resendKey }) => resend({ apiKey: resendKey! }),
  },
  {
    by: "Postmark",
    variable: "AUTH_POSTMARK_TOKEN",
    value: ({ postmarkToken }) => postmarkToken,
    open: ({ postmarkToken, postmarkStream }) => postmark({ token: postmarkToken!, stream: postmarkStream }),
  },
  {
    by: "Amazon SES",
    variable: "AUTH_SES_REGION",
    value: ({ sesRegion }) => sesRegion,
    open: ({ sesRegion, sesAccessKeyId, sesSecretAccessKey }) =>
      ses({ region: sesRegion!, accessKeyId: sesAccessKeyId!, secretAccessKey: sesSecretAccessKey! }),
  },
];

/**
 * Finds the way to send mails: SMTP, Resend, Postmark or Amazon SES. Each needs `AUTH_MAIL_FROM` and `AUTH_ORIGIN`.
 *
 * @returns `null` when nothing is set
 * @throws CliError that names the variable that is missing
 */
export function readMailConfig(settings: Settings): MailConfig | null {
  const { mailFrom: from, origin } = settings;
  const [way, other] = WAYS.filter(({ value }) => value(settings) !== null);
  if (!way) {
    if (from) throw missing("AUTH_SMTP_URL", "smtp://user:password@smtp.example.com:587");
    return null;
  }
  if (other) throw new CliError(`${way.variable} and ${other.variable} are both set: mails are sent in one way.`);
  if (!from) throw missing("AUTH_MAIL_FROM", '"Shop <no-reply@shop.example>"');
  if (!origin) throw missing("AUTH_ORIGIN", "https://accounts.example.com");
  if (way.variable === "AUTH_SES_REGION") {
    if (!settings.sesAccessKeyId) throw missing("AUTH_SES_ACCESS_KEY_ID", "AKIA…");
    if (!settings.sesSecretAccessKey) throw new CliError("AUTH_SES_SECRET_ACCESS_KEY is missing, and SES needs it.");
  }
  return { by: way.by, from, open: () => way.open(settings) };
}

function missing(name: string, example: string): CliError {
  return new CliError(`${name} is missing, and sending mails needs it, like ${name}=${example}.`);
}

function openSmtp(url: string): ReturnType<typeof smtp> {
  try {
    return smtp(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError(
      `AUTH_SMTP_URL cannot be used (${error.message}): write it like smtp://user:password@smtp.example.com:587.`,
    );
  }
}
