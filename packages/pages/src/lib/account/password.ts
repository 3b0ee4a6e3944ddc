import type { Auth } from "@latchkey/core";
import type { PasswordChanger } from "@latchkey/core/password-change";
import { fill } from "@latchkey/locales";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./account-page.ts";
import { currentPasswordField, loginField, WRONG_PASSWORD_PLACE, wrongPassword } from "./current-password.ts";
import type { AccountVisit, Section } from "./section.ts";

const ACTION = "change-password";

/** Changing one's password. */
export function passwordSection(auth: Auth, changer: PasswordChanger): Section {
  return {
    id: "password",
    title: ({ locale }) => locale.account.passwordTitle,
    isFolded: true,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt, auth) }),
    actions: {
      async [ACTION]({ visit: { context }, form, token }) {
        const currentPassword = form.required("currentPassword");
        const input = { currentPassword, newPassword: form.required("newPassword") };
        const signedIn = await changer.change(token, input, context.client);
        return { done: "password-changed", setCookie: context.sessionCookie(signedIn) };
      },
    },
    messages: { "password-changed": ({ locale }) => locale.account.passwordDone },
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null, auth: Auth) {
  const { locale } = visit;
  const { account } = locale;
  const { minLength } = auth.passwordPolicy;
  const { alert, fields } = drawForm(locale, {
    id: "password",
    attempt,
    fields: {
      currentPassword: currentPasswordField(locale),
      newPassword: {
        label: account.newPassword,
        type: "password",
        autocomplete: "new-password",
        hint: fill(account.passwordHint, { minLength }),
        minLength,
      },
    },
    places: WRONG_PASSWORD_PLACE,
    sentences: wrongPassword(locale),
  });
  const form = drawFormElement({ ...actionOf(visit, ACTION), button: account.passwordButton }, [
    loginField(visit),
    fields.currentPassword,
    fields.newPassword,
  ]);
  return html`${alert}${form}`;
}
