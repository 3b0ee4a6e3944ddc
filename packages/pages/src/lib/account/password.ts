import type { Auth } from "@latchkey/core";
import type { PasswordChanger } from "@latchkey/core/password-change";
import { fill } from "@latchkey/locales";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { drawPassword, passwordField, proofOf, readProof, WRONG_PASSWORD_PLACE, wrongPassword } from "./proof.ts";
import type { AccountVisit, Section } from "./section.ts";

const ACTION = "change-password";

/** Changing one's password, or setting the first one. */
export function passwordSection(auth: Auth, changer: PasswordChanger): Section {
  return {
    id: "password",
    title: ({ locale, hasPassword }) => (hasPassword ? locale.account.passwordTitle : locale.account.passwordSetTitle),
    isFolded: true,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt, auth) }),
    actions: {
      async [ACTION]({ visit: { context }, form, token }) {
        const input = { ...readProof(form), newPassword: form.required("newPassword") };
        const signedIn = await changer.change(token, input, context.client);
        const done = input.currentPassword === undefined ? "password-set" : "password-changed";
        return { done, setCookie: context.sessionCookie(signedIn) };
      },
    },
    messages: {
      "password-changed": ({ locale }) => locale.account.passwordDone,
      "password-set": ({ locale }) => locale.account.passwordSetDone,
    },
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null, auth: Auth): Html {
  const { locale, hasPassword } = visit;
  const { account } = locale;
  const { minLength } = auth.passwordPolicy;
  // The current password is asked for however new the proof is (OWASP ASVS 5.0, 6.2.3). The first one needs a proof.
  const proof = hasPassword ? null : proofOf(visit, { id: "password" }).instead;
  const { alert, fields } = drawForm(locale, {
    id: "password",
    attempt,
    fields: {
      currentPassword: hasPassword ? passwordField(account.currentPassword) : null,
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
  const button = hasPassword ? account.passwordButton : account.passwordSetButton;
  const form = drawFormElement({ ...actionOf(visit, ACTION), button }, [
    drawPassword(visit, fields.currentPassword),
    fields.newPassword,
  ]);
  return html`${alert}${!hasPassword && html`<p>${account.passwordSetText}</p>`}${proof ?? form}`;
}
