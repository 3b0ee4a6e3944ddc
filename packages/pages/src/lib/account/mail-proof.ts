import type { MailSignIn } from "@latchkey/core/mail-sign-in";
import { fill } from "@latchkey/locales";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { mailCodeField } from "../forms/mail-code.ts";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import type { Visit } from "../request/visit.ts";
import { actionOf } from "./action.ts";
import { PROVE_MAIL } from "./proof.ts";
import type { AccountVisit, Section } from "./section.ts";

const PROVE_MAIL_CODE = "prove-mail-code";
const MAILED = "proof-mailed";

/** Proving by a mailed code that it is still the user. It is there once a mail was asked for. */
export function mailProofSection(mailSignIn: MailSignIn): Section {
  return {
    id: "mail-proof",
    title: ({ locale }) => locale.account.proofTitle,
    isThere: (visit, attempt) => !visit.isProved && (attempt !== null || visit.query("done") === MAILED),
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt) }),
    actions: {
      async [PROVE_MAIL]({ visit: { context }, token }) {
        await mailSignIn.requestProof(token, context.client);
        return { done: MAILED };
      },
      async [PROVE_MAIL_CODE]({ visit: { context }, form, token }) {
        await mailSignIn.confirmProof(token, { code: form.required("code") }, context.client);
        return { done: "proof-done" };
      },
    },
    messages: {
      [MAILED]: ({ locale, visitor }) => fill(locale.account.proofMailSent, { email: visitor.user.email }),
    },
  };
}

/** The form that the buttons of `drawMailProof` send, from within other forms, too. */
export function drawMailRequest(visit: Visit): Html {
  const { action, hidden } = actionOf(visit, PROVE_MAIL);
  return html`<form method="post" action="${action}" id="${PROVE_MAIL}" hidden>
    <input type="hidden" name="action" value="${hidden.action}" />
  </form>`;
}

/** After one mail, another has to wait: then the code of the first is still good. */
function draw(visit: AccountVisit, attempt: Attempt | null): Html {
  const { account } = visit.locale;
  const { alert, fields } = drawForm(visit.locale, {
    id: "mail-proof",
    attempt,
    fields: { code: mailCodeField(visit.locale, account.proofMailCode) },
  });
  const element = { ...actionOf(visit, PROVE_MAIL_CODE), button: account.proofButton };
  return html`${alert}${drawFormElement(element, fields.code)}`;
}
