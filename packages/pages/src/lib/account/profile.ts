import type { EmailVerification } from "@latchkey/core/email-verification";
import { errorSentence, fill } from "@latchkey/locales";
import { alertOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html } from "../html/html.ts";
import { sentence, typed } from "../html/sentence.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { dayOf } from "./dates.ts";
import type { AccountVisit, Section } from "./section.ts";

const ACTION = "send-verification";

/** Who one is, and whether the address is confirmed. Messages of other pages that lead here stand in it, too. */
export function profileSection(verification: EmailVerification | undefined): Section {
  return {
    id: "profile",
    title: ({ locale }) => locale.account.profileTitle,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt, verification !== undefined) }),
    actions: verification
      ? {
          [ACTION]: async ({ visit: { context }, token }) => {
            await verification.request(token, context.client);
            return { done: "verification-sent" };
          },
        }
      : {},
    messages: {
      "signed-up": ({ locale }) => locale.forms.signUpDone,
      "proof-done": ({ locale }) => locale.account.proofDone,
      reset: ({ locale }) => locale.forms.resetDone,
      verified: ({ locale }) => locale.forms.verifyDone,
      "email-confirmed": ({ locale }) => locale.forms.confirmEmailDone,
      "verification-sent": ({ locale, visitor }) =>
        sentence(locale.account.verifyDone, { email: typed(visitor.user.email) }),
    },
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null, canVerify: boolean) {
  const { locale, visitor } = visit;
  const { account } = locale;
  const { email, username, emailVerified, createdAt } = visitor.user;
  const state = emailVerified ? account.emailVerified : account.emailNotVerified;
  const button = drawFormElement({ ...actionOf(visit, ACTION), button: account.verifyButton, look: "plain" });
  return html`${attempt && alertOf(errorSentence(locale, attempt.error))}
    <dl>
      ${
        username !== undefined &&
        html`<div>
          <dt>${account.username}</dt>
          <dd>${typed(username)}</dd>
        </div>`
      }
      <div>
        <dt>${account.email}</dt>
        <dd>${typed(email)} ${canVerify && html`<span class="badge${emailVerified && " good"}">${state}</span>`}</dd>
      </div>
    </dl>
    ${canVerify && !emailVerified && button}
    <p class="hint">${fill(account.memberSince, { date: dayOf(locale, createdAt) })}</p>`;
}
