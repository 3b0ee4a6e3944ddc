import { encodeMailbox } from "../mailbox.ts";
import type { Message, Transport } from "../message.ts";
import { postJson, readEndpoint, requireSecret } from "./post-json.ts";
import { signRequest, type SigningKey } from "./sigv4.ts";

/** Options of `ses()`. */
export interface SesOptions {
  /** The AWS region: `"eu-central-1"`. */
  readonly region: string | undefined;
  /** The id of an access key that may `ses:SendEmail`. */
  readonly accessKeyId: string | undefined;
  /** Its secret. */
  readonly secretAccessKey: string | undefined;
  /** The session token of temporary credentials. Default: none. */
  readonly sessionToken?: string | undefined;
  /** The configuration set to use. Default: the one of the sender's identity, if any. */
  readonly configurationSet?: string | undefined;
  /** Where the API is. Default `"https://email.<region>.amazonaws.com"`. */
  readonly endpoint?: string | undefined;
}

/**
 * Sends mails by Amazon SES, over fetch: on every runtime. SES writes the Message-ID and the date itself.
 *
 * @throws TypeError for a missing region or key, or an endpoint that is not https
 * @example
 * ```ts
 * import { ses } from "@latchkey/mail/ses";
 *
 * const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
 * const transport = ses({ region: "eu-central-1", accessKeyId, secretAccessKey });
 * ```
 */
export function ses(options: SesOptions): Transport {
  const { region: wanted, accessKeyId, secretAccessKey, sessionToken, configurationSet } = options;
  if (typeof wanted !== "string" || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(wanted)) {
    throw new TypeError('ses needs region: a region of AWS like "eu-central-1"');
  }
  const key: SigningKey = {
    accessKeyId: requireSecret("ses", "accessKeyId", accessKeyId),
    secretAccessKey: requireSecret("ses", "secretAccessKey", secretAccessKey),
    sessionToken: sessionToken === undefined ? null : requireSecret("ses", "sessionToken", sessionToken),
    region: wanted,
    service: "ses",
  };
  const endpoint = readEndpoint("ses", options.endpoint ?? `https://email.${wanted}.amazonaws.com`);
  const url = new URL(`${endpoint}/v2/email/outbound-emails`);
  return {
    async send(message) {
      const body = JSON.stringify(bodyOf(message, configurationSet));
      const headers = await signRequest(
        { url, headers: { "Content-Type": "application/json" }, body },
        key,
        new Date(),
      );
      const reason = (_: unknown, answered: Headers) => answered.get("x-amzn-errortype")?.split(":")[0];
      await postJson({ transport: "SES", url: url.href, headers, body, reason });
    },
  };
}

function bodyOf({ from, to, subject, text, html, headers }: Message, configurationSet: string | undefined): object {
  const content = (Data: string) => ({ Data, Charset: "UTF-8" });
  return {
    FromEmailAddress: encodeMailbox(from),
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: content(subject),
        Body: { Text: content(text), Html: content(html) },
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
    ...(configurationSet === undefined ? null : { ConfigurationSetName: configurationSet }),
  };
}
