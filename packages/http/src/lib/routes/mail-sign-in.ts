import type { MailSignIn } from "@latchkey/core/mail-sign-in";
import { object, optional, string } from "valibot";
import { carriedTicket } from "./carried-ticket.ts";
import { HttpError } from "../http-error.ts";
import { publicUser } from "./public-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

export const requestMailSignInBody = object({ email: string(), ticket: optional(string()) });
export const confirmMailSignInBody = object({
  token: optional(string()),
  code: optional(string()),
  ticket: optional(string()),
});
export const confirmMailProofBody = object({ code: string() });

/** What the cookie of the browser that has asked is called. */
const NAME = "mail-sign-in";
/** The longest a ticket can be good, in seconds: what the ticket says decides. */
const LIFETIME_S = 1800;

/**
 * `POST /signin/mail` and `POST /signin/mail/confirm`, and `POST /prove/mail` and `POST /prove/mail/confirm`. The link
 * in the mail must open a page of yours with a button that sends the token by POST: link scanners of mail servers open
 * every link.
 *
 * @param mailSignIn The companion `mailSignIn(auth, { send, sendProof })`.
 * @example
 * const byMail = mailSignIn(auth, {
 *   send: ({ email, token, code }) => mailer.send({ to: email, text: `${token} ${code}` }),
 *   sendProof: ({ email, code }) => mailer.send({ to: email, text: code }),
 * });
 * createHandler(auth, { routes: mailSignInRoutes(byMail) });
 */
export function mailSignInRoutes(mailSignIn: MailSignIn): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/signin/mail",
      offers: () => ({ mailSignIn: {} }),
      async handle(context) {
        const { email, ticket: given } = await context.read(requestMailSignInBody);
        const carried = carriedTicket(context, NAME);
        const { ticket } = await mailSignIn.request({ email, ticket: carried.read(given) }, context.client);
        return carried.reply(ticket, LIFETIME_S, { status: 202, body: { success: true } });
      },
    },
    {
      method: "POST",
      path: "/signin/mail/confirm",
      opensSession: true,
      async handle(context) {
        const { token, code, ticket } = await context.read(confirmMailSignInBody);
        const carried = carriedTicket(context, NAME);
        const input = readConfirmation({ token, code, ticket: carried.read(ticket) });
        const signedIn = await mailSignIn.confirm(input, context.client, context.opening);
        const reply = context.replyWithSession(signedIn, { user: publicUser(signedIn.user) });
        return { ...reply, setCookie: [reply.setCookie ?? [], carried.cleared].flat() };
      },
    },
    {
      method: "POST",
      path: "/prove/mail",
      async handle({ tokens, client, checkContentType }) {
        checkContentType();
        await withFirstValidToken(tokens, (token) => mailSignIn.requestProof(token, client));
        return { status: 202, body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/prove/mail/confirm",
      async handle({ tokens, client, read }) {
        const input = await read(confirmMailProofBody);
        const { provedAt, methods } = await withFirstValidToken(tokens, (token) =>
          mailSignIn.confirmProof(token, input, client),
        );
        return { body: { provedAt, methods } };
      },
    },
  ];
}

interface Given {
  readonly token: string | undefined;
  readonly code: string | undefined;
  readonly ticket: string | undefined;
}

/** The link or the code: one of them. */
function readConfirmation({ token, code, ticket }: Given) {
  if (token !== undefined && code === undefined) return { token };
  if (code !== undefined && token === undefined) return { code, ticket };
  throw new HttpError("invalid_request", "Send the token of the link, or the code", "token");
}
