import type { EmailChange } from "@latchkey/core/email-change";
import type { Page } from "../request/page.ts";
import { findVisitor } from "../request/session.ts";
import { emailProofPage, readProof } from "./email-proof.ts";

/** Confirming a new address by the link of a mail. */
export function confirmEmailPage(change: EmailChange): Page {
  return emailProofPage({
    path: "/confirm-email",
    texts: ({ locale: { forms } }) => ({
      title: forms.confirmEmailTitle,
      text: forms.confirmEmailText,
      button: forms.confirmEmailButton,
    }),
    async submit(visit, form) {
      const { context, link } = visit;
      const { id } = await change.confirm(readProof(visit, form), context.client);
      // A password opens no session, and a session may be of another account.
      const visitor = await findVisitor(context);
      return { redirectTo: link(visitor?.user.id === id ? "/account" : "/sign-in", { done: "email-confirmed" }) };
    },
  });
}
