import type { OwnAccount } from "@latchkey/core/own-account";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { drawOtherProofs, drawPassword, proofOf, readProof, WRONG_PASSWORD_PLACE, wrongPassword } from "./proof.ts";
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
        await own.delete(token, readProof(form), context.client);
        return { redirectTo: link("/sign-in", { done: "deleted" }), setCookie: context.clearedCookie };
      },
    },
    messages: {},
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null): Html {
  const { locale } = visit;
  const { account } = locale;
  const proof = proofOf(visit, { id: "delete", label: account.proofPassword });
  const { alert, fields } = drawForm(locale, {
    id: "delete",
    attempt,
    fields: { currentPassword: proof.field },
    places: WRONG_PASSWORD_PLACE,
    sentences: wrongPassword(locale),
  });
  const form = drawFormElement(
    {
      ...actionOf(visit, ACTION),
      button: account.deleteButton,
      look: "danger",
      below: drawOtherProofs(visit, fields.currentPassword),
    },
    drawPassword(visit, fields.currentPassword),
  );
  return html`${alert}
    <p>${account.deleteText}</p>
    ${proof.instead ?? form}`;
}
