import type { PasswordChanger } from "@latchkey/core/password-change";
import type { PasswordReset } from "@latchkey/core/password-reset";
import { object, optional, string } from "valibot";
import { publicUser } from "./public-user.ts";
import { respondWithNewSession } from "./respond-with-new-session.ts";
import type { Route } from "../request/route.ts";

export const changePasswordBody = object({ currentPassword: optional(string()), newPassword: string() });
export const forgotPasswordBody = object({ email: string() });
export const resetPasswordBody = object({ token: string(), password: string() });

/**
 * `POST /password/change`, which needs a session and the current password, if the user has one.
 *
 * @param changer The companion `passwordChange(auth)`.
 * @example
 * createHandler(auth, { routes: passwordChangeRoutes(passwordChange(auth)) });
 */
export function passwordChangeRoutes(changer: PasswordChanger): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/password/change",
      offers: () => ({ passwordChange: {} }),
      opensSession: true,
      async handle(context) {
        const input = await context.read(changePasswordBody);
        return respondWithNewSession(context, (token) => changer.change(token, input, context.client));
      },
    },
  ];
}

/**
 * `POST /password/forgot` and `POST /password/reset`. The link in the mail must open a page of yours that sends the
 * token and the new password by POST.
 *
 * @param reset The companion `passwordReset(auth, { send })`.
 * @example
 * const reset = passwordReset(auth, { send: ({ user, token }) => mailer.send({ to: user.email, text: token }) });
 * createHandler(auth, { routes: passwordResetRoutes(reset) });
 */
export function passwordResetRoutes(reset: PasswordReset): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/password/forgot",
      async handle({ client, read }) {
        await reset.request(await read(forgotPasswordBody), client);
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/password/reset",
      offers: () => ({ passwordReset: {} }),
      opensSession: true,
      async handle({ client, opening, read, replyWithSession }) {
        const signedIn = await reset.reset(await read(resetPasswordBody), client, opening);
        return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
      },
    },
  ];
}
