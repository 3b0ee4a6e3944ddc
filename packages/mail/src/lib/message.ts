import type { Mailbox } from "./mailbox.ts";

/** A mail, ready to be sent. The mailer has checked that no value of it breaks out of its header. */
export interface Message {
  /** The sender. */
  readonly from: Mailbox;
  /** The address of the one recipient. */
  readonly to: string;
  /** The subject: one line. */
  readonly subject: string;
  /** The body as plain text. */
  readonly text: string;
  /** The body as HTML: a whole document. */
  readonly html: string;
  /** The Message-ID (RFC 5322 §3.6.4), with its angle brackets. It is also good as an idempotency key. */
  readonly messageId: string;
  /** When it was written. */
  readonly date: Date;
  /** Other headers, such as `Auto-Submitted`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What brings mails to people. Latchkey has `smtp`, `resend`, `postmark` and `ses`, and you can write your own.
 *
 * @example
 * ```ts
 * import type { Transport } from "@latchkey/mail";
 *
 * const console: Transport = { send: async ({ to, text }) => globalThis.console.log(to, text) };
 * ```
 */
export interface Transport {
  /**
   * Sends one mail. It resolves once the mail is accepted, and rejects if it is not: the user may then ask again at
   * once. Reject with a `MailError`, or any error whose name and message tell neither addresses nor secrets.
   */
  send(message: Message): Promise<unknown>;
}
