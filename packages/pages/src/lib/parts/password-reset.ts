import type { Auth } from "@latchkey/core";
import type { PasswordReset } from "@latchkey/core/password-reset";
import { html } from "../html/html.ts";
import { forgotPasswordPage } from "./forgot-password.ts";
import type { Part } from "./part.ts";
import { resetPasswordPage } from "./reset-password.ts";

/** Setting a forgotten password by mail. */
export function passwordResetPart(auth: Auth, reset: PasswordReset): Part {
  return {
    pages: [forgotPasswordPage(reset), resetPasswordPage(auth, reset)],
    signInLink: ({ link, next, locale }) =>
      html`<a href="${link("/forgot-password", { next })}">${locale.forms.toForgot}</a>`,
  };
}
