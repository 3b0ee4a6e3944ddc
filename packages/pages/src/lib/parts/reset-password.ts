import type { Auth } from "@latchkey/core";
import type { PasswordReset } from "@latchkey/core/password-reset";
import { fill } from "@latchkey/locales";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Attempt, Page } from "../request/page.ts";
import type { Visit } from "../request/visit.ts";
import { deadLink, mailedToken } from "./mailed-token.ts";

/** Setting a new password by the link of a mail. */
export function resetPasswordPage(auth: Auth, reset: PasswordReset): Page {
  return {
    path: "/reset-password",
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt, auth) }),
    async submit({ context, link }, form) {
      const input = { token: mailedToken(form), password: form.required("password") };
      const signedIn = await reset.reset(input, context.client, context.opening);
      return { redirectTo: link("/account", { done: "reset" }), setCookie: context.sessionCookie(signedIn) };
    },
  };
}

function draw({ locale, link, query }: Visit, attempt: Attempt | null, auth: Auth): Content {
  const { forms } = locale;
  const token = attempt?.form.text("token") ?? query("token");
  const { minLength } = auth.passwordPolicy;
  const title = forms.resetTitle;
  if (token === "" || attempt?.error.code === "invalid_token") {
    return { title, body: deadLink(locale, link("/forgot-password")) };
  }
  const { alert, fields } = drawForm(locale, {
    id: "reset",
    attempt,
    fields: {
      password: {
        label: forms.newPassword,
        type: "password",
        autocomplete: "new-password",
        hint: fill(forms.passwordHint, { minLength }),
        minLength,
      },
    },
  });
  const element = { action: link("/reset-password"), hidden: { token }, button: forms.resetButton };
  return {
    title,
    body: html`${alert}
      <p>${forms.resetText}</p>
      ${drawFormElement(element, fields.password)}`,
  };
}
