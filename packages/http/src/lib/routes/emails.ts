import type { EmailChange } from "@latchkey/core/email-change";
import type { EmailVerification } from "@latchkey/core/email-verification";
import { object, optional, string } from "valibot";
import { respondWithNewSession } from "./respond-with-new-session.ts";
import { publicUser } from "./public-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

/** The token of a mail, and the password if the request has no session of the account. */
export const verifyEmailBody = object({ token: string(), password: optional(string()) });
export const changeEmailBody = object({ email: string(), currentPassword: optional(string()) });
export const confirmEmailBody = verifyEmailBody;

/**
 * `POST /email/send-verification` and `POST /email/verify`. The link in the mail must open a page of yours with a
 * button that sends the token by POST: link scanners of mail servers open every link.
 *
 * @param verification The companion `emailVerification(auth, { send })`.
 * @example
 * const verification = emailVerification(auth, {
 *   send: ({ user, token }) => mailer.send({ to: user.email, text: token }),
 * });
 * createHandler(auth, { routes: emailVerificationRoutes(verification) });
 */
export function emailVerificationRoutes(verification: EmailVerification): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/email/send-verification",
      async handle({ tokens, client, checkContentType }) {
        checkContentType();
        await withFirstValidToken(tokens, (token) => verification.request(token, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/email/verify",
      offers: () => ({ emailVerification: {} }),
      opensSession: true,
      async handle(context) {
        const { token, password } = await context.read(verifyEmailBody);
        const { client, replyWithSession } = context;
        if (password === undefined)
          return respondWithNewSession(context, (sessionToken) => verification.verify({ token, sessionToken }, client));
        const signedIn = await verification.verify({ token, password }, client);
        return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
      },
    },
  ];
}

/**
 * `POST /email/change` and `POST /email/confirm`. The link in the mail must open a page of yours that sends the token
 * by POST.
 *
 * @param change The companion `emailChange(auth, { send, notify })`.
 * @example
 * const change = emailChange(auth, {
 *   send: ({ email, token }) => mailer.send({ to: email, text: token }),
 *   notify: ({ previousEmail }) => mailer.send({ to: previousEmail, text: "Your email address was changed." }),
 * });
 * createHandler(auth, { routes: emailChangeRoutes(change) });
 */
export function emailChangeRoutes(change: EmailChange): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/email/change",
      offers: () => ({ emailChange: {} }),
      async handle({ tokens, client, read }) {
        const input = await read(changeEmailBody);
        await withFirstValidToken(tokens, (token) => change.request(token, input, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/email/confirm",
      async handle({ tokens, client, read }) {
        const { token, password } = await read(confirmEmailBody);
        const user =
          password === undefined
            ? await withFirstValidToken(tokens, (sessionToken) => change.confirm({ token, sessionToken }, client))
            : await change.confirm({ token, password }, client);
        return { body: { user: publicUser(user) } };
      },
    },
  ];
}
