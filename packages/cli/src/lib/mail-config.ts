import { CliError } from "./log.ts";
import { isLoopback } from "./loopback.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How mails are sent. */
export interface MailConfig {
  /** `"smtp://user:password@smtp.example.com:587"`. */
  readonly smtpUrl: string;
  /** `"Shop <no-reply@shop.example>"`, or an address alone. */
  readonly from: string;
}

/**
 * Reads `AUTH_SMTP_URL` and `AUTH_MAIL_FROM`, which need each other and `AUTH_ORIGIN`.
 *
 * @returns `null` when none of the two is set
 * @throws CliError that names the variable that is missing
 */
export function readMailConfig(env: Environment): MailConfig | null {
  const { AUTH_SMTP_URL: smtpUrl, AUTH_MAIL_FROM: from, AUTH_ORIGIN: origin } = env;
  if (!smtpUrl && !from) return null;
  if (!smtpUrl) throw missing("AUTH_SMTP_URL", "smtp://user:password@smtp.example.com:587");
  if (!from) throw missing("AUTH_MAIL_FROM", '"Shop <no-reply@shop.example>"');
  if (!origin) throw missing("AUTH_ORIGIN", "https://accounts.example.com");
  return { smtpUrl, from };
}

function missing(name: string, example: string): CliError {
  return new CliError(`${name} is missing, and sending mails needs it, like ${name}=${example}.`);
}

/**
 * Reads `AUTH_ORIGIN`: where people reach the server. The links of mails lead there.
 *
 * @throws CliError for what is no origin, or not https: a link carries a credential. On this machine http is fine.
 */
export function readOrigin(text: string | undefined): string | null {
  if (!text) return null;
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url && isSafe && text === url.origin) return text;
  throw new CliError(
    `AUTH_ORIGIN must be an https origin without a path, like https://accounts.example.com: got "${text}".`,
  );
}
