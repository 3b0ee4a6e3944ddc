import type { OwnAccount } from "@latchkey/core/own-account";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./account-page.ts";
import { loginField, WRONG_PASSWORD_PLACE, wrongPassword } from "./current-password.ts";
import type { AccountVisit, Section } from "./section.ts";

const ACTION = "delete-account";

/** Deleting one's account. */
export function deleteAccountSection(own: OwnAccount): Section {
  return {
    id: "delete",
    title: ({ locale }) => locale.account.deleteTitle,
    isFolded: true,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt) }),
    actions: {
      async [ACTION]({ visit: { context, link }, form, token }) {
        await own.delete(token, { currentPassword: form.required("currentPassword") }, context.client);
        return { redirectTo: link("/sign-in", { done: "deleted" }), setCookie: context.clearedCookie };
      },
    },
    messages: {},
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null): Html {
  const { locale } = visit;
  const { account } = locale;
  const { alert, fields } = drawForm(locale, {
    id: "delete",
    attempt,
    fields: {
      currentPassword: { label: account.proofPassword, type: "password", autocomplete: "current-password" },
    },
    places: WRONG_PASSWORD_PLACE,
    sentences: wrongPassword(locale),
  });
  const form = drawFormElement({ ...actionOf(visit, ACTION), button: account.deleteButton, look: "danger" }, [
    loginField(visit),
    fields.currentPassword,
  ]);
  return html`${alert}
    <p>${account.deleteText}</p>
    ${form}`;
}
