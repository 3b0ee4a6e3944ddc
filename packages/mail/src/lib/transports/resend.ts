import { formatMailbox } from "../mailbox.ts";
import type { Transport } from "../message.ts";
import { postJson, readEndpoint, requireSecret } from "./post-json.ts";

/** Options of `resend()`. */
export interface ResendOptions {
  /** An API key of Resend that may send. */
  readonly apiKey: string | undefined;
  /** Where the API is. Default `"https://api.resend.com"`. */
  readonly endpoint?: string | undefined;
}

/**
 * Sends mails by Resend, over fetch: on every runtime.
 *
 * @throws TypeError for a missing key, or an endpoint that is not https
 * @example
 * ```ts
 * import { resend } from "@latchkey/mail/resend";
 *
 * const transport = resend({ apiKey: process.env.RESEND_API_KEY });
 * ```
 */
export function resend({ apiKey, endpoint = "https://api.resend.com" }: ResendOptions): Transport {
  const key = requireSecret("resend", "apiKey", apiKey);
  const url = `${readEndpoint("resend", endpoint)}/emails`;
  return {
    send: ({ from, to, subject, text, html, headers, messageId }) =>
      postJson({
        transport: "Resend",
        url,
        headers: { Authorization: `Bearer ${key}`, "Idempotency-Key": messageId.slice(1, -1) },
        body: JSON.stringify({ from: formatMailbox(from), to: [to], subject, text, html, headers }),
        reason: ({ name }) => name,
      }),
  };
}
