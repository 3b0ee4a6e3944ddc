/**
 * Why a mail was not sent.
 *
 * - `unreachable`: the server could not be reached, or the connection broke.
 * - `timeout`: the server did not answer in time.
 * - `unauthorized`: the server refuses the password, key or token.
 * - `insecure`: the connection could not be encrypted, or the certificate is not valid.
 * - `refused`: the server refuses this mail.
 * - `deferred`: the server takes no mail for now. It may take it later.
 * - `failed`: anything else.
 */
export type MailErrorCode = "unreachable" | "timeout" | "unauthorized" | "insecure" | "refused" | "deferred" | "failed";

/** What a `MailError` says beside its code. */
export interface MailErrorDetails {
  /** What refused or failed: `"SMTP"`, `"Resend"`. */
  readonly transport: string;
  /** The status of the answer: of HTTP, or the reply code of SMTP (RFC 5321 §4.2). `null`: there was no answer. */
  readonly status?: number | null | undefined;
  /** The reason in the words of the service: a code such as `invalid_api_key` or `5.7.1`, never a sentence. */
  readonly reason?: string | undefined;
}

const SENTENCES: Readonly<Record<MailErrorCode, string>> = {
  unreachable: "could not be reached",
  timeout: "did not answer in time",
  unauthorized: "refused the credentials",
  insecure: "has no connection that is safe",
  refused: "refused the mail",
  deferred: "takes no mail for now",
  failed: "failed",
};

/**
 * A mail that was not sent. It is safe to log: it repeats no address, no secret, and no sentence of the server, which
 * often quotes them.
 *
 * @example
 * ```ts
 * import { MailError } from "@latchkey/mail";
 *
 * const onError = (error: unknown) => {
 *   if (error instanceof MailError && error.code === "unauthorized") console.error(error.message);
 * };
 * ```
 */
export class MailError extends Error {
  override readonly name = "MailError";
  /** Why the mail was not sent. */
  readonly code: MailErrorCode;
  /** What refused or failed. */
  readonly transport: string;
  /** The status of the answer, or `null`. */
  readonly status: number | null;

  constructor(code: MailErrorCode, { transport, status = null, reason }: MailErrorDetails) {
    const answer = [status, reason !== undefined && /^[\w.-]{1,64}$/.test(reason) ? reason : null];
    const known = answer.filter((part) => part !== null).join(", ");
    super(`${transport} ${SENTENCES[code]}${known === "" ? "" : ` (${known})`}`);
    this.code = code;
    this.transport = transport;
    this.status = status;
  }
}
