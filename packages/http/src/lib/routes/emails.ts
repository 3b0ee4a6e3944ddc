import type { EmailChange } from "@latchkey/core/email-change";
import type { EmailVerification } from "@latchkey/core/email-verification";
import { object, optional, string } from "valibot";
import { respondWithNewSession } from "./respond-with-new-session.ts";
import { presentUser } from "./present-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

/** The token of a mail; with the password where nobody is signed in. */
export const verifyEmailBody = object({ token: string(), password: optional(string()) });
export const changeEmailBody = object({ email: string(), currentPassword: string() });
export const confirmEmailBody = verifyEmailBody;

/**
 * `POST /email/send-verification` and `POST /email/verify`:
 * `createHandler(auth, { routes: emailVerificationRoutes(emailVerification(auth, …)) })`. There is no GET: what a link
 * scanner follows has to be a page of yours, with a button.
 */
export function emailVerificationRoutes(verification: EmailVerification): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/email/send-verification",
      async handle({ tokens, client, readNothing }) {
        readNothing();
        await withFirstValidToken(tokens, (token) => verification.request(token, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/email/verify",
      opensSession: true,
      async handle(context) {
        const { token, password } = await context.read(verifyEmailBody);
        const { client, present } = context;
        if (password === undefined)
          return respondWithNewSession(context, (sessionToken) => verification.verify({ token, sessionToken }, client));
        const signedIn = await verification.verify({ token, password }, client);
        return present(signedIn, { user: presentUser(signedIn.user) });
      },
    },
  ];
}

/** `POST /email/change` and `POST /email/confirm`: `createHandler(auth, { routes: emailChangeRoutes(emailChange(auth, …)) })`. */
export function emailChangeRoutes(change: EmailChange): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/email/change",
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
        return { body: { user: presentUser(user) } };
      },
    },
  ];
}
