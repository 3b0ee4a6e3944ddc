import type { EmailChange } from "@latchkey/core/email-change";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { drawOtherProofs, drawPassword, proofOf, readProof, WRONG_PASSWORD_PLACE, wrongPassword } from "./proof.ts";
import type { AccountVisit, Section } from "./section.ts";

const ACTION = "change-email";

/** Changing one's address: a link goes to the new one. */
export function emailSection(change: EmailChange): Section {
  return {
    id: "email",
    title: ({ locale }) => locale.account.emailTitle,
    isFolded: true,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt) }),
    actions: {
      async [ACTION]({ visit: { context }, form, token }) {
        const input = { email: form.required("email"), ...readProof(form) };
        await change.request(token, input, context.client);
        return { done: "email-sent" };
      },
    },
    messages: { "email-sent": ({ locale }) => locale.account.emailSent },
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null) {
  const { locale } = visit;
  const { account } = locale;
  const proof = proofOf(visit, { id: "email" });
  const { alert, fields } = drawForm(locale, {
    id: "email",
    attempt,
    fields: {
      email: { label: account.newEmail, type: "email", autocomplete: "email" },
      currentPassword: proof.field,
    },
    places: WRONG_PASSWORD_PLACE,
    sentences: wrongPassword(locale),
  });
  const form = drawFormElement(
    { ...actionOf(visit, ACTION), button: account.emailButton, below: drawOtherProofs(visit, fields.currentPassword) },
    [fields.email, drawPassword(visit, fields.currentPassword)],
  );
  return html`${alert}
    <p>${account.emailText}</p>
    ${proof.instead ?? form}`;
}
