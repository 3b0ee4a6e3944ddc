import { formatMailbox } from "../mailbox.ts";
import type { Transport } from "../message.ts";
import { postJson, readEndpoint, requireSecret } from "./post-json.ts";

/** Options of `postmark()`. */
export interface PostmarkOptions {
  /** The token of a Postmark server. */
  readonly token: string | undefined;
  /** The message stream. Default `"outbound"`. */
  readonly stream?: string | undefined;
  /** Where the API is. Default `"https://api.postmarkapp.com"`. */
  readonly endpoint?: string | undefined;
}

/**
 * Sends mails by Postmark, over fetch: on every runtime. Postmark tracks neither links nor whether a mail is opened.
 *
 * @throws TypeError for a missing token, or an endpoint that is not https
 * @example
 * ```ts
 * import { postmark } from "@latchkey/mail/postmark";
 *
 * const transport = postmark({ token: process.env.POSTMARK_TOKEN });
 * ```
 */
export function postmark(options: PostmarkOptions): Transport {
  const { token, stream = "outbound", endpoint = "https://api.postmarkapp.com" } = options;
  const secret = requireSecret("postmark", "token", token);
  const url = `${readEndpoint("postmark", endpoint)}/email`;
  return {
    send: ({ from, to, subject, text, html, headers }) =>
      postJson({
        transport: "Postmark",
        url,
        headers: { "X-Postmark-Server-Token": secret },
        body: JSON.stringify({
          From: formatMailbox(from),
          To: to,
          Subject: subject,
          TextBody: text,
          HtmlBody: html,
          Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
          MessageStream: stream,
          // A tracked link leads over another origin, which then sees the token.
          TrackLinks: "None",
          TrackOpens: false,
        }),
        reason: ({ ErrorCode }) => ErrorCode,
      }),
  };
}
