import { createTransport } from "nodemailer";
import { MailError, type MailErrorCode } from "../mail-error.ts";
import type { Message, Transport } from "../message.ts";
import { readSmtp, type SmtpOptions, type SmtpServer } from "./smtp-options.ts";

/** A transport over SMTP. It keeps connections open for a while. */
export interface SmtpTransport extends Transport {
  /**
   * Connects, encrypts, signs in, and sends nothing: to see at a start whether mails could go out.
   *
   * @throws MailError as `send` does
   */
  verify(): Promise<void>;
  /** Closes the connections. Mails that are still waiting fail. */
  close(): void;
}

/** How long a connection without mails stays open. */
const IDLE_MS = 10_000;

/**
 * Sends mails over SMTP, by nodemailer, which your application installs. It needs Node, Bun or Deno.
 *
 * @param server `"smtp://user:password@smtp.example.com:587"`, which requires STARTTLS unless the server is on this
 * machine; `"smtps://…:465"`, encrypted from the start; or the parts as options. Letters in the user name and password
 * that have a meaning in a URL are percent-encoded.
 * @throws TypeError for a URL or option that is missing, unknown or unsafe
 * @example
 * ```ts
 * import { smtp } from "@latchkey/mail/smtp";
 *
 * const transport = smtp(process.env.SMTP_URL);
 * ```
 */
export function smtp(server: string | SmtpOptions | undefined): SmtpTransport {
  const settings = readSmtp(server);
  const pool = createTransport(poolOptions(settings));
  return {
    async send(message) {
      const signal = AbortSignal.timeout(settings.timeoutMs);
      try {
        await pool.sendMail({ ...mailOf(message), signal });
      } catch (error) {
        throw signal.aborted ? new MailError("timeout", { transport: "SMTP" }) : toMailError(error);
      }
    },
    async verify() {
      try {
        await withTimeout(pool.verify(), settings.timeoutMs);
      } catch (error) {
        throw error instanceof MailError ? error : toMailError(error);
      }
    },
    close: () => pool.close(),
  };
}

async function withTimeout(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  const { promise: isLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new MailError("timeout", { transport: "SMTP" })), timeoutMs);
  try {
    await Promise.race([work, isLate]);
  } finally {
    clearTimeout(timer);
  }
}

function poolOptions({ host, port, security, auth, ca, maxConnections, timeoutMs }: SmtpServer) {
  return {
    pool: true as const,
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    opportunisticTLS: security === "opportunistic",
    ...(auth === null ? null : { auth }),
    tls: {
      minVersion: "TLSv1.2" as const,
      ...(ca === null ? null : { ca }),
      ...(security === "opportunistic" && ca === null ? { rejectUnauthorized: false } : null),
    },
    maxConnections,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    idleTimeout: IDLE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mailOf({ from, to, subject, text, html, messageId, date, headers }: Message) {
  return {
    from,
    to: { name: "", address: to },
    envelope: { from: from.address, to: [to] },
    subject,
    text,
    html,
    messageId,
    date,
    headers: { ...headers },
    xMailer: false as const,
  };
}

const CODES: Readonly<Record<string, MailErrorCode>> = {
  EAUTH: "unauthorized",
  ENOAUTH: "unauthorized",
  ETLS: "insecure",
  ETIMEDOUT: "timeout",
  EDNS: "unreachable",
  ESOCKET: "unreachable",
  ECONNECTION: "unreachable",
};

/** What nodemailer adds to an error: its own code, the system's or that of TLS, and the answer of the server. */
interface SmtpFailure {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** The error without the sentence of the server, which quotes addresses. */
function toMailError(error: unknown): MailError {
  const failure = Object(error) as SmtpFailure;
  const [enhanced] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(failure.response ?? "") ?? [];
  const reason = enhanced ?? failure.originalCode;
  return new MailError(codeOf(failure), { transport: "SMTP", status: failure.responseCode, reason });
}

function codeOf({ code = "", originalCode = "", responseCode = 0 }: SmtpFailure): MailErrorCode {
  const known = CODES[code];
  if (known === "unauthorized" || known === "insecure") return known;
  if (/CERT|TLS|SSL|VERIFY/.test(originalCode)) return "insecure";
  if (responseCode === 0) return known ?? "failed";
  return responseCode < 500 ? "deferred" : "refused";
}
