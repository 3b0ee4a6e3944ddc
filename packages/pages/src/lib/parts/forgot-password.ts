import type { PasswordReset } from "@latchkey/core/password-reset";
import { drawForm, noteOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Attempt, Page } from "../request/page.ts";
import type { Visit } from "../request/visit.ts";

/** Asking for a link to set a forgotten password. Every address gets the same answer. */
export function forgotPasswordPage(reset: PasswordReset): Page {
  return {
    path: "/forgot-password",
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt) }),
    async submit({ context, link, next }, form) {
      await reset.request({ email: form.required("email") }, context.client);
      return { redirectTo: link("/forgot-password", { done: "sent", next }) };
    },
  };
}

function draw({ locale, link, next, query }: Visit, attempt: Attempt | null): Content {
  const { forms } = locale;
  const back = html`<p class="links"><a href="${link("/sign-in", { next })}">${forms.backToSignIn}</a></p>`;
  if (!attempt && query("done") === "sent") {
    return { title: forms.checkMailTitle, body: html`${noteOf(forms.forgotDone)} ${back}` };
  }
  const { alert, fields } = drawForm(locale, {
    id: "forgot",
    attempt,
    fields: { email: { label: forms.email, type: "email", autocomplete: "username" } },
  });
  const element = { action: link("/forgot-password"), hidden: { next }, button: forms.forgotButton };
  return {
    title: forms.forgotTitle,
    body: html`${alert}
      <p>${forms.forgotText}</p>
      ${drawFormElement(element, fields.email)} ${back}`,
  };
}
