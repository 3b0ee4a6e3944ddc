/** A worker that sends one mail by the service that the request names. No Node API is there. */

import { MailError, mailer, type Transport } from "@latchkey/mail";
import { postmark } from "@latchkey/mail/postmark";
import { resend } from "@latchkey/mail/resend";
import { ses } from "@latchkey/mail/ses";

const keys = { region: "eu-central-1", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret/Key+Example" };
const transports: Record<string, (endpoint: string) => Transport> = {
  Resend: (endpoint) => resend({ apiKey: "re_secret_key", endpoint }),
  Postmark: (endpoint) => postmark({ token: "re_secret_key", endpoint }),
  SES: (endpoint) => ses({ ...keys, endpoint }),
};

export default {
  async fetch(request: Request): Promise<Response> {
    const { name, endpoint } = (await request.json()) as { name: string; endpoint: string };
    const mail = mailer({
      from: "Shop <no-reply@shop.example>",
      origin: "https://shop.example",
      transport: transports[name]!(endpoint),
    });
    const at = new Date().toISOString();
    const user = {
      id: "1",
      email: "ada@example.com",
      emailVerified: false,
      createdAt: at,
      updatedAt: at,
      metadata: null,
    };
    try {
      await mail.passwordReset.send({ user, token: "token", expiresAt: at });
      return new Response("sent");
    } catch (error) {
      return new Response(error instanceof MailError ? error.message : String(error));
    }
  },
};
