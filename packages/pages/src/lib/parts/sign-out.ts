import { endEach } from "@latchkey/http";
import { alertOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html } from "../html/html.ts";
import { sentence, typed } from "../html/sentence.ts";
import { errorSentence } from "@latchkey/locales";
import type { Page } from "../request/page.ts";
import { findVisitor } from "../request/session.ts";

/** Signing out on this device. A link changes nothing, so it leads to a button. */
export const signOutPage: Page = {
  path: "/sign-out",
  async open(visit) {
    const { context, locale, link } = visit;
    const { forms } = locale;
    const visitor = await findVisitor(context);
    if (!visitor) return { redirectTo: link("/sign-in") };
    const { email } = visitor.user;
    return {
      setCookie: visitor.setCookie,
      draw: (attempt) => ({
        title: forms.signOutTitle,
        body: html`${attempt && alertOf(errorSentence(locale, attempt.error))}
          <p>${sentence(forms.signedInAs, { email: typed(email) })}</p>
          <p>${forms.signOutText}</p>
          ${drawFormElement({ action: link("/sign-out"), button: forms.signOutButton })}
          <p class="links"><a href="${link("/account")}">${forms.toAccount}</a></p>`,
      }),
    };
  },
  async submit({ context, link }) {
    await endEach(context.allTokens, (token) => context.auth.signOut(token, context.client));
    return { redirectTo: link("/sign-in", { done: "signed-out" }), setCookie: context.clearedCookie };
  },
};
