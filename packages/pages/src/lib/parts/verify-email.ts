import { AuthError } from "@latchkey/core";
import type { EmailVerification } from "@latchkey/core/email-verification";
import type { Page } from "../request/page.ts";
import { findVisitor } from "../request/session.ts";
import { emailProofPage, readProof } from "./email-proof.ts";

/** Confirming one's address by the link of a mail. */
export function verifyEmailPage(verification: EmailVerification): Page {
  return emailProofPage({
    path: "/verify-email",
    texts: ({ locale: { forms } }) => ({
      title: forms.verifyTitle,
      text: forms.verifyText,
      button: forms.verifyButton,
    }),
    async submit(visit, form) {
      const { context, link } = visit;
      const redirectTo = link("/account", { done: "verified" });
      try {
        const signedIn = await verification.verify(readProof(visit, form), context.client);
        return { redirectTo, setCookie: context.sessionCookie(signedIn) };
      } catch (error) {
        // The button was pressed twice.
        const isSpent = error instanceof AuthError && error.code === "invalid_token";
        const visitor = isSpent ? await findVisitor(context) : null;
        if (visitor?.user.emailVerified) return { redirectTo };
        throw error;
      }
    },
  });
}
